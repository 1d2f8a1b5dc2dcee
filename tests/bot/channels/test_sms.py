"""The desk: first words, danger first, words that always work, order, limits, silence."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from bot.channels import gsm, sms_words
from bot.channels.sms import Incoming, SmsDesk
from bot.channels.sms_limits import KEY_SECONDS, PER_HOUR, PER_MINUTE, Seen, Senders, digits, is_phone
from bot.channels.sms_parts import Joiner, part_of
from bot.channels.sms_words import (
    FIRST_WORDS,
    FORGOTTEN,
    GO_ON,
    HELP,
    HIDDEN,
    HIDDEN_BEFORE,
    NO_PICTURES,
    NOT_911,
    NOT_NOW,
    NOTHING_MORE,
    NOTHING_READ,
    SAFE_QUESTION,
    STOPPED,
    TOO_MANY,
    WHO_IN_DANGER,
    WHO_WORDS,
)
from bot.conversation.memory import pack, unpack
from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations
from bot.privacy.keys import Keys
from bot.privacy.shared import SharedConversations
from bot.privacy.store import MemoryStore
from tests.bot.channels.conftest import PHONE, Clock, Phone
from tests.bot.channels.tables import fixed_texts

SERVICE = {
    "id": "maison",
    "name": "Maison Exemple",
    "phones": [{"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": False}],
    "reasons": ["à Gatineau, dans ta ville", "ouvert jour et nuit"],
    "open": True,
}
REFERRAL = {
    "text": "Voici ce que je connais :",
    "buttons": [{"payload": "more", "title": "Autres services"}, {"payload": "menu", "title": "Autre chose"}],
    "custom": {"services": [SERVICE]},
}
VIOLENCE = "mon chum m'a frappée hier, j'ai peur de lui"


# ---- The first words.


async def test_the_first_answer_asks_only_whether_the_moment_is_good(phone, engine) -> None:
    engine.said = [REFERRAL]
    assert await phone.says("je cherche une place où dormir à Gatineau") == [FIRST_WORDS]


async def test_yes_brings_the_answer_to_what_she_had_written(phone, engine) -> None:
    engine.said = [REFERRAL]
    await phone.says("je cherche une place où dormir à Gatineau")
    [answer] = await phone.says("1")
    assert "Maison Exemple: 819-555-0100, 24/7" in answer
    assert "1. Autres services" in answer
    # The engine was asked once: nothing had to be said twice.
    assert len(engine.asked) == 1


async def test_whoever_goes_on_without_answering_loses_nothing(phone, engine) -> None:
    engine.said = [REFERRAL]
    await phone.says("je cherche une place où dormir à Gatineau")
    engine.said = [{"text": "D'accord."}]
    [answer] = await phone.says("j'ai un chien aussi")
    assert answer.startswith("D'accord.")
    assert "819-555-0100" in answer


TOLD = "Porter plainte, c'est ton choix."
ANSWER = {"text": TOLD, "utter_action": "utter_question/porter_plainte"}


async def test_the_answer_to_what_she_asked_first_comes_before_what_she_asks_next(phone, engine) -> None:
    engine.said = [ANSWER]
    assert await phone.says("est-ce que je dois porter plainte?") == [FIRST_WORDS]
    engine.said = [ASKS_WHERE | {"buttons": [{"payload": "skip", "title": "Passer"}]}]
    # Its own choices would be beside the question of the new reply.
    assert await phone.says("je cherche aussi une place") == [f"{TOLD}\nC'est pour quelle ville?\n1. Passer"]
    engine.said = [{"text": "D'accord."}]
    [answer] = await phone.says("à Gatineau")
    assert TOLD not in answer


async def test_an_answer_kept_keeps_its_choices_where_there_is_no_other(phone, engine) -> None:
    engine.said = [ANSWER | {"buttons": [{"payload": "more", "title": "Autres services"}]}]
    await phone.says("est-ce que je dois porter plainte?")
    engine.said = [{"text": "Bonne nuit.", "utter_action": "utter_dire_au_revoir"}]
    assert await phone.says("je vais y penser") == [f"{TOLD}\nBonne nuit.\n1. Autres services"]


async def test_an_answer_said_again_is_said_once(phone, engine) -> None:
    engine.said = [ANSWER]
    await phone.says("est-ce que je dois porter plainte?")
    engine.said = [ANSWER | {"text": f"Je comprends. {TOLD}"}]
    [answer] = await phone.says("il faut-tu porter plainte?")
    assert answer.count(TOLD) == 1


async def test_what_is_no_answer_is_not_kept(phone, engine) -> None:
    engine.said = [ASKS_WHERE]
    await phone.says("je cherche une place")
    engine.said = [{"text": "D'accord."}]
    [answer] = await phone.says("à Gatineau")
    assert ASKS_WHERE["text"] not in answer


async def test_an_answer_kept_leaves_the_numbers_first_and_waits_for_suite(phone, engine) -> None:
    long = " ".join([TOLD] * 12)
    engine.said = [ANSWER | {"text": long}]
    await phone.says("est-ce que je dois porter plainte?")
    engine.said = [REFERRAL]
    [answer] = await phone.says("je cherche une place où dormir à Gatineau")
    assert "819-555-0100" in answer
    assert TOLD not in answer
    assert (await phone.says("SUITE"))[0].startswith(long)


async def test_an_answer_and_the_numbers_asked_for_first_stand_in_three_segments(phone, engine) -> None:
    engine.said = [REFERRAL]
    await phone.says("un test à Gatineau, sans rendez-vous")
    long = " ".join([TOLD] * 8)
    engine.said = [ANSWER | {"text": long}]
    [answer] = await phone.says("gratis?")
    assert answer.startswith(long)
    assert "819-555-0100" in answer
    # The choices of the list, not those that stand under any answer.
    assert answer.endswith("1. Autres services\n2. Autre chose")
    assert gsm.size(answer).segments <= 3


ASKS_TOWN = {
    "text": "C'est pour quelle ville?",
    "utter_action": "utter_ask_place",
    "buttons": [{"payload": "skip", "title": "Passer"}],
}
LISTENS = {
    "text": "Continue, je suis là.",
    "utter_action": "utter_raconter",
    "buttons": [{"payload": "human", "title": "Parler"}, {"payload": "menu", "title": "Chercher"}],
}


@pytest.mark.parametrize("then", ["le boss garde mes pourboires", "chu pas mal tannée", "y fait frette"])
async def test_a_question_never_shown_is_asked_where_the_next_words_bring_none(phone, engine, then) -> None:
    engine.said = [ASKS_TOWN]
    assert await phone.says("ya tu un avocat") == [FIRST_WORDS]
    engine.said = [LISTENS]
    assert await phone.says(then) == ["C'est pour quelle ville?\n1. Passer"]
    assert await phone.says(then) == ["Continue, je suis là.\n1. Parler\n2. Chercher"]


async def test_a_question_never_shown_follows_the_answer_to_the_next_words(phone, engine) -> None:
    engine.said = [ASKS_TOWN]
    await phone.says("ya tu un avocat")
    engine.said = [ANSWER]
    assert await phone.says("faut tu porter plainte") == [f"{TOLD}\nC'est pour quelle ville?\n1. Passer"]


async def test_a_question_never_shown_is_not_asked_of_who_leaves(phone, engine) -> None:
    engine.said = [ASKS_TOWN]
    await phone.says("ya tu un avocat")
    engine.said = [{"text": "Bonne nuit.", "utter_action": "utter_dire_au_revoir"}]
    assert await phone.says("merci bonne nuit") == ["Bonne nuit."]


@pytest.mark.parametrize(
    ("first", "then"),
    [("chu brûlée", "de ma job"), ("pu capable", "de dormir"), ("ma fille", "veut pas me parler")],
)
async def test_two_halves_of_a_sentence_are_read_as_one(phone, engine, first, then) -> None:
    engine.said = [LISTENS]
    await phone.says(first)
    assert len(await phone.says(then)) == 1
    assert [asked for asked, _ in engine.asked] == [first, then, f"{first} {then}"]
    await phone.says("et voilà")
    assert engine.asked[-1][0] == "et voilà"


async def test_half_a_question_that_was_not_understood_is_read_with_the_rest(phone, engine) -> None:
    needs = [{"payload": "need:sante", "title": "Santé"}, {"payload": "need:argent", "title": "Argent"}]
    engine.said = [{"text": "Que cherches-tu?", "utter_action": "utter_ask_need", "buttons": needs}]
    await phone.says("les maisons prennent tu")
    engine.said = [LISTENS]
    [answer] = await phone.says("les chats")
    assert engine.asked[-1][0] == "les maisons prennent tu les chats"
    assert answer == "Que cherches-tu?\n1. Santé\n2. Argent"


async def test_a_greeting_is_no_half_of_a_sentence(phone, engine) -> None:
    engine.said = [{"text": "Allo. Est-ce un bon moment pour t'écrire?", "utter_action": "utter_saluer"}]
    await phone.says("allo")
    engine.said = [LISTENS]
    await phone.says("chu tannée")
    assert engine.asked[-1][0] == "chu tannée"


async def test_halves_are_not_joined_after_a_no(phone, engine) -> None:
    engine.said = [LISTENS]
    await phone.says("chu brûlée")
    assert await phone.says("non") == [NOT_NOW]
    assert await phone.says("chu là") == [FIRST_WORDS]
    assert engine.asked[-1][0] == "chu là"


async def test_an_answer_kept_comes_before_a_reply_that_says_nothing_beside_a_danger(phone, engine) -> None:
    engine.said = [ANSWER]
    await phone.says("est-ce que je dois porter plainte?")
    engine.said = [LISTENS]
    texts = await phone.says(VIOLENCE)
    assert "1 800 363-9010" in gsm.split(texts[0])[0]
    texts += await phone.says("SUITE")
    read = "\n".join(texts)
    assert TOLD in read
    assert "Continue" not in read.split(TOLD)[0]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hola", "es"),
        ("Hola, buenas noches", "es"),
        ("buenos días señora", "es"),
        ("hello", "en"),
        ("Good evening", "en"),
        ("hi there!", "en"),
        ("allo", "fr"),
        ("bonsoir", "fr"),
        ("hi c'est marie", "fr"),
    ],
)
async def test_a_greeting_is_asked_in_its_language(phone, engine, text, first) -> None:
    engine.said = [{"text": "Hola. ¿Es buen momento para escribirte?", "utter_action": "utter_saluer"}]
    texts = await phone.says(text)
    assert texts[0] == sms_words.FIRST_WORDS_IN[first]
    if first != "fr":
        assert await phone.says("no") == [sms_words.NOT_NOW_IN[first]]
        await phone.says(text)
        assert await phone.says("si" if first == "es" else "yes") == [sms_words.GO_ON_ABROAD[first]]


async def test_the_first_question_comes_in_the_language_of_the_talk(phone, engine, assistant) -> None:
    await phone.says("allo")
    await phone.says("non")
    [identity] = assistant.conversations.identities()
    assistant.conversations.get(identity).engine = {"slots": {"language": "en"}}
    assert await phone.says("is anybody reading this") == [sms_words.FIRST_WORDS_IN["en"]]
    assert await phone.says("who is this") == [sms_words.WHO_WORDS_IN["en"]]


async def test_a_danger_comes_before_an_answer_kept(phone, engine) -> None:
    engine.said = [ANSWER]
    await phone.says("est-ce que je dois porter plainte?")
    engine.said = [REFERRAL]
    texts = await phone.says("je veux mourir")
    assert "1 866 277-3553" in gsm.split(texts[0])[0]
    assert TOLD not in texts[0]
    for said in ("SUITE", "SUITE"):
        texts += await phone.says(said)
    assert "\n".join(texts).count(TOLD) == 1


async def test_after_a_no_the_next_words_keep_the_answer_and_say_nothing_twice(phone, engine) -> None:
    engine.said = [ANSWER]
    await phone.says("est-ce que je dois porter plainte?")
    assert await phone.says("non pas maintenant") == [NOT_NOW]
    engine.said = [ASKS_WHERE]
    [first] = await phone.says("jdors dehors depuis mardi, une place?")
    assert first == f"C'est dur, et tu mérites mieux. {SAFE_QUESTION}"
    [answer] = await phone.says("1")
    assert answer.startswith(f"{TOLD}\nC'est pour quelle ville?")


ASKS_WHERE = {"text": "C'est pour quelle ville?", "utter_action": "utter_ask_place"}


async def test_what_she_told_is_taken_up_before_the_first_question_and_not_again(phone, engine) -> None:
    engine.said = [ASKS_WHERE]
    [first] = await phone.says("jdors dehors depuis mardi, une place?")
    assert first == f"C'est dur, et tu mérites mieux. {SAFE_QUESTION}"
    [answer] = await phone.says("1")
    assert answer.startswith("C'est pour quelle ville?")


async def test_an_age_goes_on_with_the_talk(phone, engine) -> None:
    engine.said = [REFERRAL]
    await phone.says("je cherche une place où dormir à Gatineau")
    engine.said = [{"text": "Merci."}]
    [answer] = await phone.says("39")
    assert answer.startswith("Merci.")


async def test_after_a_greeting_yes_does_not_ask_again(phone, engine) -> None:
    engine.said = [{"text": "Allo. Est-ce un bon moment pour t'écrire? Si oui, dis-moi ce qu'il te faut."}]
    await phone.says("allo")
    assert await phone.says("oui") == [GO_ON[False]]


async def test_whoever_greets_again_is_not_asked_again(phone, engine) -> None:
    engine.said = [{"text": "Allo. Est-ce un bon moment pour t'écrire?", "utter_action": "utter_saluer"}]
    await phone.says("allo")
    assert await phone.says("salut, ya quelqu'un") == [GO_ON[False]]


async def test_no_is_respected_and_nothing_comes_before_a_yes(phone, engine) -> None:
    engine.said = [REFERRAL]
    await phone.says("je cherche une place à Gatineau")
    assert await phone.says("non pas maintenant") == [NOT_NOW]
    assert await phone.says("allo?") == [FIRST_WORDS]
    [answer] = await phone.says("Oui")
    assert "819-555-0100" in answer


@pytest.mark.parametrize("text", ["c'est qui?", "who is this"])
async def test_a_stranger_learns_nothing(phone, engine, text) -> None:
    engine.said = [REFERRAL]
    await phone.says("je cherche une place à Gatineau")
    assert await phone.says(text) == [WHO_WORDS]


@pytest.mark.parametrize("text", ["3", "7.", "??", "SUITE", "❤"])
async def test_a_mark_without_words_brings_the_first_words(phone, engine, text) -> None:
    assert await phone.says(text) == [FIRST_WORDS]
    assert engine.asked == []


async def test_a_digit_before_the_yes_does_not_choose_what_was_not_shown(phone, engine) -> None:
    engine.said = [REFERRAL]
    await phone.says("je cherche une place à Gatineau")
    assert await phone.says("5") == [FIRST_WORDS]
    assert len(engine.asked) == 1


# ---- Danger.


async def test_a_danger_is_answered_in_the_very_first_message(phone, engine) -> None:
    engine.said = [REFERRAL]
    [danger] = await phone.says(VIOLENCE)
    assert "1 800 363-9010" in gsm.split(danger)[0]
    assert gsm.size(danger).segments <= 3
    # Its own question goes first, and its own answers.
    assert "en danger en ce moment?" in danger
    assert danger.endswith("1. Oui, en ce moment\n2. Non, pas maintenant")
    engine.said = [{"text": "D'accord."}]
    [rest] = await phone.says("2")
    assert "Maison Exemple" in rest


@pytest.mark.parametrize(
    ("danger", "yes", "language", "words"),
    [
        ("il est en train de défoncer la porte", "oui", "fr", "Le 911, dès que tu peux."),
        ("j'ai avalé toutes mes pilules", "oui", "fr", "l'effet peut venir plus tard"),
        ("j'ai avalé toutes mes pilules", "ok", "fr", "l'effet peut venir plus tard"),
        ("mon amie fait une overdose elle respire plus", "oui", "fr", "Le 911"),
        ("I swallowed all my pills", "yes", "en", "911 now"),
        ("me tomé todas las pastillas", "sí", "es", "El 911 ahora"),
    ],
)
async def test_yes_after_an_urgence_brings_the_911_again_in_its_words(
    phone, assistant, danger, yes, language, words
) -> None:
    assert "911" in gsm.split((await phone.says(danger))[0])[0]
    [identity] = assistant.conversations.identities()
    # The engine, a stub here, keeps her language.
    assistant.conversations.get(identity).engine = {"slots": {"language": language}}
    [again, *_] = await phone.says(yes)
    assert words in again
    assert "911" in gsm.split(again)[0]
    assert "arre la porte" not in again


async def test_the_number_of_danger_over_closes_the_danger_before_the_first_question(
    phone, engine, assistant
) -> None:
    [danger, *_] = await phone.says("j'ai avalé toutes mes pilules")
    assert danger.endswith("1. Le danger est passé")
    [identity] = assistant.conversations.identities()
    assert "suicide_imminent" in assistant.conversations.get(identity).open_kinds
    assert await phone.says("1") == ["Dans quelle ville?\n1. Passer"]
    assert assistant.conversations.get(identity).open_kinds == ()


async def test_a_stranger_in_a_danger_is_asked_nothing_that_a_digit_answers(phone, assistant) -> None:
    await phone.says("j'ai avalé toutes mes pilules")
    assert await phone.says("c'est qui?") == [WHO_IN_DANGER]
    await phone.says("SUITE")
    [again, *_] = await phone.says("oui")
    assert "911" in again


async def test_suite_in_a_danger_brings_what_waits_and_no_first_question(phone, engine) -> None:
    engine.said = [REFERRAL]
    await phone.says("j'ai avalé toutes mes pilules, je cherche un lit à Gatineau")
    assert FIRST_WORDS not in await phone.says("SUITE")


# ---- What is hidden.


async def test_a_number_hidden_is_told_once(phone, engine) -> None:
    assert await phone.says("rappelez-moi au 514 555-0199") == [FIRST_WORDS, HIDDEN]
    assert HIDDEN not in await phone.says("1")
    assert HIDDEN not in await phone.says("mon numéro est le 514 555-0199")


async def test_a_number_hidden_in_a_danger_is_told_as_soon_as_there_is_room(phone, engine) -> None:
    texts = await phone.says("il m'a frappée, je veux mourir, appelez moi au 514 555-0199")
    assert "1 8" in gsm.split(texts[0])[0]
    assert sum(gsm.size(text).segments for text in texts) <= 3
    engine.said = [{"text": "D'accord."}]
    told = texts.count(HIDDEN) + (await phone.says("2")).count(HIDDEN)
    assert told == 1


@pytest.mark.parametrize(
    ("text", "late"), [("écris au 514 555-0199", [HIDDEN_BEFORE]), ("mon ami kevin part", [])]
)
async def test_what_had_no_room_is_told_later_only_when_it_could_bring_a_call(
    phone, engine, text: str, late: list[str]
) -> None:
    await phone.says("allo")
    await phone.says("1")
    engine.said = [{"text": "Une phrase de plus. " * 40}]
    assert HIDDEN not in await phone.says(text)
    engine.said = [{"text": "D'accord."}]
    assert (await phone.says("et le prix?"))[1:] == late


async def test_an_answer_about_itself_waits_for_the_good_moment(phone, engine) -> None:
    engine.said = [
        {"utter_action": "utter_demander_confidentialite", "text": "Je ne répète rien à personne."}
    ]
    assert await phone.says("allo, c'est secret ici?") == [FIRST_WORDS]
    engine.said = [{"utter_action": "utter_raconter", "text": "Je te lis."}]
    [page] = await phone.says("j'ai deux gars")
    assert page.startswith("Je ne répète rien à personne.")


async def test_nothing_hidden_nothing_told(phone, engine) -> None:
    await phone.says("appelle le 811, à Gatineau")
    assert HIDDEN not in await phone.says("1")


async def test_yes_to_the_question_of_a_danger_is_a_danger(phone, engine) -> None:
    await phone.says(VIOLENCE)
    [danger, *_] = await phone.says("1")
    assert "911" in gsm.split(danger)[0]


HER_OWN = "oui, mon cell est à moi"


async def test_a_yes_that_says_the_phone_is_hers_opens_the_talk(phone, engine) -> None:
    engine.said = [REFERRAL]
    assert await phone.says("je cherche une place où dormir à Gatineau") == [FIRST_WORDS]
    engine.said = [{"text": "D'accord."}]
    [answer] = await phone.says(HER_OWN)
    assert "911" not in answer
    assert "819-555-0100" in answer


async def test_a_yes_that_says_the_phone_is_hers_is_no_danger(phone, engine) -> None:
    [danger, *_] = await phone.says(VIOLENCE)
    assert "danger en ce moment?" in danger
    engine.said = [{"text": "D'accord."}]
    texts = await phone.says(HER_OWN)
    assert not any("911" in text for text in texts)
    _, parse = engine.asked[-1]
    assert parse is not None


async def test_after_an_urgency_the_same_yes_keeps_the_danger_open(phone, engine, assistant) -> None:
    await phone.says("il est en train de me frapper")
    engine.said = [{"text": "D'accord."}]
    assert not any("911" in text for text in await phone.says(HER_OWN))
    [identity] = assistant.conversations.identities()
    assert "violence_en_cours" in assistant.conversations.get(identity).open_kinds
    [again, *_] = await phone.says("il me frappe encore, vite")
    assert "911" in gsm.split(again)[0]


async def test_an_urgency_in_the_first_message_then_the_first_question(phone, engine) -> None:
    engine.said = [REFERRAL]
    texts = await phone.says("il est en train de me frapper")
    assert "911" in gsm.split(texts[0])[0]
    assert sum(gsm.size(text).segments for text in texts) <= 3
    if len(texts) == 2:
        assert texts[1] == SAFE_QUESTION


async def test_a_danger_with_accents_after_it_stays_in_gsm7_and_first(phone, engine) -> None:
    await phone.says("allo")
    await phone.says("1")
    engine.said = [{**REFERRAL, "custom": {"services": [{**SERVICE, "name": "La Forêt"}]}}]
    texts = await phone.says("je veux mourir")
    assert "1 866 277-3553" in gsm.split(texts[0])[0]
    assert gsm.coding_of(texts[0]) is gsm.Coding.GSM7
    assert sum(gsm.size(text).segments for text in texts) <= 3


async def test_what_finds_no_room_after_a_danger_waits_for_suite(phone, engine) -> None:
    await phone.says("allo")
    await phone.says("1")
    engine.said = [{**REFERRAL, "custom": {"services": [{**SERVICE, "id": str(n)} for n in range(3)]}}]
    texts = await phone.says("il m'a frappée, je veux mourir")
    assert sum(gsm.size(text).segments for text in texts) <= 3
    shown = "\n".join(texts)
    for _ in range(3):
        shown += "\n".join(await phone.says("suite"))
    assert shown.count("819-555-0100") >= 3


async def test_a_danger_written_before_the_engine_is_there(detector, clock) -> None:
    from bot.conversation.turn import Assistant
    from bot.privacy.conversations import Conversations

    desk = SmsDesk(Assistant(None, detector, Conversations()), clock)
    texts = await Phone(desk).says("je veux mourir")
    assert "1 866 277-3553" in texts[0]


@pytest.mark.parametrize("text", ["911", "9-1-1"])
async def test_911_is_to_be_called(phone, engine, text) -> None:
    assert await phone.says(text) == [NOT_911]


# ---- Words that always work.


async def test_stop_is_acknowledged_once_then_silence_until_she_writes(phone, assistant) -> None:
    await phone.says("allo")
    assert await phone.says("Arrêt") == [STOPPED]
    assert await phone.says("STOP") == []
    assert await phone.says("stop") == []
    assert assistant.conversations.identities() == []
    assert await phone.says("allo") == [FIRST_WORDS]
    assert await phone.says("STOP") == [STOPPED]


async def test_forget_forgets_and_says_how_to_delete_the_thread(phone, engine, assistant) -> None:
    engine.said = [REFERRAL]
    await phone.says("une place à Gatineau")
    assert await phone.says("EFFACER") == [FORGOTTEN]
    assert assistant.conversations.identities() == []
    assert await phone.says("1") == [FIRST_WORDS]


async def test_help_at_any_time(phone, engine) -> None:
    assert await phone.says("AIDE") == [HELP]
    assert await phone.says("allo") == [FIRST_WORDS]
    assert await phone.says("aide") == [HELP]
    assert engine.asked[0][0] == "allo"
    assert len(engine.asked) == 1


async def test_menu_is_the_choice_of_the_engine(phone, engine) -> None:
    await phone.says("allo")
    await phone.says("1")
    await phone.says("mneu")
    _, parse = engine.asked[-1]
    assert parse["intent"]["name"] == "demander_menu"


async def test_starting_again_forgets_and_shows_the_menu(phone, engine) -> None:
    await phone.says("allo")
    await phone.says("1")
    engine.said = [{"text": "Je peux chercher :", "buttons": [{"payload": "need:ecoute", "title": "Parler"}]}]
    [answer] = await phone.says("recommencer")
    assert answer == "On recommence.\nJe peux chercher:\n1. Parler"
    await phone.says("1")
    assert engine.asked[-1][1]["entities"][0]["value"] == "ecoute"


async def test_suite_pages_a_long_answer_to_its_end(phone, engine) -> None:
    await phone.says("allo")
    await phone.says("1")
    long = " ".join(f"phrase{number}." for number in range(120))
    engine.said = [{"text": long}]
    [page] = await phone.says("raconte")
    read = [page]
    while "SUITE" in read[-1]:
        read += await phone.says("SUITE")
    assert len(read) > 2
    whole = " ".join(page.replace("SUITE: lire le reste", "").strip() for page in read)
    assert whole.split()[: len(long.split())] == long.split()
    assert await phone.says("SUITE") == [NOTHING_MORE]


async def test_digits_mean_what_the_page_shows(phone, engine) -> None:
    await phone.says("allo")
    await phone.says("1")
    titles = [f"Choix numéro {number}" for number in range(1, 13)]
    engine.said = [
        {
            "text": "Choisis :",
            "buttons": [{"payload": f"need:n{n}", "title": t} for n, t in enumerate(titles, 1)],
        }
    ]
    [first] = await phone.says("quoi")
    assert "9. Choix numéro 9" in first
    assert "10." not in first
    [second] = await phone.says("SUITE")
    assert "1. Choix numéro 10" in second
    await phone.says("2")
    assert engine.asked[-1][1]["entities"][0]["value"] == "n11"


# ---- Nothing to read.


@pytest.mark.parametrize(
    ("text", "media", "answer"),
    [("", 0, NOTHING_READ), ("  ", 0, NOTHING_READ), ("", 2, NO_PICTURES), ("\u200b", 1, None)],
)
async def test_empty_messages_and_pictures(phone, text, media, answer) -> None:
    said = await phone.says(text, media)
    assert said == [answer or FIRST_WORDS]


async def test_a_picture_with_words_is_answered_by_its_words(phone, engine) -> None:
    await phone.says("allo")
    await phone.says("1")
    await phone.says("regarde ça", media=1)
    assert engine.asked[-1][0] == "regarde ça"


# ---- Time, limits, order.


async def test_half_an_hour_of_silence_brings_nothing_back(phone, engine, clock) -> None:
    engine.said = [REFERRAL]
    await phone.says("une place à Gatineau")
    await phone.says("1")
    clock.now += 31 * 60
    assert await phone.says("SUITE") == [FIRST_WORDS]
    clock.now += 31 * 60
    assert await phone.says("1") == [FIRST_WORDS]
    engine.said = [{"text": "Je répète.", "custom": {"repeat": True}}]
    clock.now += 31 * 60
    assert await phone.says("répète") == [FIRST_WORDS]
    assert "Maison" not in "".join(await phone.says("oui"))


async def test_too_many_messages_are_told_once(phone, engine, clock) -> None:
    answers = [await phone.says("allo") for _ in range(PER_MINUTE + 5)]
    assert answers.count([TOO_MANY]) == 1
    assert answers[PER_MINUTE] == [TOO_MANY]
    assert answers[PER_MINUTE + 1 :] == [[]] * 4
    clock.now += 61
    assert await phone.says("allo") not in ([], [TOO_MANY])


async def test_an_hour_has_its_limit_too_and_each_phone_its_own(desk, engine, clock) -> None:
    phone = Phone(desk)
    for _ in range(PER_HOUR):
        await phone.says("allo")
        clock.now += 10
    assert await phone.says("allo") == [TOO_MANY]
    assert await Phone(desk, "+15145550111").says("allo") == [FIRST_WORDS]
    assert await phone.says("EFFACER") == []
    assert await phone.says("STOP") == [STOPPED]


async def test_two_quick_messages_are_answered_in_order(desk, engine) -> None:
    async def slow(identity: str, text: str, channel: str, *read: Any) -> list[dict[str, Any]]:
        await asyncio.sleep(0.2 if text == "un" else 0)
        return [{"text": text}]

    phone = Phone(desk)
    await phone.says("allo")
    await phone.says("1")
    engine.handle = slow
    order: list[str] = []

    async def write(text: str) -> None:
        order.extend(await phone.says(text))

    await asyncio.gather(write("un"), write("deux"), write("trois"))
    assert [answer.split("\n")[0] for answer in order] == ["un", "deux", "trois"]


async def test_ten_phones_do_not_wait_for_each_other_and_do_not_mix(desk, engine) -> None:
    async def echo(identity: str, text: str, channel: str, *read: Any) -> list[dict[str, Any]]:
        await asyncio.sleep(0.05)
        return [{"text": f"{text} {identity}"}]

    phones = [Phone(desk, f"+1514555{number:04}") for number in range(10)]
    for phone in phones:
        await phone.says("allo")
        await phone.says("1")
    engine.handle = echo
    answers = await asyncio.gather(*(phone.says(phone.number[-4:] + "x") for phone in phones))
    assert len({answer[0].split()[1] for answer in answers}) == 10
    for phone, answer in zip(phones, answers, strict=True):
        assert answer[0].startswith(phone.number[-4:])


@pytest.mark.parametrize("sender", ["", "12345", "Videotron", "3939", "AB555123456"])
async def test_machines_are_not_answered(desk, sender) -> None:
    assert await desk.answer(Incoming(sender, "Votre solde est de 3 $")) == []
    assert not is_phone(sender)


async def test_no_log_holds_a_number_or_a_word(phone, engine, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    for text in ("canari jaune", VIOLENCE, "STOP", "EFFACER", *["canari vert"] * PER_MINUTE):
        await phone.says(text)
    assert [record.getMessage() for record in caplog.records].count("rate_limited") == 1
    for record in caplog.records:
        line = f"{record.getMessage()} {record.__dict__}"
        for secret in ("canari", "555-0100", "5550100", "frappée"):
            assert secret not in line


def test_nothing_of_a_number_is_held(desk) -> None:
    asyncio.run(Phone(desk).says("canari"))
    assert "5550100" not in digits_held(desk)


def digits_held(thing: object, depth: int = 6) -> str:
    """All strings reachable from `thing`, digits only."""
    if isinstance(thing, str):
        return digits(thing) + " "
    if isinstance(thing, bytes) or depth == 0:
        return ""
    if isinstance(thing, dict):
        return "".join(digits_held(part, depth - 1) for pair in thing.items() for part in pair)
    if isinstance(thing, list | tuple | set):
        return "".join(digits_held(part, depth - 1) for part in thing)
    return digits_held(vars(thing), depth - 1) if hasattr(thing, "__dict__") else ""


# ---- Identities, ids, parts.


async def test_one_phone_has_one_name_however_it_is_written_and_another_the_next_day() -> None:
    clock = Clock()
    clock.now = 10 * KEY_SECONDS + 100.0
    conversations = Conversations(clock=clock)
    senders = Senders(conversations, Keys(clock=clock))
    names = {(await senders.handle(form)).identity for form in (PHONE, "8195550100", "18195550100")}
    assert len(names) == 1
    [before] = names
    clock.now += KEY_SECONDS - 110
    conversations.ensure(before, "sms")
    clock.now += 20
    # A conversation under way keeps its name for half an hour, then nobody has it any more.
    assert (await senders.handle(PHONE)).identity == before
    conversations.forget(before)
    assert (await senders.handle(PHONE)).identity != before
    clock.now += 31 * 60
    conversations.ensure(before, "sms")
    assert (await senders.handle(PHONE)).identity != before


async def test_another_process_gives_another_name() -> None:
    one, other = (Senders(Conversations(), Keys()) for _ in range(2))
    assert (await one.handle(PHONE)).identity != (await other.handle(PHONE)).identity


async def test_processes_that_share_a_store_and_a_secret_give_the_same_name() -> None:
    store, secret = MemoryStore(), b"s" * 32
    one, other = (Senders(Conversations(), Keys(store, secret)) for _ in range(2))
    assert await one.handle(PHONE) == await other.handle(PHONE)
    stranger = Senders(Conversations(), Keys(store, b"t" * 32))
    assert await stranger.handle(PHONE) != await one.handle(PHONE)


async def test_a_repeated_id_is_seen_for_minutes_and_per_gateway() -> None:
    clock = Clock()
    seen = Seen(clock)
    assert not await seen.holds("kannel", "a")
    assert await seen.first_time("kannel", "a")
    assert await seen.holds("kannel", "a")
    assert not await seen.first_time("kannel", "a")
    assert await seen.first_time("twilio", "a")
    assert await seen.first_time("kannel", "")
    assert await seen.first_time("kannel", "")
    assert not await seen.holds("kannel", "")
    clock.now += 16 * 60
    assert await seen.first_time("kannel", "a")


async def test_two_processes_answer_one_phone_as_one(detector, engine, clock) -> None:
    store, secret = MemoryStore(clock), b"s" * 32
    engine.said = [REFERRAL]
    desks = [
        SmsDesk(Assistant(engine, detector, SharedConversations(store, pack, unpack)), clock, store, secret)
        for _ in range(2)
    ]
    one, other = (Phone(desk) for desk in desks)
    assert await one.says("une place à Gatineau") == [FIRST_WORDS]
    assert "Maison Exemple" in (await other.says("1"))[0]
    assert await one.says("STOP") == [STOPPED]
    assert await other.says("STOP") == []
    assert await other.says("allo") == [FIRST_WORDS]
    limited = [await (one, other)[number % 2].says("allo") for number in range(PER_MINUTE)]
    assert limited.count([TOO_MANY]) == 1


async def test_what_a_gateway_brings_again_is_answered_the_same_and_once(desk, engine) -> None:
    async def bring(text: str, message_id: str) -> list[str]:
        async with desk.line(PHONE):
            return await desk.answer(Incoming(PHONE, text, message_id=message_id))

    await bring("allo", "a")
    await bring("1", "b")
    first = await bring("dormir", "c")
    asked = len(engine.asked)
    engine.said = [{"text": "Autre chose."}]
    assert await bring("dormir", "c") == first
    assert len(engine.asked) == asked


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("050003CC0201", (0xCC, 2, 1)),
        ("050003cc0202", (0xCC, 2, 2)),
        ("06080412340302", (0x1234, 3, 2)),
        ("0B0504158200000003CC0201", (0xCC, 2, 1)),
        ("050003CC0101", None),
        ("050003CC0203", None),
        ("0500", None),
        ("zz", None),
        ("", None),
    ],
)
def test_headers_of_parts(header, part) -> None:
    assert part_of(header) == part


async def test_parts_are_joined_in_their_order_and_come_out_once() -> None:
    joiner = Joiner()
    answers = await asyncio.gather(
        joiner.join(PHONE, "dormir", (1, 3, 3)),
        joiner.join(PHONE, "je cherche ", (1, 3, 1)),
        joiner.join(PHONE, "où ", (1, 3, 2)),
        joiner.join(PHONE, "seul", None),
    )
    assert answers == ["je cherche où dormir", None, None, "seul"]


async def test_a_part_that_never_comes_does_not_keep_the_others() -> None:
    joiner = Joiner(patience=0.05)
    assert await joiner.join(PHONE, "je veux mourir", (1, 2, 1)) == "je veux mourir"


def test_every_fixed_text_is_in_the_list_that_tests_read() -> None:
    listed = set(fixed_texts())
    written = Path(sms_words.__file__).read_text(encoding="utf-8").partition("# ---- Fixed texts.")[2]
    names = re.findall(r"^(\w+) = ", written, re.MULTILINE)
    assert "UNAVAILABLE" in names
    for name in names:
        value = getattr(sms_words, name)
        assert set(value.values() if isinstance(value, dict) else [value]) <= listed, name
