"""What of the engine's own words stands beside a danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.case import NEEDS_OF_DANGER
from bot.conversation.danger import Opening
from bot.conversation.precise import precise_need
from bot.safety import Verdict
from bot.safety.verdict import URGENCE

_ANSWER = "utter_question/"
_ANSWERS = ("utter_question", "utter_demander_confidentialite", "utter_demander_si_robot")


def _answers_precisely(name: str) -> bool:
    """Whether the engine's `utter_action` is the answer to one precise question."""
    return precise_need(name.removeprefix(_ANSWER)) is not None


def beside(
    said: Sequence[Mapping[str, Any]], verdict: Verdict, needs: Sequence[str], opened: Opening, placed: bool
) -> list[Mapping[str, Any]]:
    """The engine's messages that may follow the opening (`opened`): services and answers; its question only
    when none was asked; in an urgence only services she asked for by name, or near the place she gave
    (`placed`), and, once its lines were given, the answer to what she asks ("une deuxieme dose?").
    `needs`: those just answered.

    Her own request is never lost: what is not said now waits in the case.
    """
    implied = {need for kind in verdict.kinds for need in NEEDS_OF_DANGER.get(kind, ())}
    wanted = placed or bool(set(needs) - implied)
    kept = []
    for message in said:
        services = bool((message.get("custom") or {}).get("services"))
        name = str(message.get("utter_action") or "")
        question = name.startswith("utter_ask_") and not opened.asked
        spoken = verdict.level != URGENCE and (name.startswith(_ANSWERS) or question or not name)
        spoken = spoken or (opened.again and _answers_precisely(name))
        if spoken or (services and (wanted or verdict.level != URGENCE)):
            kept.append(message)
    return kept
