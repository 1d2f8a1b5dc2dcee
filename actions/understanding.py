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
from bot.conversation.case import (
    A_MAN,
    CONFIDED,
    HERSELF,
    KNOWN,
    NEEDS_OF_DANGER,
    NEEDS_OF_PROFILE,
    Case,
    Place,
)
from bot.conversation.chances import chances_of
from bot.conversation.feelings import feeling_named
from bot.conversation.of_whom import (
    child_beside_her,
    child_in_passing,
    gives_her_own_age,
    gives_the_age_of_a_child,
    gives_the_age_of_a_relative,
    names_child_protection,
    only_ages_of_children,
    only_her_children_are_young,
    saw_a_woman,
    tells_of_herself_alone,
    witnesses,
)
from bot.conversation.place_withdrawn import withdrawn
from bot.conversation.places_of_two import placed
from bot.conversation.plainwords import needs_named, situations
from bot.conversation.rehearsal import current
from bot.conversation.taking_up import circumstance_meant
from bot.conversation.vocabulary import REGIONS
from bot.conversation.who_writes import (
    asks_for_her_own_work,
    buys,
    is_herself_after_all,
    is_kin,
    is_professional,
    names_a_relative,
    only_told_of_here,
    paid,
    says_he_buys,
    speaks_as_a_man,
    speaks_for,
    speaks_of_herself,
    writes_for_another,
)
from bot.nlu.label_rules import PROFILE_OF_INTENT
from bot.safety.french import fold, standardise
from bot.safety.language import language_of, writes_french
from bot.safety.reading import mourns
from bot.safety.replies import ADULT_AGE

SURE_NEED = 0.6
"""Least confidence of a need when the intent itself is not sure."""
LEAST_NEED = 0.05
"""The same when the intent is a request: below, it is the least unlikely of guesses, and she is asked."""
SURE_PROFILE = 0.6
"""Least confidence of another profile than hers when the intent does not say it."""
SURE_CHANGE = 0.8
"""The same to change from one of the other profiles to another."""
_LEAST = {"nlu_fallback": SURE_NEED, "donner_lieu": SURE_NEED, "demander_ressource": LEAST_NEED}
_OTHERS = frozenset(NEEDS_OF_PROFILE)
"""Profiles of those who do not write for themselves as she does."""
_WITNESS = "witness"
"""In `told`: women were seen, driven or lodged by the writer, whose own child is none of them."""
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
    kinds = _of_the_grown(list((message.get("safety") or {}).get("kinds") or []), case, text)
    named = _named(text, entities)
    # A bare "non" says not now; more words say what is not so.
    denied = intent == "nier" and bool(values("danger")) and len(text.split()) > _BARE_NO
    case = case.without_guesses() if denied else case.a_message_later(named)
    # Beside a danger its own reply takes up what was done to her.
    case = replace(case, feeling=None if kinds else feeling_named(text))
    said = PROFILE_OF_INTENT.get(intent)
    sure = float((message.get("intent") or {}).get("confidence") or 0.0) >= SURE_CHANGE
    profile = _believed(said or _profile(case, entities), case, text)
    plainly = said == profile and sure and profile in _OTHERS and profile != "acheteur"
    if profile in _OTHERS and not _becomes(profile, case, text, plainly):
        profile = None  # a guess makes nobody else of her who writes
    if is_professional(text) and HERSELF not in case.told and not speaks_of_herself(text):
        profile = "intervenant"
    elif profile is None and case.profile == "personne" and not case.needs:
        # Before anything is asked for. Later, a mother who asks for herself may name her daughter's age.
        profile = _relative_at_the_start(text)
    if speaks_as_a_man(text):
        case = case.has_told(A_MAN)
    if A_MAN in case.told and not _known(case) and paid(text):
        profile, plainly = "acheteur", True
    case = _written_by(profile, case)
    if case.profile == "proche" and witnesses(text):
        case = case.has_told(_WITNESS)
        plainly = True
    if case.profile in _OTHERS and (plainly or _surely(case.profile, text, entities)):
        case = case.has_told(KNOWN)
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
        needs = tuple(dict.fromkeys([*needs, *needs_named(text)]))
    if intent == "raconter":
        needs = situations(text)  # a story asks for nothing, save what she lives as she writes
    if case.profile == "intervenant" and intent in _ASKING and asks_for_her_own_work(text):
        # The support that she asks for is hers, not that of a family.
        others = (need for need in needs if need != "soutien_proches" or need in needs_named(text))
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
        if named := needs_named(text):
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
    ages = [int(age) for age in values("age") if not _of_a_child(int(age), case, text)]
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


def _named(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The needs that she names herself, in words or by a choice."""
    chosen = (
        str(entity.get("value"))
        for entity in entities
        if entity.get("entity") == "need" and entity.get("extractor") == "choice"
    )
    return tuple(dict.fromkeys([*needs_named(text), *situations(text), *chosen]))


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


def _relative_at_the_start(text: str) -> str | None:
    """Whose profile the first words show where the model is not sure: who says whose kin she is or gives the
    age of somebody of hers, and a man who says so."""
    if is_kin(text) or writes_for_another(text):
        return "proche"
    if speaks_of_herself(text):
        return None
    if speaks_as_a_man(text):
        return "acheteur" if buys(text) else "proche"
    of_a_relative = gives_the_age_of_a_relative(text) or only_ages_of_children(text)
    return "proche" if of_a_relative and not child_beside_her(text) else None


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


def _believed(profile: str | None, case: Case, text: str) -> str | None:
    """`profile` unless her own words say otherwise: "vous" and "croyez-la" to a woman who says "il me bat"
    would be cruel, and so would a buyer's words to a mother."""
    if case.profile == "acheteur" and is_herself_after_all("acheteur", text):
        return "personne"  # whatever the model hears in it: she sells
    if profile == "acheteur" and witnesses(text) and not buys(text):
        return "proche"  # "un homme paie": another man, of whom the driver tells
    if profile == "acheteur" and (buys(text) or _known(case)):
        return profile  # "ma femme ne le sait pas": the one he speaks of is himself
    if profile == "acheteur" and names_a_relative(text):
        return "proche"
    if profile == "intervenant" and not _known(case) and is_kin(text):
        return "proche"
    if case.profile in _OTHERS and is_herself_after_all(case.profile, text):
        return "personne"
    if profile == "personne" and _known(case):
        return None
    if profile == "proche" and mourns(standardise(text)):
        return None  # nobody is left to help but the one who writes
    if profile == "proche" and case.profile == "personne" and child_beside_her(text) and not is_kin(text):
        return None  # a mother who writes of herself: her son of sixteen is nobody to help
    at_the_start = case.profile == "personne" and not _begun(case)
    if profile in (None, "personne") and at_the_start and saw_a_woman(text):
        return "proche"
    if profile in (None, "personne") and case.profile == "personne" and HERSELF not in case.told:
        if says_he_buys(text):
            return "acheteur"
        if witnesses(text):
            return "proche"
    another = profile in _OTHERS and not _known(case)
    if (another or (profile is None and case.profile == "acheteur" and not _known(case))) and (
        speaks_of_herself(text)
    ):
        return None if case.profile == "personne" else "personne"
    return profile


def _becomes(profile: str, case: Case, text: str, plainly: bool) -> bool:
    """Whether the message lets `profile` write; `plainly`: its intent says so.

    Of whoever told her own life, intent and words must both say so: "mes enfants sont chez ma soeur". A
    worker or a buyer says "elle" of the one who worries them: only kin that is named makes relatives of them.
    """
    if profile == case.profile:
        return True
    shown = speaks_for(profile, text)
    if case.profile in _OTHERS:
        if profile != "proche":
            return shown or not _known(case)
        if _known(case):
            return is_kin(text) or (plainly and shown)
        return shown or case.profile != "acheteur"
    if not _begun(case):
        return not (profile == "proche" and only_told_of_here(text))
    return plainly and shown if HERSELF in case.told else plainly or shown


def _known(case: Case) -> bool:
    """Whether a relative, a worker or a buyer was heard beyond doubt."""
    return case.profile in _OTHERS and KNOWN in case.told


def _surely(profile: str, text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether no doubt is left that `profile` writes: by its words, or by a guess sure of a worker."""
    guessed = any(
        entity.get("value") == profile and float(entity.get("confidence_entity", 1.0)) >= SURE_CHANGE
        for entity in entities
        if entity.get("entity") == "profile"
    )
    return speaks_for(profile, text) or (profile == "intervenant" and guessed)


def _written_by(profile: str | None, case: Case) -> Case:
    """`case` with `profile` as who writes; what was asked as another is not hers."""
    if profile is None or profile == case.profile:
        return case
    if profile != "personne":
        return replace(case, profile=profile)
    of_another = set(NEEDS_OF_PROFILE[case.profile])
    return replace(
        case,
        profile=profile,
        needs=tuple(need for need in case.needs if need not in of_another),
        last_needs=tuple(need for need in case.last_needs if need not in of_another),
    )


def _of_a_child(age: int, case: Case, text: str) -> bool:
    """Whether the `age` said is that of a child of whom the help is for, once she is known to be grown or
    when she writes herself."""
    if age >= ADULT_AGE:
        return False
    grown = case.age is not None and case.age >= ADULT_AGE
    if _WITNESS in case.told and child_in_passing(text):
        return True
    if case.profile == "personne":
        of_another = gives_the_age_of_a_child(text) or gives_the_age_of_a_relative(text)
        return only_ages_of_children(text) or (of_another and not gives_her_own_age(text))
    return grown and gives_the_age_of_a_child(text)


def _of_the_grown(kinds: list[str], case: Case, text: str) -> list[str]:
    """`kinds` without the minor that a woman of age is not, for having children."""
    grown = case.profile == "personne" or (case.age is not None and case.age >= ADULT_AGE)
    if "mineure" in kinds and grown and not case.under_age and only_her_children_are_young(text):
        return [kind for kind in kinds if kind != "mineure"]
    return kinds


def _begun(case: Case) -> bool:
    """Whether she has been spoken to as herself before."""
    return case.profile == "personne" and bool(case.needs or case.last_needs or case.asked or case.told)


def _profile(case: Case, entities: Sequence[Mapping[str, Any]]) -> str | None:
    """The profile a message shows, when it is sure enough to change how the person is spoken to."""
    for entity in entities:
        if entity.get("entity") == "profile":
            sure = SURE_PROFILE if case.profile == "personne" else SURE_CHANGE
            if float(entity.get("confidence_entity", 1.0)) >= sure:
                return str(entity.get("value"))
    return None


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
