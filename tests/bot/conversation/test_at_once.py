"""What is answered in one sentence before the reply goes on."""

from __future__ import annotations

import pytest

from bot.channels import gsm
from bot.conversation.at_once import (
    answered_at_once,
    asks_for_a_language,
    asks_if_for_her,
    goes_on_in_french,
    sets_one_aside_for_another,
    so_much_the_better,
)
from bot.conversation.messages import BotMessage, Choice, Reply
from bot.conversation.taking_up import MOST_CHOICES, taken_up
from bot.privacy.conversations import Conversation
from bot.safety.language import language_of


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("êtes-vous là pour quelqu'un comme moi", True),
        ("j'ai 63 ans, c'est-tu pour des femmes de mon âge?", True),
        ("je sais pas si votre site est pour moi", True),
        ("un gars ici, c'est sûrement pas pour moi", True),
        ("chu trop vieille pour demander", True),
        ("vous aidez les gars?", True),
        ("c'est pas pour moi, c'est pour ma soeur", False),
        ("une place pour moi et mon chat", False),
        ("c'est trop loin pour moi", False),
    ],
)
def test_whether_this_is_for_her(text: str, asked: bool) -> None:
    assert asks_if_for_her(text) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("comprenez-vous l'arabe?", True),
        ("vous parlez roumain", True),
        ("je cherche un avocat qui parle portugais", True),
        ("avez-vous un interprète?", True),
        ("do you guys speak english", True),
        ("is this bilingual?", True),
        ("je parle pas anglais", False),
        ("mon chum parle russe", False),
    ],
)
def test_whether_her_language_is_spoken(text: str, asked: bool) -> None:
    assert asks_for_a_language(text) is asked


def test_asking_for_english_is_english_and_is_answered_in_it() -> None:
    text = "hello, can someone speak english? moi et le français, ça fait deux"
    assert language_of(text) == "en"
    assert answered_at_once(text, tu=True, beginning=True).startswith("Yes: write in English")


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("on continue en français", True),
        ("bon, en français d'abord, excuse mes fautes", True),
        ("pouvez-vous répondre en français?", False),
        ("j'écris mal en français", False),
    ],
)
def test_who_goes_on_in_french_is_thanked(text: str, goes_on: bool) -> None:
    assert goes_on_in_french(text) is goes_on
    assert answered_at_once(text, tu=False, beginning=False).startswith("Merci") is goes_on


def test_interpreters_are_a_number_and_the_north_has_its_own() -> None:
    assert "1 833 900-1010" in answered_at_once("parlez-vous turc?", tu=True, beginning=True)
    assert "1 855 242-3310" in answered_at_once("quelqu'un qui parle inuktitut", tu=True, beginning=True)


def test_under_services_for_me_is_said_of_one_of_them() -> None:
    assert answered_at_once("c'est pas pour moi", tu=True, beginning=False) == ""


@pytest.mark.parametrize(
    "text",
    [
        "pour quelqu'un comme moi?",
        "do you speak english",
        "parlez-vous turc?",
        "parlez-vous cri?",
        "on continue en français",
        "ta ligne marche pas",
        "pas de police, plutôt un avocat",
    ],
)
@pytest.mark.parametrize("tu", [True, False])
def test_each_sentence_may_go_by_sms(text: str, tu: bool) -> None:
    words = answered_at_once(text, tu=tu, beginning=True)
    assert words
    assert gsm.size(words).coding is gsm.Coding.GSM7


def test_an_open_question_stands_without_a_menu() -> None:
    menu = tuple(Choice(f"need:{number}", str(number)) for number in range(9))
    said = [{"utter_action": "utter_not_understood", "text": "Pas compris."}]
    held = Conversation("web")
    reply = taken_up(
        Reply((BotMessage("Pas compris.", menu),)), said, held, "c'est pour quelqu'un comme moi?", {}
    )
    assert reply.messages[0].text.startswith("Oui, ici, c'est aussi pour toi.")
    assert len(reply.messages[0].choices) <= MOST_CHOICES


def test_a_number_that_the_reply_gives_is_not_given_twice() -> None:
    answer = Reply((BotMessage("Un interprète : 1 833 900-1010."),))
    said = [{"utter_action": "utter_question/x", "text": "…"}]
    assert taken_up(answer, said, Conversation("web"), "parlez-vous turc?", {}) == answer


def test_by_sms_the_machine_says_that_it_is_one_before_the_first_question() -> None:
    said = [{"utter_action": "utter_demander_si_robot", "text": "x"}]
    reply = Reply((BotMessage("Je suis un programme, pas une personne. Demande un numéro."),))
    assert taken_up(reply, said, Conversation("sms"), "t'es un robot?", {}).heard == (
        "Je suis un programme, pas une personne."
    )


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("surtout pas la dpj, je veux juste quelqu'un à qui parler", True),
        ("pas de thérapie, juste de l'argent pour manger", True),
        ("j'aime mieux un avocat que la police", True),
        ("non pas de plainte, un logement d'abord", True),
        ("pas de papiers, je cherche un avocat", False),
        ("pas loin de Laval, je veux un psy", False),
        ("sans emploi, je cherche une job", False),
        ("pas la police", False),
    ],
)
def test_one_set_aside_for_another(text: str, aside: bool) -> None:
    assert sets_one_aside_for_another(text) is aside


@pytest.mark.parametrize(
    "text",
    ["chu pas en danger pantoute, la rue est tranquille", "y a aucun danger ici", "pas d'idées noires"],
)
def test_a_danger_plainly_denied_is_good_news(text: str) -> None:
    assert so_much_the_better(text, "fr") == "Tant mieux."
    said = [{"utter_action": "utter_not_understood", "text": "Pas compris."}]
    reply = taken_up(Reply((BotMessage("Pas compris."),)), said, Conversation("web"), text, {})
    assert reply.messages[0].text == "Tant mieux.\nQu'est-ce qui t'aiderait en premier?"
    open_now = Conversation("web", open_kinds=("violence",))
    assert (
        not taken_up(Reply((BotMessage("Ok."),)), said, open_now, text, {})
        .messages[0]
        .text.startswith("Tant")
    )


@pytest.mark.parametrize(
    "text", ["chu pas en danger mais mon chum arrive", "suis-je pas en danger?", "il est parti"]
)
def test_a_denial_with_a_doubt_is_none(text: str) -> None:
    assert so_much_the_better(text, "fr") == ""


def test_a_fact_in_figures_is_noted_where_the_town_is_asked_again() -> None:
    said = [{"utter_action": "utter_ask_place", "text": "Quelle ville?"}]
    reply = Reply((BotMessage("Quelle ville?"),))
    again = taken_up(reply, said, Conversation("web"), "ça fait 3 jours", {"asked_times": 2})
    assert again.messages[0].text == "C'est noté.\nQuelle ville?"
    assert taken_up(reply, said, Conversation("web"), "ça fait 3 jours", {"asked_times": 1}) == reply
