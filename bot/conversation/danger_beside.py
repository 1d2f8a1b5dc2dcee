"""What of the engine's own words stands beside a danger, and when they help nobody in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.case import NEEDS_OF_DANGER
from bot.conversation.danger import Opening
from bot.conversation.danger_held import in_urgence
from bot.conversation.danger_sure import MAY_BE_TAKEN, TAKEN_KIND
from bot.conversation.messages import ANSWER, BotMessage, Reply
from bot.conversation.precise import said_in_urgence
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.verdict import URGENCE

_TALKS = (
    "utter_exprimer_detresse",
    "utter_raconter",
    "utter_listening",
    "utter_feeling_next",
    "utter_when_ready",
    "utter_ok",
    "utter_menu",
    "utter_not_understood",
    "utter_unsure",
    "utter_ask_need",
    "utter_ask_place",
    "utter_hors_sujet",
)
"""The engine's words when a message asks for nothing."""
_IDLE = (
    *_TALKS,
    "utter_which_service",
    "utter_details_missing",
    "utter_nothing_shown",
    "utter_declined",
    "utter_donner_avis",
    "utter_repeat",
    "utter_parler_comme",
)
"""The engine's words that help nobody while somebody is in danger."""
_NUMBER = re.compile(r"\d(?:[\d -]*\d)?")
_OPTION = re.compile(r"option \d")
_ANSWERS = ("utter_question", "utter_demander_confidentialite", "utter_demander_si_robot")


def holds(given: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the 911 must be said again instead of the engine's words: something was swallowed or taken, the
    urgent lines stood in the reply before (`given`), and she answers with no request ("chu toute seule")."""
    taken = TAKEN_KIND in given["kinds"]
    talks = all(str(message.get("utter_action") or "").startswith(_TALKS) for message in said)
    return taken and bool(said) and talks


def stays_with_her(held: Conversation, said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the engine (`said`) has nothing for a message in an open urgence: no answer, no services."""
    idle = all(str(message.get("utter_action") or "").startswith(_IDLE) for message in said)
    return in_urgence(held) and bool(said) and idle and not shows_services(said)


def shows_services(said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the engine's messages hold services."""
    return any(map(_has_services, said))


def _has_services(message: Mapping[str, Any]) -> bool:
    return bool((message.get("custom") or {}).get("services"))


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
        services = _has_services(message)
        name = str(message.get("utter_action") or "")
        question = name.startswith("utter_ask_") and not opened.asked
        spoken = verdict.level != URGENCE and (name.startswith(_ANSWERS) or question or not name)
        spoken = spoken or (opened.again and _for_an_urgence(name))
        if spoken or (services and (wanted or verdict.level != URGENCE)):
            kept.append(message)
    return kept


def opened_by(first: BotMessage, reply: Reply) -> Reply:
    """`reply` behind `first`; a service that `first` gave the number of is not given once more."""
    given = {digits_of(number) for number in _NUMBER.findall(first.text)}
    again = {
        str(service["name"])
        for message in reply.messages
        for service in message.services
        if any(_gives(first.text, given, phone) for phone in service["phones"])
    }
    rest = tuple(_without(message, again) for message in reply.messages) if again else reply.messages
    return replace(reply, messages=(first, *(one for one in rest if one != BotMessage(""))))


def digits_of(number: str) -> str:
    """The digits of a number as written anywhere, without the 1 before the area code."""
    return re.sub(r"\D", "", number).removeprefix("1")


def _gives(text: str, given: set[str], phone: Mapping[str, Any]) -> bool:
    """Whether `text`, with the numbers `given`, gives `phone`; the two options of the 811 are two lines."""
    option = _OPTION.search(str(phone.get("note") or ""))
    return digits_of(str(phone["number"])) in given and (option is None or option[0] in text)


def _without(message: BotMessage, names: set[str]) -> BotMessage:
    """`message` without the services of these names, and without the note that one of them answers now."""
    kept = tuple(service for service in message.services if service["name"] not in names)
    if message.services and not kept:
        return replace(message, text="", services=())
    lines = [line for line in message.text.split("\n") if not any(f": {name}." in line for name in names)]
    return replace(message, text="\n".join(lines), services=kept)
