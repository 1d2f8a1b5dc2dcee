"""One turn around a stub engine: limit, redaction, danger first, failures that still answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from bot.conversation.danger_words import ON_THE_LINE
from bot.conversation.fallback import EMERGENCY_NUMBERS
from bot.conversation.turn import (
    Assistant,
    ChoiceNotOffered,
    EmptyMessage,
    Patience,
    UnknownConversation,
)
from bot.privacy.conversations import Conversations, conversation_id
from bot.safety import Detector, Verdict
from bot.safety.meaning import DIMENSIONS, Embedder
from tests.detector import rules_only


class StubEngine:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self, *said: dict[str, Any]) -> None:
        self.said = list(said) or [{"text": "Bonjour.", "buttons": [{"payload": "menu", "title": "Menu"}]}]
        self.asked: list[tuple[str, Mapping[str, Any] | None]] = []
        self.failure: BaseException | None = None
        self.hang = 0.0
        self.told: Mapping[str, Any] | None = None

    async def handle(
        self,
        identity: str,
        text: str,
        channel: str,
        parse_data: Mapping[str, Any] | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        self.asked.append((text, parse_data))
        self.told = known
        await asyncio.sleep(self.hang)
        if self.failure is not None:
            raise self.failure
        return self.said


@pytest.fixture(scope="module")
def detector() -> Detector:
    return rules_only()


@pytest.fixture
def engine() -> StubEngine:
    return StubEngine()


@pytest.fixture
def assistant(engine: StubEngine, detector: Detector) -> Assistant:
    return Assistant(engine, detector, Conversations())


@pytest.fixture
def identity(assistant: Assistant) -> str:
    return conversation_id(assistant.conversations.open("web"))


async def test_the_engine_is_told_what_was_read_of_danger(assistant, engine, identity) -> None:
    await assistant.answer(identity, text="mon chum me bat")
    assert engine.told["safety"] == {"level": "crise", "kinds": ["violence"], "sure": True}
    # A danger is open now: what the conversation adds is not what this message says.
    await assistant.answer(identity, text="je cherche une place où dormir " * 40)
    assert engine.told["safety"] is None


async def test_the_engine_is_given_the_vector_that_the_detector_read(engine) -> None:
    class Encoded(Detector):
        embedder = Embedder(lambda text: np.full(DIMENSIONS, len(text), dtype=np.float32), "a test")

    assistant = Assistant(engine, Encoded(rules=rules_only().rules), Conversations())
    await assistant.answer(conversation_id(assistant.conversations.open("web")), text="bonjour")
    assert engine.told["vector"].result()[0] == len("bonjour")


async def test_a_sentence_that_gives_way_to_the_gesture_is_not_counted_as_said(
    assistant, engine, identity
) -> None:
    await assistant.answer(identity, text="il est en train de me frapper")
    engine.said = [{"utter_action": "utter_menu", "text": "Choisis."}]
    told = "je dors dans mon char depuis mardi, le chauffage marche"
    [gesture] = (await assistant.answer(identity, text=told)).messages
    assert "911" in gesture.text
    # The danger's own sentences are remembered, that none comes twice.
    said = assistant.conversations.get(identity).spoken
    assert len(said) == 2
    assert said[0].startswith("Appelle le 911")
    assert said[1] == gesture.text


async def test_help_that_is_there_closes_the_danger(assistant, engine, identity) -> None:
    await assistant.answer(identity, text="il est en train de me frapper")
    assert assistant.conversations.get(identity).open_kinds
    engine.asked.clear()
    reply = await assistant.answer(identity, text="deux policières sont ici")
    assert [message.safety for message in reply.messages] == [None]
    assert assistant.conversations.get(identity).open_kinds == ()
    assert engine.asked == []


async def test_an_ordinary_message_goes_to_the_engine(assistant, engine, identity) -> None:
    reply = await assistant.answer(identity, text="bonjour")
    assert reply.messages[0].text == "Bonjour."
    assert engine.asked == [("bonjour", None)]


async def test_personal_data_never_reaches_the_engine(assistant, engine, identity) -> None:
    await assistant.answer(identity, text="mon numéro est 514 555-0199, je suis à Laval")
    assert "555" not in engine.asked[0][0]
    assert "Laval" in engine.asked[0][0]


async def test_a_danger_opens_the_reply_and_the_rest_follows(assistant, identity) -> None:
    reply = await assistant.answer(identity, text="mon chum m'a frappée hier, j'ai peur de lui")
    assert reply.messages[0].safety is not None
    assert reply.messages[0].safety["level"] == "crise"
    assert "1 800 363-9010" in reply.messages[0].text
    assert reply.messages[1].text == "Bonjour."


@pytest.mark.parametrize("failure", [RuntimeError("x"), KeyError("y"), OSError("z")])
async def test_an_engine_that_fails_still_gives_numbers(assistant, engine, identity, failure) -> None:
    engine.failure = failure
    reply = await assistant.answer(identity, text="je cherche une place où dormir")
    for _, number in EMERGENCY_NUMBERS:
        assert number in reply.messages[0].text


async def test_without_an_engine_danger_is_answered_first(detector) -> None:
    assistant = Assistant(None, detector, Conversations())
    identity = conversation_id(assistant.conversations.open("web"))
    reply = await assistant.answer(identity, text="je veux mourir")
    assert "1 866 277-3553" in reply.messages[0].text
    assert "911" in reply.messages[1].text


async def test_another_danger_while_nobody_comes_is_heard(assistant, identity) -> None:
    await assistant.answer(identity, text="il est en train de me frapper")
    reply = await assistant.answer(identity, text="la police arrive pas, elle respire pu")
    assert "surdose_medical" in reply.messages[0].safety["kinds"]


async def test_while_nobody_comes_the_911_is_said_again(assistant, engine, identity) -> None:
    await assistant.answer(identity, text="il est en train de me frapper")
    asked = len(engine.asked)
    reply = await assistant.answer(identity, text="la police arrive pas")
    assert "911" in reply.messages[0].text
    assert len(engine.asked) == asked


async def test_an_engine_that_hangs_does_not_keep_a_danger_waiting(assistant, engine, identity) -> None:
    engine.hang = 10.0
    start = time.monotonic()
    reply = await assistant.answer(identity, text="je veux mourir")
    assert time.monotonic() - start < Patience().usual
    assert reply.messages[0].safety is not None


async def test_a_number_chooses_among_what_was_offered(assistant, engine, identity) -> None:
    await assistant.answer(identity, text="bonjour")
    await assistant.answer(identity, text="1")
    text, parse = engine.asked[1]
    assert text == "Menu"
    assert parse is not None
    assert parse["intent"]["name"] == "demander_menu"


async def test_to_choose_that_somebody_hurts_her_is_to_tell_it(detector) -> None:
    menu = {"text": "Menu", "buttons": [{"payload": "need:violence_conjugale", "title": "On me fait du mal"}]}
    assistant = Assistant(StubEngine(menu), detector, Conversations())
    identity = conversation_id(assistant.conversations.open("web"))
    await assistant.answer(identity, text="bonjour")
    reply = await assistant.answer(identity, text="1")
    opening = reply.messages[0]
    assert opening.safety == {"level": "crise", "kinds": ["violence"]}
    assert "1 800 363-9010" in opening.text
    assert "en danger en ce moment?" in opening.text
    assert [choice.id for choice in opening.choices] == ["danger:oui", "danger:non"]


async def test_a_relative_who_does_not_know_is_helped_to_judge(detector) -> None:
    assistant = Assistant(None, detector, Conversations())
    identity = conversation_id(assistant.conversations.open("web"))
    held = assistant.conversations.get(identity)
    assert held is not None
    held.engine = {"events": [], "slots": {"profile": "proche"}}
    first = await assistant.answer(identity, text="mon amie se fait battre par son chum")
    assert "quelqu'un est en danger en ce moment?" in first.messages[0].text
    reply = await assistant.answer(identity, text="je sais pas")
    [message] = reply.messages
    judge, line, last = message.text.split("\n")
    assert "911" not in judge + line
    assert "1 800 363-9010" in line
    assert last.endswith("911.")
    held = assistant.conversations.get(identity)
    assert held is not None
    assert "violence" in held.open_kinds
    assert held.pending_question is None


@pytest.mark.parametrize("text", ["je sais pas mais il a un couteau", "je sais pas, il est revenu"])
async def test_a_relative_who_tells_a_danger_beside_a_doubt_gets_the_911(detector, text) -> None:
    assistant = Assistant(None, detector, Conversations())
    identity = conversation_id(assistant.conversations.open("web"))
    held = assistant.conversations.get(identity)
    assert held is not None
    held.engine = {"events": [], "slots": {"profile": "proche"}}
    await assistant.answer(identity, text="mon amie se fait battre par son chum")
    reply = await assistant.answer(identity, text=text)
    assert reply.messages[0].text.startswith("Appelez le 911")


async def test_who_does_not_know_of_herself_gets_the_911(assistant, identity) -> None:
    await assistant.answer(identity, text="mon chum me bat")
    reply = await assistant.answer(identity, text="je sais pas")
    assert reply.messages[0].text.startswith("Appelle le 911")


async def test_no_number_of_a_couple_comes_after_the_lines_of_a_stranger(assistant, identity) -> None:
    opening = await assistant.answer(identity, text="un homme me suit depuis le métro")
    assert "là où il y a du monde" in opening.messages[0].text
    for text in ("non", "quelqu'un me suit encore"):
        reply = await assistant.answer(identity, text=text)
        assert "911" in reply.messages[0].text
        assert "363-9010" not in " ".join(message.text for message in reply.messages)


async def test_after_the_lines_of_violence_a_bare_no_keeps_their_number(assistant, identity) -> None:
    await assistant.answer(identity, text="il est en train de me frapper")
    reply = await assistant.answer(identity, text="non")
    assert "911" in reply.messages[0].text
    assert "1 800 363-9010" in reply.messages[0].text


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("non, le voisin veille sur nous autres", "nier"),
        ("non mais il me faut un logement", None),
        ("non, je suis à Matane", None),
    ],
)
async def test_a_no_to_the_danger_may_go_on(
    assistant, engine, identity, said: str, intent: str | None
) -> None:
    await assistant.answer(identity, text="mon ex menace de me tuer")
    await assistant.answer(identity, text=said)
    parse = engine.asked[-1][1]
    assert (parse["intent"]["name"] if parse else None) == intent


LEAVING = {"text": "OK.", "utter_action": "utter_leave", "custom": {"leave": True}}


@pytest.mark.parametrize(
    "text", ["les policiers s'en viennent", "l'ambulance est en route", "y s'en viennent là"]
)
async def test_help_that_comes_ends_no_talk(assistant, engine, identity, text: str) -> None:
    await assistant.answer(identity, text="il est en train de me frapper")
    engine.said = [LEAVING]
    [gesture] = (await assistant.answer(identity, text=text)).messages
    assert gesture.safety["level"] == "urgence"
    held = assistant.conversations.get(identity)
    assert held is not None
    assert held.open_kinds == ("violence_en_cours",)


async def test_they_come_is_of_the_police_once_she_called(assistant, identity) -> None:
    await assistant.answer(identity, text="il est en train de me frapper")
    called = await assistant.answer(identity, text="j'ai appelé le 911")
    assert called.messages[0].text in ON_THE_LINE["fr", True]
    coming = await assistant.answer(identity, text="ils s'en viennent")
    assert coming.messages[0].text in ON_THE_LINE["fr", True]
    assert coming.messages[0].text != called.messages[0].text


@pytest.mark.parametrize("text", ["ils s'en viennent", "il s'en vient"])
async def test_out_of_an_urgence_who_comes_closes_the_talk(assistant, engine, identity, text: str) -> None:
    await assistant.answer(identity, text="bonjour")
    engine.said = [LEAVING]
    await assistant.answer(identity, text=text)
    assert assistant.conversations.get(identity) is None


@pytest.mark.parametrize(
    ("told", "said", "left"),
    [
        ("mon ex m'a menacée", "y m'a jamais blessée", ()),
        ("mon ex m'a menacée", "y m'a jamais frappée", ("violence",)),
        ("j'ai des idées suicidaires", "non, j'ai aucune intention de me tuer", ()),
        ("j'ai des idées suicidaires", "y m'a jamais frappée", ("suicide",)),
        ("mon pimp garde tout mon argent", "chu pas en danger, chu juste tannée", ()),
    ],
)
async def test_a_plain_denial_closes_what_was_open_without_a_refusal(
    assistant, engine, identity, told: str, said: str, left: tuple[str, ...]
) -> None:
    await assistant.answer(identity, text=told)
    reply = await assistant.answer(identity, text=said)
    parse = engine.asked[-1][1]
    assert parse["intent"]["name"] == "nier"
    assert [one["entity"] for one in parse["entities"]] == ["danger"]
    assert reply.messages[0].safety is None
    held = assistant.conversations.get(identity)
    assert held is not None
    assert held.open_kinds == left


async def test_a_yes_about_who_knows_brings_no_911(assistant, identity) -> None:
    asked = await assistant.answer(identity, text="mon ex m'a menacée")
    assert asked.messages[0].choices
    reply = await assistant.answer(identity, text="oui la SQ est avertie, un dossier est ouvert")
    assert all(message.safety is None for message in reply.messages)


async def test_a_choice_that_was_not_offered_is_refused(assistant, identity) -> None:
    await assistant.answer(identity, text="bonjour")
    with pytest.raises(ChoiceNotOffered):
        await assistant.answer(identity, choice="need:hebergement")


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\x00\x07"])
async def test_nothing_readable_is_said_so(assistant, identity, text) -> None:
    with pytest.raises(EmptyMessage):
        await assistant.answer(identity, text=text)


async def test_forgetting_ends_the_conversation_on_the_spot(assistant, engine, identity) -> None:
    engine.said = [{"text": "C'est effacé.", "custom": {"forget": True}}]
    reply = await assistant.answer(identity, text="efface tout")
    assert reply.forget
    with pytest.raises(UnknownConversation):
        await assistant.answer(identity, text="bonjour")


async def test_repeating_says_the_last_reply_again(assistant, engine, identity) -> None:
    first = await assistant.answer(identity, text="bonjour")
    engine.said = [{"text": "Je répète :", "custom": {"repeat": True}}]
    assert (await assistant.answer(identity, text="quoi?")).messages == first.messages


async def test_an_unknown_conversation(assistant) -> None:
    with pytest.raises(UnknownConversation):
        await assistant.answer(conversation_id("never opened"), text="bonjour")


class BarelyHearing:
    """A detector whose model alone hears a danger, barely, in whatever is written."""

    embedder = None

    def assess(self, text: str, context: object, vector: object) -> Verdict:
        return Verdict("crise", ("suicide",), ("model:suicide 0.05",), "fr")

    def still_open(self, text: str, verdict: Verdict, context: object) -> tuple[str, ...]:
        return verdict.kinds


async def test_a_danger_barely_heard_opens_with_a_number_and_her_subject_goes_on(
    engine: StubEngine,
) -> None:
    assistant = Assistant(engine, BarelyHearing(), Conversations())  # type: ignore[arg-type]
    identity = conversation_id(assistant.conversations.open("web"))
    reply = await assistant.answer(identity, text="je dis rien")
    assert "277-3553" in reply.messages[0].text
    assert "?" not in reply.messages[0].text
    assert [message.text for message in reply.messages[1:]] == ["Bonjour."]
    held = assistant.conversations.get(identity)
    assert held is not None
    assert held.open_kinds == ()
    assert held.pending_question is None
    assert engine.told is not None
    assert engine.told["safety"] == {"level": "aucun", "kinds": []}
