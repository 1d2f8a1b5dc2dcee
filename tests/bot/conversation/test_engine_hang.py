"""The trained engine with a component that hangs once: the conversation goes on where it was."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from bot.conversation.turn import Assistant
from bot.privacy.conversations import conversation_id

pytestmark = pytest.mark.engine


async def test_a_component_that_hangs_once_costs_one_turn(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Any = assistant._engine
    monkeypatch.setattr(engine._threads, "_hung_seconds", 1.0)
    conversations = assistant.conversations
    identity = conversation_id(conversations.open("web"))
    await engine.handle(identity, "je cherche une place où dormir à Gatineau", "web")
    before = conversations.get(identity)
    assert before is not None
    slots = dict((before.engine or {})["slots"])
    gate = threading.Event()
    processor = engine._agent.processor
    predict = processor.predict_next_with_tracker_if_should

    def hang(*given: Any, **named: Any) -> Any:
        # Once: who comes next finds the component sound.
        monkeypatch.setattr(processor, "predict_next_with_tracker_if_should", predict)
        gate.wait()
        return predict(*given, **named)

    monkeypatch.setattr(processor, "predict_next_with_tracker_if_should", hang)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(engine.handle(identity, "j'ai 17 ans", "web"), 0.5)
    said = await asyncio.wait_for(engine.handle(identity, "merci", "web"), 20)
    assert said
    after = conversations.get(identity)
    assert after is not None
    # The turn that hung is not remembered, not even when it comes back.
    heard = dict((after.engine or {})["slots"])
    gate.set()
    limit = time.monotonic() + 5
    while engine._threads.stuck:
        assert time.monotonic() < limit
        await asyncio.sleep(0.05)
    assert dict((after.engine or {})["slots"]) == heard
    assert heard["place"] == slots["place"]
    assert heard.get("age") == slots.get("age")
