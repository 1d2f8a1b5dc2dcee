"""What to do next with a case, and what a message adds to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.understanding import note
from bot.conversation.case import CONFIDED, HERSELF, NEEDS_OF_DANGER, Case, Place, Step, next_step
from bot.conversation.vocabulary import NEED_CHOICES, NEED_LABELS, REGIONS
from bot.safety.verdict import KINDS

GATINEAU = Place("Gatineau", "07")


@pytest.mark.parametrize(
    ("case", "step"),
    [
        (Case(), Step.ASK_NEED),
        (Case(place=GATINEAU), Step.ASK_NEED),
        (Case(needs=("hebergement",)), Step.ASK_PLACE),
        (Case(needs=("hebergement",), place=GATINEAU), Step.REFER),
        (Case(needs=("hebergement",), place_declined=True), Step.REFER),
        (Case(needs=("information_generale",)), Step.REFER),
        (
            Case(needs=("juridique",), place=Place("Saint-Lambert", None, ambiguous=("08", "16"))),
            Step.ASK_WHICH_PLACE,
        ),
        (Case(needs=("juridique",), place=Place("Ottawa", None, outside=True)), Step.SAY_OUTSIDE),
        (Case(needs=("juridique",), place=Place("G0C", None), place_declined=True), Step.REFER),
    ],
)
def test_next_step(case: Case, step: Step) -> None:
    assert next_step(case) is step


def test_the_region_of_a_case() -> None:
    assert Case(place=GATINEAU).region == "07"
    assert Case(place=Place("Ottawa", None, outside=True)).region is None
    assert Case().region is None


def test_slots_round_trip() -> None:
    case = Case(
        needs=("juridique",), place=GATINEAU, age=31, profile="proche", shown=("a", "b"), asked="need"
    )
    case = case.wishing(("children", "pets"))
    assert Case.from_slots(case.slots()) == case


def test_urgent_needs_come_first_and_none_is_lost() -> None:
    case = Case().add_needs(("juridique", "emploi_formation")).add_needs(("hebergement", "juridique"))
    assert case.needs == ("hebergement", "juridique", "emploi_formation")


def test_asking_twice_is_counted_and_another_question_starts_again() -> None:
    once = Case().ask("place")
    assert (once.asked_times, once.ask("place").asked_times, once.ask("need").asked_times) == (1, 2, 1)


def test_an_answer_keeps_what_was_asked_and_shown() -> None:
    case = Case(needs=("juridique",), shown=("a",)).answered(("b", "c"))
    assert case.needs == ()
    assert case.last_needs == ("juridique",)
    assert case.shown == ("a", "b", "c")
    assert case.last_shown == ("b", "c")


def _message(intent: str, *entities: dict[str, object], kinds: tuple[str, ...] = ()) -> dict[str, object]:
    return {"intent": {"name": intent}, "entities": list(entities), "safety": {"kinds": list(kinds)}}


def _need(value: str) -> dict[str, object]:
    return {"entity": "need", "value": value}


def test_a_danger_and_a_need_in_one_message_both_stay() -> None:
    case = note(Case(), _message("demander_ressource", _need("hebergement"), kinds=("violence",)))
    assert case.needs == ("violence_conjugale", "hebergement")


def test_a_question_does_not_start_a_search() -> None:
    assert note(Case(), _message("question", _need("juridique"))).needs == ()


def test_a_danger_told_as_a_question_keeps_its_own_need() -> None:
    assert note(Case(), _message("question", kinds=("traite",))).needs == ("traite",)


def test_a_correction_replaces_the_place() -> None:
    place = {"entity": "place", "value": "Laval", "region": "13", "ambiguous": []}
    case = note(Case(place=GATINEAU, place_declined=True), _message("nier", place))
    assert case.place == Place("Laval", "13")
    assert not case.place_declined


def test_a_buyer_is_asked_nothing_he_already_said() -> None:
    case = note(Case(), _message("acheteur_veut_arreter"))
    assert (case.profile, case.needs) == ("acheteur", ("acheteurs",))


def test_every_kind_of_danger_leads_to_a_need_of_the_vocabulary() -> None:
    assert set(NEEDS_OF_DANGER) == set(KINDS)
    assert {need for needs in NEEDS_OF_DANGER.values() for need in needs} <= set(NEED_LABELS)


def test_the_vocabulary_is_whole() -> None:
    assert sorted(REGIONS) == [f"{number:02d}" for number in range(1, 18)]
    assert len(NEED_LABELS) == 27
    assert {need for choices in NEED_CHOICES.values() for need, _ in choices} <= set(NEED_LABELS)


def test_a_language_is_kept() -> None:
    english = _message("saluer", {"entity": "language", "value": "en"})
    assert note(Case(), {**english, "text": "hi, can someone help me"}) == replace(Case(), language="en")


def test_a_language_that_only_one_reading_sees_is_not_kept() -> None:
    spanish = _message("raconter", {"entity": "language", "value": "es"})
    assert note(Case(), {**spanish, "text": "elle danse pis son chum prend son argent"}).language is None


def test_two_minds_start_no_search_for_a_way_out() -> None:
    assert note(Case(), _message("exprimer_ambivalence", _need("sortie_prostitution"))).needs == ()
    both = note(Case(), _message("exprimer_ambivalence", _need("sortie_prostitution"), _need("hebergement")))
    assert both.needs == ("hebergement",)


def test_a_place_corrected_makes_what_was_shown_there_old() -> None:
    case = Case(place=GATINEAU, last_shown=("a",), shown=("a",)).at(Place("Laval", "13"))
    assert (case.last_shown, case.shown) == ((), ("a",))


def test_a_doubtful_profile_changes_nothing() -> None:
    doubtful = {"entity": "profile", "value": "proche", "confidence_entity": 0.55}
    assert note(Case(), _message("demander_ressource", doubtful)).profile == "personne"
    assert note(Case(), {**_message("raconter"), "text": "chu travailleuse de rue"}).profile == "intervenant"
    own = {"entity": "profile", "value": "personne"}
    assert note(Case(profile="proche"), _message("demander_ressource", own)).profile == "personne"


def test_who_told_her_own_life_becomes_no_relative_by_a_guess() -> None:
    told = note(Case(), {**_message("raconter"), "text": "j'ai fait des choses avec des hommes pour manger"})
    assert told.told == (CONFIDED, HERSELF)
    guess = {"entity": "profile", "value": "proche", "confidence_entity": 0.95}
    family = {**_message("raconter", guess), "text": "mes filles restent avec ma soeur à Oran"}
    assert note(told, family).profile == "personne"
    weeps = {**family, "text": "ma soeur dort plus, mes filles le voient"}
    assert note(told, weeps).profile == "personne"
    assert note(replace(told, told=(CONFIDED,)), weeps).profile == "proche"
    sure = {"name": "parler_pour_proche", "confidence": 0.9}
    for_another = {"intent": sure, "text": "là j'écris pour ma soeur, elle aussi danse"}
    assert note(told, for_another).profile == "proche"


def test_what_she_needs_to_be_let_in_stays_for_the_conversation() -> None:
    wish = {"entity": "access", "value": "children"}
    case = note(Case(), _message("demander_ressource", _need("hebergement"), wish))
    case = note(case, _message("donner_lieu", {"entity": "access", "value": "no_papers"}, wish))
    assert case.access == ("children", "no_papers")
    assert note(case, _message("saluer")).access == ("children", "no_papers")


def test_the_place_is_counted_over_the_whole_talk() -> None:
    asked = Case().ask("place").ask("need").ask("place")
    assert (asked.place_asked, asked.asked_times) == (2, 1)
    assert asked.place_unasked(Case().ask("place")).place_asked == 1


def test_help_refused_is_replaced_or_left_out() -> None:
    case = Case(needs=("hebergement", "juridique", "entraide")).refusing(
        ("hebergement", "juridique", "entraide")
    )
    assert case.needs == ("juridique", "ecoute")
    assert case.refused == {"hebergement", "juridique", "entraide"}
    assert case.wanting(("juridique",)).refused == {"hebergement", "entraide"}


def _guessed() -> Case:
    return Case(needs=("suicide_detresse",), last_needs=("suicide_detresse",)).guessing(("suicide_detresse",))


def test_a_guess_yields_to_the_first_need_that_is_named() -> None:
    after = _guessed().a_message_later(("hebergement",)).add_needs(("hebergement",))
    assert (after.needs, after.last_needs, after.guesses) == (("hebergement",), (), {})


def test_a_guess_that_she_names_is_one_no_more() -> None:
    after = _guessed().a_message_later(("suicide_detresse",))
    assert (after.needs, after.guesses) == (("suicide_detresse",), {})


def test_a_guess_is_forgotten_after_three_messages_on_something_else() -> None:
    twice = _guessed().a_message_later().a_message_later()
    assert twice.needs == ("suicide_detresse",)
    thrice = twice.a_message_later()
    assert (thrice.needs, thrice.last_needs, thrice.guesses) == ((), (), {})


def test_what_was_guessed_goes_with_a_denial() -> None:
    case = _guessed().add_needs(("juridique",)).without_guesses()
    assert (case.needs, case.last_needs) == (("juridique",), ())
