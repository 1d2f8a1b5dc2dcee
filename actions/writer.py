"""Who writes: what each message says of it, weighed against what is known of who wrote before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.case import A_MAN, HERSELF, KNOWN, NEEDS_OF_PROFILE, Case
from bot.conversation.of_whom import (
    child_beside_her,
    child_in_passing,
    gives_her_own_age,
    gives_the_age_of_a_child,
    gives_the_age_of_a_relative,
    only_ages_of_children,
    only_her_children_are_young,
    saw_a_woman,
    witnesses,
)
from bot.conversation.who_writes import (
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
from bot.safety.french import standardise
from bot.safety.reading import mourns
from bot.safety.replies import ADULT_AGE

SURE_PROFILE = 0.6
"""Least confidence of another profile than hers when the intent does not say it."""
SURE_CHANGE = 0.8
"""The same to change from one of the other profiles to another."""
_OTHERS = frozenset(NEEDS_OF_PROFILE)
"""Profiles of those who do not write for themselves as she does."""
_WITNESS = "witness"
"""In `told`: women were seen, driven or lodged by the writer, whose own child is none of them."""


def noted_writer(case: Case, message: Mapping[str, Any]) -> Case:
    """`case` with what one parsed message (Rasa's parse data) says of who writes."""
    text, entities = str(message.get("text") or ""), message.get("entities") or []
    heard = message.get("intent") or {}
    said = PROFILE_OF_INTENT.get(heard.get("name") or "")
    sure = float(heard.get("confidence") or 0.0) >= SURE_CHANGE
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
    return case


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


def of_a_child(age: int, case: Case, text: str) -> bool:
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


def of_the_grown(kinds: list[str], case: Case, text: str) -> list[str]:
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
