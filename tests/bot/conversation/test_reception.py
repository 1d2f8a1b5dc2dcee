"""One message: in its turn, once, and answered whatever happens."""

from __future__ import annotations

import pytest

from bot.conversation.fallback import EMERGENCY_NUMBERS
from bot.conversation.memory import pack, unpack
from bot.conversation.reception import KEPT_ANSWERS, is_message_id, receive
from bot.conversation.turn import Assistant, ChoiceNotOffered, UnknownConversation
from bot.privacy.conversations import Conversations
from bot.privacy.sealing import handle_of
from bot.privacy.shared import SharedConversations
from bot.safety import Detector
from tests.bot.conversation.test_turn import StubEngine
from tests.bot.privacy.test_shared import Fragile
from tests.detector import rules_only


@pytest.fixture(scope="module")
def detector() -> Detector:
    return rules_only()


@pytest.fixture
def engine() -> StubEngine:
    return StubEngine()


@pytest.fixture
def shared(engine, detector):
    Fragile.down = False
    yield Assistant(engine, detector, SharedConversations(Fragile(), pack, unpack))
    Fragile.down = False


async def test_a_message_sent_again_gets_the_same_reply_and_is_read_once(shared, engine) -> None:
    handle = handle_of(await shared.conversations.begin("web"))
    first = await receive(shared, handle, "web", text="bonjour", message_id="a")
    engine.said = [{"text": "Autre chose."}]
    assert await receive(shared, handle, "web", text="bonjour", message_id="a") == first
    assert len(engine.asked) == 1
    assert await receive(shared, handle, "web", text="bonjour", message_id="b") != first
    assert await receive(shared, handle, "web", text="bonjour", message_id="") != first
    for number in range(KEPT_ANSWERS):
        await receive(shared, handle, "web", text="bonjour", message_id=f"c{number}")
    asked = len(engine.asked)
    await receive(shared, handle, "web", text="bonjour", message_id="a")
    assert len(engine.asked) == asked + 1


async def test_the_memory_of_one_process_does_the_same(engine, detector) -> None:
    assistant = Assistant(engine, detector, Conversations())
    handle = handle_of(await assistant.conversations.begin("web"))
    first = await receive(assistant, handle, "web", text="bonjour", message_id="a")
    assert await receive(assistant, handle, "web", text="bonjour", message_id="a") is first


async def test_unknown_conversations_and_choices_are_said(shared) -> None:
    with pytest.raises(UnknownConversation):
        await receive(shared, handle_of("never"), "web", text="bonjour")
    handle = handle_of(await shared.conversations.begin("web"))
    with pytest.raises(ChoiceNotOffered):
        await receive(shared, handle, "web", choice="menu")


async def test_when_the_store_is_down_she_is_answered_with_the_numbers(shared) -> None:
    handle = handle_of(await shared.conversations.begin("web"))
    Fragile.down = True
    reply = await receive(shared, handle, "web", text="bonjour")
    assert reply.messages[0].text == "Bonjour."
    for _, number in EMERGENCY_NUMBERS:
        assert number in reply.messages[-1].text
    danger = await receive(shared, handle, "web", text="je veux mourir")
    assert "1 866 277-3553" in danger.messages[0].text
    choice = await receive(shared, handle, "web", choice="menu")
    assert "811" in choice.messages[0].text


async def test_when_the_store_goes_in_mid_turn_she_is_told_that_it_will_not_be_remembered(shared) -> None:
    handle = handle_of(await shared.conversations.begin("web"))
    whole = shared.answer

    async def answer(*arguments, **named):
        Fragile.down = True
        return await whole(*arguments, **named)

    shared.answer = answer
    reply = await receive(shared, handle, "web", text="bonjour")
    assert reply.messages[0].text == "Bonjour."
    assert "m'échappe" in reply.messages[-1].text


async def test_leaving_shows_no_numbers_even_then(shared, engine) -> None:
    engine.said = [{"text": "OK.", "custom": {"leave": True}}]
    handle = handle_of(await shared.conversations.begin("web"))
    Fragile.down = True
    reply = await receive(shared, handle, "web", text="il faut que j'y aille")
    assert reply.leave
    assert [message.text for message in reply.messages] == ["OK."]


@pytest.mark.parametrize(
    ("given", "good"),
    [("a", True), ("3f-A_.:9", True), ("", False), ("é", False), ("a b", False), ("a" * 81, False)],
)
def test_ids(given: str, good: bool) -> None:
    assert is_message_id(given) is good
