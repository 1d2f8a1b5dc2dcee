"""The actions on cases made by hand, over the starter directory: what is said, asked, shown and kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.details import ActionServiceDetails, which_service
from actions.dispatch import CaseAction, Heard, say_once
from actions.feeling import (
    ActionAfterAnswer,
    ActionAfterFeeling,
    ActionAfterHesitation,
    ActionResume,
)
from actions.referral import ActionMoreServices, ActionRefer, ActionReportProblem, advance, show_services
from actions.talk import (
    ActionAffirm,
    ActionDecline,
    ActionDeny,
    ActionGreet,
    ActionHuman,
    ActionNotUnderstood,
    ActionUnsure,
)
from actions.understanding import note
from bot.conversation import counts, referrals
from bot.conversation.case import CONFIDED, Case, Place
from bot.conversation.precise import precise_answers
from bot.conversation.rehearsal import Rehearsal
from bot.nlu.access import find_access
from directory.geography import QUEBEC
from directory.vocabulary import vocabulary

GATINEAU = Place("Gatineau", "07")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=QUEBEC)
ROOF = Case(needs=("hebergement",))


@pytest.fixture(scope="module", autouse=True)
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    from tests.directory.conftest import copy_starter

    folder: Path = tmp_path_factory.mktemp("actions")
    patch = pytest.MonkeyPatch()
    patch.setenv("SENTIER_DATABASE_URL", f"sqlite:///{folder / 'directory.db'}")
    referrals.shared_database.cache_clear()
    database = referrals.shared_database()
    copy_starter(database)
    yield
    patch.undo()
    referrals.shared_database.cache_clear()
    assert os.environ.get("SENTIER_DATABASE_URL") != f"sqlite:///{folder / 'directory.db'}"


@pytest.fixture
def said() -> CollectingDispatcher:
    return CollectingDispatcher()


def _heard(intent: str = "", text: str = "", *entities: dict[str, Any], kinds: tuple[str, ...] = ()) -> Heard:
    safety = {"level": "crise" if kinds else "aucun", "kinds": list(kinds)}
    return Heard({"text": text, "intent": {"name": intent}, "entities": list(entities), "safety": safety})


def _names(said: CollectingDispatcher) -> list[str]:
    return [str(message["response"]) for message in said.messages]


def _services(said: CollectingDispatcher) -> list[str]:
    return [s["id"] for m in said.messages for s in (m.get("custom") or {}).get("services", [])]


def _choices(said: CollectingDispatcher) -> list[str]:
    return [button["payload"] for message in said.messages for button in message["buttons"]]


def test_the_place_is_asked_three_times_at_most(said) -> None:
    case = ROOF
    for _ in range(4):
        case = advance(said, case, tried=True)
    assert _names(said) == [
        "utter_ask_place_unknown",
        "utter_ask_place_unknown",
        "utter_ask_place_again",
        "utter_refer_anyway",
    ]
    assert _services(said)
    assert case.needs == ()


def test_which_of_several_places_is_asked_once(said) -> None:
    case = replace(ROOF, place=Place("Saint-Henri", None, ambiguous=("06", "12")))
    after = advance(said, advance(said, case))
    assert _names(said) == ["utter_ask_place_which", "utter_refer_anyway"]
    assert _services(said)
    assert after.needs == ()


def test_a_named_town_is_not_asked_for_under_a_list(said) -> None:
    case = replace(ROOF, place=Place("Saint-Henri", None, ambiguous=("06", "12")), place_declined=True)
    advance(said, case)
    notes = [note["kind"] for message in said.messages for note in message["custom"]["notes"]]
    assert "place" not in notes


@pytest.mark.parametrize(("place", "where"), [(None, "près de toi"), (GATINEAU, "à Gatineau")])
def test_a_search_is_offered_where_she_is(said, place: Place | None, where: str) -> None:
    need = {"entity": "need", "value": "juridique"}
    ActionAfterAnswer().respond(said, Case(place=place), _heard("question", "", need))
    assert [message["where"] for message in said.messages] == [where]


def test_an_answer_that_invites_searches_where_she_said(said) -> None:
    case = Case(place=Place("Montréal", "06"))
    selected = {"question": {"response": {"intent_response_key": "question/vivre_apres"}}}
    message = {"text": "", "intent": {"name": "question"}, "response_selector": selected}
    after = ActionAfterAnswer().respond(said, case, Heard(message))
    assert _services(said)
    assert after.last_needs == ("entraide",)


def test_the_same_request_again_shows_what_was_not_shown(said) -> None:
    case = ActionRefer().respond(
        said, replace(ROOF, place=Place("Montréal", "06")), _heard("demander_ressource")
    )
    first = set(_services(said))
    said.messages.clear()
    ActionRefer().respond(said, replace(case, needs=("hebergement",)), _heard("demander_ressource"))
    lines = {s["id"] for m in said.messages for s in m["custom"]["services"] if s["line"]}
    assert _names(said) == ["utter_more"]
    assert not (set(_services(said)) - lines) & first


def test_elsewhere_asks_where_and_keeps_the_need(said) -> None:
    case = Case(last_needs=("juridique",), place=GATINEAU, last_shown=("x",))
    after = ActionMoreServices().respond(said, case, _heard("", "dans une autre région"))
    assert _names(said) == ["utter_ask_place_elsewhere"]
    assert (after.needs, after.place, after.asked) == (("juridique",), None, "place")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("ils ont pas de place", "full"),
        ("le numéro marche pas", "dead"),
        ("ils m'ont refusée", "refused"),
        ("c'était pas bon", "other"),
    ],
)
def test_a_problem_is_counted_without_a_word_of_hers(said, text, event) -> None:
    case = Case(last_needs=("hebergement",), place=GATINEAU, last_shown=("x",), shown=("x",))
    ActionReportProblem().respond(said, case, _heard("", text))
    assert said.messages[-1]["custom"][counts.COUNTED] == [[event, "hebergement"]]


@pytest.mark.parametrize(
    ("action", "case", "response"),
    [
        (ActionGreet(), ROOF, "utter_ask_place"),
        (ActionGreet(), Case(), "utter_saluer"),
        (ActionAffirm(), replace(Case(), asked="feeling"), "utter_human"),
        (ActionAffirm(), Case(asked="search", last_needs=("juridique",)), "utter_ask_place"),
        (ActionAffirm(), Case(last_needs=("juridique",), last_shown=("x",)), "utter_ok"),
        (ActionDeny(), replace(ROOF, asked="place"), "utter_declined"),
        (ActionDeny(), Case(), "utter_ok"),
        (ActionDecline(), replace(ROOF, asked="place"), "utter_declined"),
        (ActionUnsure(), Case(), "utter_unsure"),
        (ActionUnsure(), Case(asked="unclear", asked_times=1), "utter_unsure_again"),
        (ActionUnsure(), replace(ROOF, asked="place", asked_times=1), "utter_ask_place_again"),
        (ActionNotUnderstood(), Case(), "utter_not_understood"),
        (ActionNotUnderstood(), Case(asked="unclear", asked_times=1), "utter_not_understood_again"),
        (ActionNotUnderstood(), replace(ROOF, asked="place", asked_times=1), "utter_ask_place_unknown"),
        (ActionHuman(), Case(), "utter_human"),
        (ActionAfterFeeling(), Case(), "utter_feeling_next"),
        (ActionAfterFeeling(), Case(asked="feeling"), "utter_listening"),
        (ActionAfterFeeling(), replace(ROOF, asked="place"), "utter_listening"),
        (ActionAfterHesitation(), Case(), "utter_hesitation_next"),
        (ActionAfterHesitation(), Case(place=GATINEAU), "utter_refer_undecided"),
        (ActionAfterAnswer(), Case(), "utter_answer_next_person"),
        (ActionAfterAnswer(), ROOF, "utter_when_ready"),
        (ActionResume(), ROOF, "utter_when_ready"),
    ],
)
def test_what_is_said(said, action: CaseAction, case: Case, response: str) -> None:
    action.respond(said, case, _heard())
    assert _names(said)[0] == response


@pytest.mark.parametrize("text", ["…", "?", "!!"])
def test_to_a_silence_there_is_no_menu(said, text: str) -> None:
    case = Case(asked="unclear", asked_times=1)
    after = ActionNotUnderstood().respond(said, case, _heard("nlu_fallback", text))
    assert _names(said) == ["utter_silence"]
    assert after == case


@pytest.mark.parametrize(
    ("case", "who"),
    [
        (replace(ROOF, asked="place", asked_times=1), "211"),
        (Case(last_needs=("juridique",), place=GATINEAU), "211"),
        (Case(last_needs=("dependances",), place=GATINEAU), "1-800-265-2626"),
        (Case(last_needs=("protection_jeunesse",), age=15), "1-800-263-2266"),
    ],
)
def test_a_question_that_nothing_answers_is_sent_to_who_can(said, case: Case, who: str, monkeypatch) -> None:
    monkeypatch.setattr(referrals, "current", lambda: Rehearsal(NOON))
    after = ActionNotUnderstood().respond(said, case, _heard("nlu_fallback", "chu tu trop tard"))
    assert _names(said) == ["utter_not_known"]
    assert who in said.messages[0]["who"]
    assert after == case


def test_what_is_no_question_or_comes_first_gets_choices(said) -> None:
    ActionNotUnderstood().respond(said, Case(), _heard("nlu_fallback", "chu tu trop tard"))
    ActionNotUnderstood().respond(said, Case(last_needs=("juridique",)), _heard("nlu_fallback", "bof"))
    assert _names(said) == ["utter_not_understood"] * 2


def _question(key: str) -> Heard:
    response = {"intent_response_key": f"question/{key}"}
    return Heard({"intent": {"name": "question"}, "response_selector": {"question": {"response": response}}})


@pytest.mark.parametrize(
    ("key", "last_needs", "asked"), [("vivre_apres", ("entraide",), "search"), ("rechute", (), "need")]
)
def test_an_answer_that_ends_on_a_question_gets_no_second_one(said, key, last_needs, asked) -> None:
    after = ActionAfterAnswer().respond(said, Case(), _question(key))
    assert said.messages == []
    assert (after.last_needs, after.asked) == (last_needs, asked)


@pytest.mark.parametrize("key", ["cout_services", "plainte_retirer"])
def test_an_answer_that_is_enough_asks_nothing_and_an_ok_after_it_brings_no_menu(said, key) -> None:
    after = ActionAfterAnswer().respond(said, Case(), _question(key))
    assert said.messages == []
    ActionAffirm().respond(said, after, _heard("affirmer", "ok"))
    assert _names(said) == ["utter_ok"]
    assert _choices(said) == []  # the two that always stand are added (bot/conversation/composing.py)


def test_an_ok_after_services_brings_no_menu(said) -> None:
    ActionAffirm().respond(said, Case(last_needs=("juridique",), last_shown=("x",)), _heard("affirmer", "ok"))
    assert (_names(said), _choices(said)) == (["utter_ok"], [])


def test_a_precise_answer_may_lead_to_a_search(said) -> None:
    after = ActionAfterAnswer().respond(said, Case(profile="intervenant"), _question("devoir_signaler"))
    assert _names(said) == ["utter_ask_place"]
    assert after.needs == ("protection_jeunesse",)


def test_with_a_feeling_no_town_is_asked_and_the_search_is_one_choice_away(said) -> None:
    """The slot `feeling` would have utter_ask_place say the warm words a second time in one breath."""
    need = {"entity": "need", "value": "hebergement"}
    ActionAfterFeeling().respond(said, ROOF, _heard("exprimer_detresse", "chu tannée, une place", need))
    ActionAfterHesitation().respond(said, ROOF, _heard("exprimer_ambivalence", "", need))
    assert _names(said) == ["utter_feeling_next", "utter_when_ready"]


def test_what_stays_secret_is_not_said_twice(said) -> None:
    minor = Case(age=17)
    assert say_once(said, minor, _question("secret_mineure")).told == ("minor",)
    assert said.messages == []
    say_once(said, minor, _heard())
    assert _names(said) == ["utter_minor"]


def test_a_refusal_when_nothing_was_asked_tells_something(said) -> None:
    case = Case(last_needs=("grossesse",), last_shown=("x",))
    ActionDecline().respond(said, case, _heard("refuser_repondre", "je veux pas le garder"))
    assert _names(said) == ["utter_raconter"]


def test_a_refusal_to_speak_when_nothing_was_asked_is_no_story(said: CollectingDispatcher) -> None:
    case = Case(last_needs=("grossesse",), last_shown=("x",))
    after = ActionDecline().respond(said, case, _heard("refuser_repondre", "je dirai plus un mot"))
    assert (_names(said), after) == (["utter_declined"], case)


_MATANE = {"entity": "place", "value": "Matane", "region": "01"}


def _gives_a_place(said: CollectingDispatcher, case: Case) -> Case:
    heard = _heard("donner_lieu", "Matane", _MATANE)
    return ActionRefer().respond(said, note(case, heard.message), heard)


@pytest.mark.parametrize("asked", ["feeling", "need"])
def test_a_place_after_what_weighs_brings_people_not_the_menu(said: CollectingDispatcher, asked) -> None:
    after = _gives_a_place(said, Case(told=(CONFIDED,), asked=asked, asked_times=1))
    assert _names(said) == ["utter_human"]
    assert _services(said)
    assert after.last_needs == ("ecoute",)


def test_a_place_out_of_nowhere_asks_for_the_need(said: CollectingDispatcher) -> None:
    _gives_a_place(said, Case())
    assert _names(said) == ["utter_ask_need_here"]


@pytest.mark.parametrize("between", [None, "affirmer"])
def test_a_place_after_an_answer_asks_for_its_subject_there(said: CollectingDispatcher, between) -> None:
    case = ActionAfterAnswer().respond(said, Case(), _question("casier_ancien"))
    if between:
        case = ActionAffirm().respond(said, case, _heard(between, "ok"))
    said.messages.clear()
    after = _gives_a_place(said, case)
    assert after.last_needs == ("juridique",)
    assert _services(said)


def test_the_needs_of_precise_answers_are_of_answers_that_search_nothing() -> None:
    assert any(answer.subject for answer in precise_answers())
    assert [answer.key for answer in precise_answers() if answer.subject and answer.need] == []
    assert {answer.subject for answer in precise_answers()} - {""} <= set(vocabulary().urgency)


def test_what_a_message_confides_stays_known() -> None:
    told = note(Case(), _heard("raconter", "ma soeur est loin pis je l'attends").message)
    assert told.confided
    assert note(told, _heard("saluer", "allo").message).confided
    assert not note(Case(), _heard("saluer", "allo").message).confided


@pytest.mark.parametrize(
    ("action", "intent"), [(ActionDeny(), "nier"), (ActionDecline(), "refuser_repondre")]
)
def test_who_wants_nothing_of_the_menu_still_gets_a_number_once(
    said: CollectingDispatcher, action: CaseAction, intent: str
) -> None:
    after = action.respond(said, Case(asked="need", asked_times=1), _heard(intent, "rien"))
    assert _names(said) == ["utter_declined", "utter_human"]
    assert _services(said)
    said.messages.clear()
    action.respond(said, replace(after, asked="need"), _heard(intent, "rien"))
    assert not _services(said)


def test_a_polite_no_is_left_at_that(said: CollectingDispatcher) -> None:
    ActionDeny().respond(said, Case(asked="need", asked_times=1), _heard("nier", "non merci"))
    assert _names(said) == ["utter_ok"]


@pytest.mark.parametrize("text", ["est-ce qu'elle va revenir plus tard", "can someone drive me there"])
def test_what_no_listing_holds_is_to_be_asked_first(said: CollectingDispatcher, text: str) -> None:
    case = Case(last_needs=("hebergement",), place=GATINEAU, last_shown=("info-social-811", "211-quebec"))
    ActionServiceDetails().respond(said, case, _heard("demander_details", text))
    assert _names(said) == ["utter_call_admission"]


def test_nothing_waits_nothing_is_said(said) -> None:
    assert ActionResume().respond(said, Case(), _heard()) == Case()
    assert said.messages == []


def test_a_correction_beats_the_no(said) -> None:
    place = {"entity": "place", "value": "Laval", "region": "13"}
    case = Case(last_needs=("hebergement",), place=Place("Laval", "13"))
    after = ActionDeny().respond(said, case, _heard("nier", "non, à Laval", place))
    assert _services(said)
    assert after.last_needs == ("hebergement",)


def test_no_to_the_danger_does_not_refuse_the_place(said) -> None:
    danger = {"entity": "danger", "value": "non"}
    after = ActionDeny().respond(
        said, replace(ROOF, asked="place", asked_times=1), _heard("nier", "non", danger)
    )
    assert _names(said) == ["utter_safe_now", "utter_ask_place"]
    assert not after.place_declined


def test_hesitation_offers_doors_that_decide_nothing(said) -> None:
    ActionAfterHesitation().respond(said, Case(), _heard())
    assert _choices(said) == [
        "human",
        "need:entraide",
        "question:reduction_mefaits",
        "need:sortie_prostitution",
    ]


def test_a_person_to_talk_to_leaves_the_search_waiting(said) -> None:
    after = ActionHuman().respond(said, ROOF, _heard())
    assert _services(said)
    assert after.needs == ("hebergement",)


def test_without_a_place_the_town_is_asked_in_a_note_once(said) -> None:
    def notes() -> list[str]:
        found = [note for m in said.messages for note in m["custom"]["notes"]]
        return [note["text"] for note in found if note["kind"] == "place"]

    ActionHuman().respond(said, Case(), _heard())
    assert notes() == []  # to be listened to, no town is needed
    case = show_services(said, Case(needs=("juridique",)), "utter_refer")
    assert len(notes()) == 1
    show_services(said, replace(case, needs=("hebergement",)), "utter_refer")
    assert len(notes()) == 1


NAMES = ["Maison d'Ingrid", "Itinérance Zéro", "211 Québec"]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("les heures du deuxième", 1),
        ("c'est quoi le 3e", 2),
        ("pis la dernière", 2),
        ("le numéro de la maison d'ingrid", 0),
        ("itinérance zéro c'est où", 1),
        ("les heures", None),
    ],
)
def test_which_service(text: str, index: int | None) -> None:
    assert which_service(text, NAMES) == index


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("quoi dire quand j'appelle", "utter_call_script"),
        ("qu'est-ce qui va se passer", "utter_call_expect"),
        ("les heures", "utter_which_service"),
        ("comment j'y vais au 1", "utter_details_way"),
        ("admission", "utter_call_admission"),
    ],
)
def test_details(said, text: str, response: str) -> None:
    case = Case(last_needs=("hebergement",), place=GATINEAU, last_shown=("info-social-811", "211-quebec"))
    asked = [{"entity": "aspect", "value": text}] if text == "admission" else []
    ActionServiceDetails().respond(said, case, _heard("demander_details", text, *asked))
    assert _names(said) == [response]


_ADMISSION = {"entity": "aspect", "value": "admission"}


def _admission(said: CollectingDispatcher, text: str, *shown: str) -> Case:
    case = Case(last_needs=("hebergement",), place=Place("Québec", "03"), last_shown=shown)
    return ActionServiceDetails().respond(said, case, _heard("demander_details", text, _ADMISSION))


def test_whom_they_take_is_answered_where_the_listing_says_it(said) -> None:
    after = _admission(said, "est-ce qu'ils prennent les femmes trans?", "211-quebec", "projet-lune")
    listed, asked = said.messages
    name, _, words = listed["text"].partition(" : ")
    assert name.startswith("Projet L.U.N.E.")
    assert words == "ouvert aux femmes trans.\nPour le reste :"
    assert asked["response"] == "utter_call_admission"
    assert not listed["buttons"]
    assert after.access == ("trans_women_welcome",)


def test_when_every_listing_says_it_nothing_is_left_to_ask(said) -> None:
    _admission(said, "y en a tu une qui prend le monde qui consomme", "projet-lune", "astteq")
    (only,) = said.messages
    assert [line.partition(" : ")[2] for line in only["text"].split("\n")] == [
        "accepte les femmes qui consomment."
    ] * 2
    assert only["response"] is None
    assert _choices(said)


def test_a_listing_that_answers_half_leaves_the_rest_to_ask(said) -> None:
    _admission(said, "est-ce qu'ils prennent les chiens pis les enfants", "maison-dingrid-outaouais")
    assert said.messages[0]["text"].endswith(" : avec ou sans enfants.\nPour le reste :")
    assert said.messages[1]["response"] == "utter_call_admission"


def test_pets_that_no_listing_speaks_of_are_to_be_asked(said) -> None:
    after = _admission(said, "est-ce qu'ils prennent les chiens?", "projet-lune")
    assert _names(said) == ["utter_call_admission"]
    assert after.access == ("pets",)


def test_a_refusal_for_what_she_takes_is_answered_with_who_accepts_it(said) -> None:
    text = "Refusée parce que je consomme"
    wishes = [{"entity": "access", "value": wish} for wish in find_access(text)]
    case = Case(last_needs=("dependances",), place=Place("Québec", "03"), last_shown=("x",), shown=("x",))
    heard = _heard("signaler_probleme_ressource", text, *wishes)
    ActionReportProblem().respond(said, note(case, heard.message), heard)
    shown = [one for message in said.messages for one in (message.get("custom") or {}).get("services", [])]
    accepting = [one["id"] for one in shown if "accepte les femmes qui consomment" in one["reasons"]]
    assert "projet-lune" in accepting


def test_what_she_needs_to_be_let_in_reaches_the_directory() -> None:
    case = Case(needs=("hebergement",), access=("drug_use_accepted", "pets"))
    query = referrals.query_of(case, limit=3, exclude=frozenset(), at=None)
    assert query.access == ("drug_use_accepted", "pets")


def test_the_words_for_the_call_name_the_need_and_the_place(said) -> None:
    case = Case(last_needs=("hebergement",), place=GATINEAU, last_shown=("211-quebec",))
    ActionServiceDetails().respond(said, case, _heard("", "quoi dire"))
    assert said.messages[0]["what"] == "un endroit où dormir, à Gatineau"


def test_who_waits_for_a_call_is_told_that_none_will_come(said: CollectingDispatcher) -> None:
    asked = {"entity": "aspect", "value": "callback"}
    ActionHuman().respond(said, Case(), _heard("parler_humain", "rappelez-moi", asked))
    assert _names(said)[0] == "utter_no_call_back"
    assert _services(said)
    other = CollectingDispatcher()
    ActionHuman().respond(other, Case(), _heard("parler_humain", "une vraie personne"))
    assert _names(other)[0] == "utter_human"


@pytest.mark.parametrize("case", [Case(), replace(ROOF, needs=(), last_shown=("211-quebec",))])
def test_what_a_refuge_keeps_to_itself_is_said_with_its_limits(
    said: CollectingDispatcher, case: Case
) -> None:
    asked = {"entity": "aspect", "value": "secrecy"}
    after = ActionServiceDetails().respond(said, case, _heard("demander_details", "et la police?", asked))
    assert _names(said) == ["utter_call_secrecy"]
    assert after == case


def test_first_words_that_say_something_get_no_menu_of_nine(said) -> None:
    text = "ma soeur vit avec moi depuis mars"
    ActionNotUnderstood().respond(said, Case(), _heard("nlu_fallback", text))
    ActionGreet().respond(said, Case(), _heard("saluer", text))
    assert _choices(said) == ["human", "menu"] * 2


def test_her_language_is_no_menu(said) -> None:
    english = Case(language="en", told=("language:en",))
    ActionGreet().respond(said, english, _heard("saluer", "do you speak english?"))
    assert said.messages == []
    ActionGreet().respond(said, Case(), _heard("saluer", "parlez-vous turc?"))
    assert (_names(said), _choices(said)) == (["utter_ask_need"], ["human", "menu"])


def test_who_says_that_she_is_fine_is_asked_nothing(said) -> None:
    ActionDeny().respond(said, Case(asked="feeling"), _heard("nier", "nenon, chu correcte, juste vidée"))
    assert (_names(said), _choices(said)) == (["utter_raconter"], ["human"])


def test_a_yes_to_help_with_the_words_brings_words(said) -> None:
    case = Case(last_needs=("soutien_proches",), asked="answered")
    ActionAffirm().respond(said, case, _heard("affirmer", "oui, je veux bien"))
    assert _names(said) == ["utter_call_script"]


def test_what_was_asked_with_a_feeling_is_searched_for_once_she_chooses(said) -> None:
    after = ActionAfterFeeling().respond(said, ROOF, _heard("exprimer_detresse", "chu tannée"))
    chosen = Heard({"text": "", "intent": {"name": "affirmer", "confidence": 1.0}, "entities": []})
    ActionAffirm().respond(said, after, chosen)
    assert _choices(said)[:2] == ["human", "search"]
    assert _names(said)[-1] == "utter_ask_place"


def test_the_town_is_asked_twice_in_a_talk(said) -> None:
    case = ROOF
    for _ in range(3):
        case = replace(advance(said, case), asked=None, asked_times=0)
    assert _names(said) == ["utter_ask_place", "utter_ask_place", "utter_refer_anyway"]
    assert not any(choice.startswith("region:") for choice in _choices(said))


def test_beside_a_danger_the_question_of_the_town_is_not_counted(said) -> None:
    after = ActionRefer().respond(said, ROOF, _heard("signaler_danger", "", kinds=("violence",)))
    assert (after.asked, after.place_asked) == ("place", 0)


@pytest.mark.parametrize("text", ["pas trop proche", "ici tout le monde se connaît", "hors de ma ville svp"])
def test_what_she_wants_nothing_of_near_is_found_elsewhere_and_said(said, text: str) -> None:
    case = Case(needs=("violence_sexuelle",), place=Place("Jonquière", "02"))
    ActionRefer().respond(said, case, _heard("donner_lieu", text))
    shown = [s for m in said.messages for s in (m.get("custom") or {}).get("services", [])]
    assert shown
    assert not any(service["municipality"] == "Saguenay" for service in shown)
    assert said.messages[-1]["where"] == "par téléphone ou ailleurs qu'à Jonquière"


@pytest.mark.parametrize(
    "text", ["pas un avocat, quelqu'un", "j'ai pas besoin d'avocat, juste d'une présence"]
)
def test_who_wants_no_lawyer_is_sent_to_others_who_accompany(said, text: str) -> None:
    case = Case(needs=("juridique",), place=Place("Trois-Rivières", "04"))
    ActionRefer().respond(said, case, _heard("demander_ressource", text))
    assert not {"juripop", "rebatir", "aide-juridique"} & set(_services(said))
    assert "calacs-trois-rivieres" in _services(said)
    assert said.messages[-1]["what"] == "un accompagnement, sans avocat"


@pytest.mark.parametrize("text", ["surtout pas de groupe", "je veux pas un cercle ni un groupe de parole"])
def test_who_wants_no_group_is_offered_one_person(said, text: str) -> None:
    case = Case(needs=("entraide",), place=Place("Shawinigan", "04"))
    after = ActionRefer().respond(said, case, _heard("demander_ressource", text))
    assert after.last_needs == ("ecoute",)
    assert said.messages[-1]["what"] == "parler à quelqu'un, sans groupe"


def test_a_help_refused_is_found_again_once_asked_for(said) -> None:
    case = Case(needs=("juridique",), place=GATINEAU).refusing(("juridique",))
    after = ActionRefer().respond(said, case, _heard("demander_ressource", "finalement oui, un avocat"))
    assert not after.refused


def test_no_line_is_named_for_a_need_that_was_only_guessed(said, monkeypatch) -> None:
    monkeypatch.setattr(referrals, "current", lambda: Rehearsal(NOON))
    case = Case(last_needs=("suicide_detresse",)).guessing(("suicide_detresse",)).has_told(CONFIDED)
    ActionNotUnderstood().respond(said, case, _heard("nlu_fallback", "on peut tu changer d'intervenante?"))
    assert "suicide" not in said.messages[-1]["who"]
