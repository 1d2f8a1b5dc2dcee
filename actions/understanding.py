"""After each message: what it says goes into the slots, before any other action runs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dispatch import case_of, changed
from actions.writer import noted_writer, of_a_child, of_the_grown
from bot.conversation.case import (
    CONFIDED,
    HERSELF,
    NEEDS_OF_DANGER,
    NEEDS_OF_PROFILE,
    Case,
    Place,
)
from bot.conversation.chances import chances_of
from bot.conversation.feelings import feeling_named
from bot.conversation.of_whom import (
    names_child_protection,
    tells_of_herself_alone,
)
from bot.conversation.place_withdrawn import withdrawn
from bot.conversation.places_of_two import placed
from bot.conversation.plainwords import needs_named, situations
from bot.conversation.rehearsal import current
from bot.conversation.taking_up import circumstance_meant
from bot.conversation.vocabulary import REGIONS
from bot.conversation.who_writes import (
    asks_for_her_own_work,
    speaks_of_herself,
)
from bot.nlu.label_rules import PROFILE_OF_INTENT
from bot.safety.french import fold
from bot.safety.language import language_of, writes_french

SURE_NEED = 0.6
"""Least confidence of a need when the intent itself is not sure."""
LEAST_NEED = 0.05
"""The same when the intent is a request: below, it is the least unlikely of guesses, and she is asked."""
_LEAST = {"nlu_fallback": SURE_NEED, "donner_lieu": SURE_NEED, "demander_ressource": LEAST_NEED}
_INSTEAD = re.compile(r"\b(?:finalement|plutot|a la place|au lieu)\b|\bplus un(?:e)? (?!\w+ (?:et|pis))")
_UNDECIDED = "sortie_prostitution"
_CONFIDING = frozenset({"raconter", "exprimer_detresse", "exprimer_ambivalence", "signaler_danger"})

# Messages that ask for something: the needs they name are to be answered.
_ASKING = frozenset(
    {
        "demander_ressource",
        "exprimer_ambivalence",
        "acheteur_veut_arreter",
        "parler_pour_proche",
        "parler_comme_intervenant",
        "signaler_danger",
        "donner_lieu",
        "nier",
        "affirmer",
        "parler_humain",
        "nlu_fallback",
    }
)


def note(case: Case, message: Mapping[str, Any]) -> Case:
    """`case` with what one parsed message adds. `message` is Rasa's parse data."""
    intent = (message.get("intent") or {}).get("name") or ""
    entities = message.get("entities") or []

    def values(name: str) -> list[Any]:
        return [entity.get("value") for entity in entities if entity.get("entity") == name]

    text = str(message.get("text") or "")
    kinds = of_the_grown(list((message.get("safety") or {}).get("kinds") or []), case, text)
    in_words = needs_named(text)
    named = (*in_words, *_chosen(entities))
    # A bare "non" says not now; more words say what is not so.
    denied = intent == "nier" and bool(values("danger")) and len(text.split()) > _BARE_NO
    case = case.without_guesses() if denied else case.a_message_later(named)
    # Beside a danger its own reply takes up what was done to her.
    case = replace(case, feeling=None if kinds else feeling_named(text))
    case = noted_writer(case, message)
    # A message that tells a danger and asks for something is often sure of neither intent: both are meant.
    least = 0.0 if kinds else _LEAST.get(intent, 0.0)
    needs = tuple(
        str(entity.get("value"))
        for entity in entities
        if entity.get("entity") == "need" and float(entity.get("confidence_entity", 1.0)) >= least
    )
    if intent in (*_ASKING, "exprimer_detresse") and "choice" not in {
        entity.get("extractor") for entity in entities
    }:
        needs = tuple(dict.fromkeys([*needs, *in_words]))
    if intent == "raconter":
        needs = situations(text)  # a story asks for nothing, save what she lives as she writes
    if case.profile == "intervenant" and intent in _ASKING and asks_for_her_own_work(text):
        # The support that she asks for is hers, not that of a family.
        others = (need for need in needs if need != "soutien_proches" or need in in_words)
        needs = tuple(dict.fromkeys(["soutien_intervenants", *others]))
    if case.profile != "acheteur":
        needs = tuple(need for need in needs if need != "acheteurs")
        case = replace(case, needs=tuple(need for need in case.needs if need != "acheteurs"))
    if case.profile == "personne" and "choice" not in {entity.get("extractor") for entity in entities}:
        needs = _for_herself(needs)
        if len(needs) > 1 and not kinds and not names_child_protection(text):
            # A mother who asks for a roof does not ask for the child protection.
            needs = tuple(need for need in needs if need != "protection_jeunesse")
    if needs and not case.last_shown and _INSTEAD.search(fold(text)):
        case = replace(case, needs=())  # "finalement, plus un psy": this one, not the one before
    if intent == "exprimer_ambivalence":
        # Not ready to leave: that she speaks of it starts no search for a way out.
        needs = tuple(need for need in needs if need != _UNDECIDED)
        named = in_words
        if named:
            needs = named  # "pas arrêter, juste une place au chaud": what she names, not what she puts off
    if kinds:
        # What she asks for in the same breath comes along; the danger's own need is never lost.
        of_danger = (need for kind in kinds for need in NEEDS_OF_DANGER.get(kind, ()))
        needs = (*needs, *situations(text), *of_danger)
    if needs and (kinds or intent in (*_ASKING, "exprimer_detresse", "raconter")):
        known = {*case.needs, *case.last_needs} - set(case.guesses)
        case = case.add_needs(needs)
        if _only_guessed(message, intent, kinds):
            case = case.guessing(sorted(set(needs) - set(named) - known))
    elif intent in PROFILE_OF_INTENT and not case.needs and intent != "parler_pour_proche":
        case = case.add_needs(NEEDS_OF_PROFILE.get(case.profile, ()))
    case = _at_the_place(case, entities, text, asks=bool(needs))
    ages = [int(age) for age in values("age") if not of_a_child(int(age), case, text)]
    for age in ages:
        case = replace(case, age=age)
    # Who is young goes with the age: a boy of eleven makes no youth of his mother.
    peoples = [one for one in values("population") if one != "jeunes" or ages or not values("age")]
    if peoples:
        case = replace(case, populations=tuple(dict.fromkeys([*case.populations, *peoples])))
    case = case.wishing(tuple(values("access")))
    if kinds or intent in _CONFIDING:
        case = case.has_told(CONFIDED)
    if case.profile == "personne" and (speaks_of_herself(text) or (kinds and tells_of_herself_alone(text))):
        case = case.has_told(HERSELF)
    case = replace(case, language=_written_in(case, entities, text))
    told = None if kinds else circumstance_meant(chances_of(message, "told"), case.profile)
    return replace(case, circumstance=told)


_BARE_NO = 3
"""Words of a no that says nothing else ("non merci", "non pas là")."""


def _chosen(entities: Sequence[Mapping[str, Any]]) -> list[str]:
    """The needs that she names by a choice."""
    return [
        str(entity.get("value"))
        for entity in entities
        if entity.get("entity") == "need" and entity.get("extractor") == "choice"
    ]


def _only_guessed(message: Mapping[str, Any], intent: str, kinds: Sequence[str]) -> bool:
    """Whether the needs of a message that it does not name are guesses: of a danger that a model alone hears,
    or of a message that is no sure request."""
    if kinds:
        return not (message.get("safety") or {}).get("sure", True)
    sure = float((message.get("intent") or {}).get("confidence") or 0.0) >= SURE_NEED
    return not (sure and intent == "demander_ressource") and intent not in PROFILE_OF_INTENT


def _written_in(case: Case, entities: Sequence[Mapping[str, Any]], text: str) -> str | None:
    """The language she writes in: French again from her first French words; a town, an "ok" or a choice tells
    nothing of it."""
    if "choice" in {entity.get("extractor") for entity in entities}:
        return case.language
    heard = language_of(text)
    if heard in {entity.get("value") for entity in entities if entity.get("entity") == "language"}:
        # Two readings must agree: a French sentence with "son" and "no" in it is not Spanish.
        return heard
    beside = text
    for entity in entities:
        if entity.get("entity") == "place" and entity.get("end"):
            start, end = int(entity["start"]), int(entity["end"])
            beside = beside[:start] + " " * (end - start) + beside[end:]
    return None if writes_french(beside) else case.language


def _at_the_place(case: Case, entities: Sequence[Mapping[str, Any]], text: str, *, asks: bool) -> Case:
    """`case` at the place of the message, or without the one it takes back; `asks`: it names a need."""
    if (taken_back := withdrawn(text, case)) is not None:
        return case.without_place(taken_back.name, declined=taken_back.hidden)
    given = [
        Place(
            str(entity.get("value")),
            entity.get("region"),
            bool(entity.get("outside")),
            tuple(code for code in entity.get("ambiguous") or () if code),
        )
        for entity in entities
        if entity.get("entity") == "place"
    ]
    return placed(case, text, _in_the_region_named(given[-1], text) if given else None, asks=asks)


def _in_the_region_named(place: Place, text: str) -> Place:
    """Of the regions that have a place of this name, the one that the message names besides
    ("Ville-Marie, Témiscamingue")."""
    folded = f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "
    named = [
        code
        for code in place.ambiguous
        if any(
            f" {' '.join(re.findall(r'[a-z0-9]+', part))} " in folded
            for part in (fold(REGIONS[code]), *_parts(fold(REGIONS[code])))
            if part != fold(place.name)
        )
    ]
    return Place(place.name, named[0]) if len(named) == 1 else place


def _parts(region: str) -> list[str]:
    """The halves of a double name ("abitibi-temiscamingue"), but not the words of a single one."""
    halves = re.split(r"[-\u2013]", region)
    return halves if len(halves) == 2 else []


_FOR_OTHERS = ("soutien_proches", "soutien_intervenants")
"""Needs of relatives and workers. She who asks for support for herself asks to be listened to."""


def _for_herself(needs: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(need for need in needs if need not in _FOR_OTHERS)
    return kept or (("ecoute",) if needs else ())


class ActionNote(Action):
    """Rasa runs this after each message, under the name it reserves for slot extraction."""

    def name(self) -> str:
        """The reserved name."""
        return "action_validate_slot_mappings"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Slot events for what the latest message says."""
        before = case_of(tracker)
        if (rehearsal := current()) is not None:
            rehearsal.parses.append(tracker.latest_message or {})
        return changed(before, note(before, tracker.latest_message or {}))
