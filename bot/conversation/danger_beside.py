"""What of the engine's own words stands beside a danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.case import NEEDS_OF_DANGER
from bot.conversation.danger import MAY_BE_TAKEN, Opening, in_urgence, stays_with_her
from bot.conversation.messages import ANSWER
from bot.conversation.precise import said_in_urgence
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.verdict import URGENCE

_ANSWERS = ("utter_question", "utter_demander_confidentialite", "utter_demander_si_robot")


def _for_an_urgence(name: str) -> bool:
    """Whether the engine's `utter_action` is an answer that may be said in the middle of an urgence."""
    return said_in_urgence(name.removeprefix(ANSWER))


def _strays(held: Conversation, said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether, while something taken may kill her, the engine answers a question of another subject: heard in
    such a moment it is misheard ("est-ce que ca passe tout seul?")."""
    answers = [str(one.get("utter_action") or "") for one in said]
    answers = [name for name in answers if name.startswith(ANSWER)]
    open_now = in_urgence(held) and bool(MAY_BE_TAKEN & set(held.open_kinds))
    return open_now and bool(answers) and not any(map(_for_an_urgence, answers))


def is_lost(held: Conversation, said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether, in an open urgence, the engine has no words to say: `said` helps nobody, or strays."""
    return stays_with_her(held, said) or _strays(held, said)


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
        spoken = spoken or (opened.again and _for_an_urgence(name))
        if spoken or (services and (wanted or verdict.level != URGENCE)):
            kept.append(message)
    return kept
