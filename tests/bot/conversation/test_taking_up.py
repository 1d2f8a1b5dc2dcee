"""What she tells is taken up once, in the words of its file, and nothing that she did not tell."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.channels import gsm
from bot.conversation.messages import BotMessage, Reply
from bot.conversation.taking_up import (
    BadHeard,
    Circumstance,
    circumstance_meant,
    circumstance_told,
    circumstances,
    never_calls,
    taken_up,
)
from bot.privacy.conversations import Conversation
from bot.safety.french import standardise
from bot.safety.teaching.asked import all_asked

ALL = circumstances()
LONGEST, LONGEST_SMS = 110, 60
LEAST_WORDINGS = 10
PLACE = [{"utter_action": "utter_ask_place", "text": "Quelle ville?"}]


def test_each_circumstance_has_its_own_name_and_sentence() -> None:
    assert len({one.id for one in ALL}) == len(ALL)
    assert len({(one.says, one.who) for one in ALL}) == len(ALL)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_its_own_messages_tell_it_and_the_others_do_not(one: Circumstance) -> None:
    assert len(one.told) >= 3
    assert len(one.untold) >= 2
    if one.tells is not None:
        assert [text for text in one.told if not one.told_in(standardise(text))] == []
    assert [text for text in one.untold if one.told_in(standardise(text))] == []


def test_every_circumstance_has_its_wordings_and_no_wording_tells_what_nobody_takes_up() -> None:
    wordings = Counter(one.tells for one in all_asked() if one.tells)
    assert wordings.keys() == {one.id for one in ALL}
    assert min(wordings.values()) >= LEAST_WORDINGS


@pytest.mark.parametrize(
    ("chances", "profile", "told"),
    [
        ({"dort_dehors": 0.6, "": 0.4}, "personne", "dort_dehors"),
        ({"dort_dehors": 0.3, "": 0.7}, "personne", None),
        # What is for others leaves its chance to the rest.
        ({"proche_honte": 0.6, "dort_dehors": 0.3, "": 0.1}, "personne", "dort_dehors"),
        ({"taken_out_since": 0.9, "": 0.1}, "personne", None),
        ({}, "personne", None),
    ],
)
def test_what_is_told_by_its_meaning(chances: dict[str, float], profile: str, told: str | None) -> None:
    assert circumstance_meant(chances, profile) == told


def test_its_meaning_is_taken_up_where_no_word_tells_it() -> None:
    held = Conversation("web")
    said = [{"utter_action": "utter_raconter", "text": "Merci."}]
    slots = {"profile": "personne", "circumstance": "dort_dehors"}
    reply = taken_up(Reply((BotMessage("Merci."),)), said, held, "mon banc est mouille a soir", slots)
    assert reply.heard == "Dormir dehors, c'est dur, et tu mérites mieux."


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_its_sentence_is_short_asks_nothing_and_gives_no_number(one: Circumstance) -> None:
    assert len(one.says) <= LONGEST
    assert len(one.sms) <= LONGEST_SMS
    assert gsm.coding_of(one.sms) is gsm.Coding.GSM7
    for words in (one.says, one.sms):
        assert "?" not in words
        assert not re.search(r"\d", words)
        tu = re.search(r"\b(?:tu|te|toi|ton|ta|tes|t')\b|\bt'", words, re.IGNORECASE)
        vous = re.search(r"\b(?:vous|votre|vos)\b", words, re.IGNORECASE)
        assert not (vous if one.who == ("personne",) else tu)


def test_the_heaviest_is_said() -> None:
    told = circumstance_told("y m'ont mise dehors pis la job au resto est finie", "personne")
    assert told is not None
    assert told.id == "mise_dehors"


def test_it_stands_before_the_question_once() -> None:
    held = Conversation("web")
    reply = Reply((BotMessage("Quelle ville?"),))
    said = taken_up(reply, PLACE, held, "je dors dans mon char", {})
    first, question = said.messages[0].text.split("\n")
    assert "char" in first
    assert question == "Quelle ville?"
    assert taken_up(reply, PLACE, held, "je dors encore dans mon char", {}) == reply


def test_by_sms_it_names_nothing() -> None:
    said = taken_up(Reply((BotMessage("Quelle ville?"),)), PLACE, Conversation("sms"), "jdors dehors", {})
    assert said.messages[0].text == "C'est dur, et tu mérites mieux. Quelle ville?"


def test_what_was_not_understood_is_replaced_by_a_word_to_her_and_a_question() -> None:
    lost = [{"utter_action": "utter_not_understood", "text": "Je n'ai pas compris."}]
    said = taken_up(
        Reply((BotMessage("Je n'ai pas compris."),)), lost, Conversation("web"), "jdors dehors", {}
    )
    assert said.messages[0].text.endswith("Qu'est-ce qui t'aiderait en premier?")
    assert "compris" not in said.messages[0].text


def test_a_feeling_that_the_engine_says_back_stands_alone() -> None:
    reply = Reply((BotMessage("Tenir comme cela, c'est épuisant. Quelle ville?"),))
    assert taken_up(reply, PLACE, Conversation("web"), "jdors dehors", {"feeling": "fatigue"}) == reply


@pytest.mark.parametrize("action", ["utter_question/sevrage", "utter_leave", "utter_forget", ""])
def test_answers_and_endings_are_left_as_they_are(action: str) -> None:
    reply = Reply((BotMessage("OK."),))
    assert taken_up(reply, [{"utter_action": action}], Conversation("web"), "jdors dehors", {}) == reply
    assert taken_up(reply, [], Conversation("web"), "jdors dehors", {}) == reply


def test_it_is_said_to_those_whom_it_is_for() -> None:
    assert circumstance_told("jdors dehors", "intervenant") is None


@pytest.mark.parametrize("text", ["- {id: x}", "- 3", "x: ["])
def test_a_damaged_file_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadHeard, match=r"\.$"):
        circumstances(tmp_path)


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("svp appelez pas, le petit dort", True),
        ("ne m'appelez jamais ici", True),
        ("je préfère ne pas m'appeler", True),
        ("nous partageons la tablette", True),
        ("le cell est partagé avec ma soeur", True),
        ("please don't phone me", True),
        ("i share a computer with my mom", True),
        ("mon gars m'appelle pas souvent", False),
        ("il ne m'appelle jamais", False),
        ("j'appelle pas la police", False),
        ("on partage un appartement", False),
        ("they never call back", False),
    ],
)
def test_who_must_not_be_called_is_told_that_nobody_calls(text: str, answered: bool) -> None:
    for profile, channel in (("personne", "web"), ("proche", "sms")):
        said = never_calls(text, profile, channel)
        assert ("EFFACE" in said) is answered
        assert gsm.coding_of(said) is gsm.Coding.GSM7


def test_that_nobody_calls_is_said_once_before_any_reply_but_leaving() -> None:
    held = Conversation("web")
    listed = [{"utter_action": "utter_details", "text": "Voici."}]
    reply = Reply((BotMessage("Voici."),))
    said = taken_up(reply, listed, held, "ne m'appelez pas", {"profile": "proche"})
    assert said.messages[0].text.startswith("Personne n'appelle jamais d'ici.")
    assert said.messages[0].text.endswith("\nVoici.")
    assert taken_up(reply, listed, held, "ne m'appelez pas", {"profile": "proche"}) == reply
    leaving = [{"utter_action": "utter_leave", "text": "OK."}]
    bare = Reply((BotMessage("OK."),), leave=True)
    assert taken_up(bare, leaving, Conversation("web"), "ne m'appelez pas", {}) == bare


def test_what_is_told_with_a_hello_stands_instead_of_the_hello() -> None:
    hello = [{"utter_action": "utter_saluer", "text": "Allo."}]
    said = taken_up(Reply((BotMessage("Allo."),)), hello, Conversation("web"), "allo jdors dehors", {})
    assert "Allo" not in said.messages[0].text
    assert said.messages[0].text.endswith("Qu'est-ce qui t'aiderait en premier?")


@pytest.mark.parametrize(("feeling", "heard"), [("deuil", "Je vous lis."), ("sale", "")])
def test_a_feeling_for_any_screen_goes_before_the_first_question_by_sms(feeling: str, heard: str) -> None:
    said = [{"utter_action": "utter_raconter", "text": "Je vous lis."}]
    reply = Reply((BotMessage("Je vous lis."),))
    slots = {"feeling": feeling, "profile": "proche"}
    assert taken_up(reply, said, Conversation("sms"), "jai perdu ma mere", slots).heard == heard


def test_the_question_stays_when_no_wording_was_left_before_it() -> None:
    said = [{"utter_action": "utter_raconter", "text": ""}]
    reply = Reply((BotMessage("Que préfères-tu?"),))
    text = taken_up(reply, said, Conversation("web"), "je dors dans mon char", {}).messages[0].text
    assert text.endswith("\nQue préfères-tu?")
