"""Twenty conversations are answered the same whether one process keeps them or several share them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from bot.conversation.memory import pack, unpack
from bot.conversation.messages import Reply
from bot.conversation.reception import receive
from bot.conversation.turn import Assistant, Patience
from bot.evaluation.conversations import scripts
from bot.nlu.shared import shared_detector
from bot.privacy.sealing import handle_of
from bot.privacy.shared import SharedConversations
from bot.privacy.store import MemoryStore
from bot.setup import start_engine

pytestmark = [pytest.mark.engine, pytest.mark.nightly]
TALKS = 20


@pytest.fixture(scope="module")
def processes(assistant) -> Iterator[tuple[Assistant, Assistant]]:
    """Two, each with its own engine, over one store and the directory of `assistant`."""
    store = MemoryStore()
    made, engines = [], []
    for _ in range(2):
        conversations = SharedConversations(store, pack, unpack)
        engines.append(start_engine(conversations))
        made.append(Assistant(engines[-1], shared_detector(), conversations, patience=Patience.of(30.0)))
    yield made[0], made[1]
    for engine in engines:
        engine.stop()


async def play(answering: list[Assistant], channel: str, messages: tuple[str, ...]) -> list[Reply]:
    """The replies, each message brought to the next of `answering`."""
    handle = handle_of(await answering[0].conversations.begin(channel))
    replies: list[Reply] = []
    for number, message in enumerate(messages):
        replies.append(await receive(answering[number % len(answering)], handle, channel, text=message))
        if replies[-1].leave or replies[-1].forget:
            break
    return replies


async def test_two_processes_say_what_one_says(assistant, processes) -> None:
    said = 0
    for name, channel, messages in islice(scripts(), TALKS):
        alone = await play([assistant], channel, messages)
        together = await play(list(processes), channel, messages)
        assert [reply.to_json() for reply in together] == [reply.to_json() for reply in alone], name
        said += len(alone)
    assert said > 2 * TALKS
