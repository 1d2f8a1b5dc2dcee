"""The Rasa engine inside our process: loaded once, in a thread of its own, with the actions beside it.

A thread of its own, so that an engine that hangs never stops the danger reply, the exit or another person;
and another thread when it hangs (engine_thread.py).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.conversation.case import Case
from bot.conversation.engine_thread import EngineThreads
from bot.conversation.integrity import check_model
from bot.conversation.light_engine import broken_by_stand_in, forget_rasa, light_enough, standing_in
from bot.conversation.second_reading import reread
from bot.errors import EngineUnavailable
from bot.privacy.conversations import Conversations

ACTION_URL_VARIABLE = "SENTIER_ACTION_URL"
logger = logging.getLogger(__name__)


class Engine:
    """The trained assistant. `start` loads it; `parse` and `handle` talk to it from any asyncio loop."""

    def __init__(self, model: Path, conversations: Conversations) -> None:
        self._model = model
        self._conversations = conversations
        self._agent: Any = None
        self._threads = EngineThreads(self._refresh)

    def start(self) -> None:
        """Loads the model; raises EngineUnavailable in a sentence when it cannot, or was not trained here."""
        check_model(self._model)
        self._threads.start()
        self._threads.submit(self._load).result()

    def stop(self) -> None:
        """Ends the thread. The engine cannot be started again."""
        self._threads.stop()

    @property
    def ready(self) -> bool:
        """Whether a model is loaded."""
        return self._agent is not None

    @property
    def turning(self) -> bool:
        """Whether the engine's thread does not stand still."""
        return self._threads.turning

    def when_exhausted(self, tell: Callable[[], None]) -> None:
        """Calls `tell`, from a thread, while the engine hangs and only another process can help."""
        self._threads.when_exhausted = tell

    async def ping(self) -> None:
        """Returns as soon as the engine's thread can do something; never, when it hangs for good."""
        await asyncio.wrap_future(self._threads.submit(lambda: asyncio.sleep(0)))

    def _refresh(self) -> None:
        if self._agent is None:
            return
        from rasa.core.lock_store import InMemoryLockStore

        # The turn that hangs holds the lock of its conversation.
        self._agent.lock_store = InMemoryLockStore()

    async def _load(self) -> None:
        if not light_enough(self._model):
            self._open()
            return
        try:
            with standing_in():
                self._open()
        except Exception as problem:
            if not broken_by_stand_in(problem):
                raise
            logger.warning("light_engine_failed", exc_info=problem)
            forget_rasa()
            self._open()

    def _open(self) -> None:
        # Heavy imports stay here: the rest of the project must work without them.
        from rasa.core.agent import Agent
        from rasa.core.lock_store import InMemoryLockStore
        from rasa.shared.exceptions import RasaException
        from rasa.utils.endpoints import EndpointConfig

        from bot.conversation.local_actions import use_local_actions
        from bot.conversation.rasa_runner import StraightRunner
        from bot.conversation.tracker_store import EphemeralTrackerStore
        from bot.conversation.wording import FreshWords

        url = os.environ.get(ACTION_URL_VARIABLE)
        try:
            self._agent = Agent.load(
                str(self._model),
                generator=FreshWords(self._conversations),
                tracker_store=EphemeralTrackerStore(None, self._conversations),
                lock_store=InMemoryLockStore(),
                action_endpoint=EndpointConfig(url) if url else use_local_actions(),
            )
        except (RasaException, OSError, KeyError, ValueError, TypeError, EOFError) as problem:
            raise EngineUnavailable(
                f"The model {self._model.name} cannot be loaded ({type(problem).__name__}). "
                "Delete it and run `sentier train`."
            ) from problem
        if not self._agent.is_ready():
            self._agent = None
            raise EngineUnavailable(
                f"The model {self._model.name} is not complete. Delete it and run `sentier train`."
            )
        processor = self._agent.processor
        processor.graph_runner = StraightRunner.over(processor.graph_runner)

    async def parse(self, text: str) -> Mapping[str, Any]:
        """What the engine understands of `text` (Rasa's parse data), without any conversation."""
        return await asyncio.wrap_future(self._threads.submit(lambda: self._parse(text)))

    async def _parse(self, text: str) -> Mapping[str, Any]:
        from rasa.core.channels.channel import UserMessage

        if self._agent is None:
            raise EngineUnavailable("The engine has no model; run `sentier train`.")
        parsed: Mapping[str, Any] = await self._agent.processor.parse_message(
            UserMessage(_not_a_command(text))
        )
        return parsed

    async def handle(
        self,
        identity: str,
        text: str,
        channel: str,
        parse_data: Mapping[str, Any] | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """The engine's messages in answer to `text`, or to the `parse_data` of a choice.

        `known`: what was read of `text` already and need not be read again: `safety` (level and kinds of
        danger) and `vector` (the Future of its embedding). Components take it from the message's metadata.
        """
        turn = self._threads.submit(lambda: self._handle(identity, text, channel, parse_data, known))
        return await asyncio.wrap_future(turn)

    async def _handle(
        self,
        identity: str,
        text: str,
        channel: str,
        parse_data: Mapping[str, Any] | None,
        known: Mapping[str, Any] | None,
    ) -> list[dict[str, Any]]:
        from rasa.core.channels.channel import UserMessage

        from bot.conversation.output import TurnOutput

        if self._agent is None:
            raise EngineUnavailable("The engine has no model; run `sentier train`.")
        output = TurnOutput(channel)
        if not parse_data:
            # `known` only where a component takes it out again: what stays would be kept.
            alone = UserMessage(_not_a_command(text), metadata=dict(known) if known else None)
            parsed = await self._agent.processor.parse_message(alone)
            held = self._conversations.get(identity)
            slots: Mapping[str, Any] = ((held.engine if held else None) or {}).get("slots") or {}
            parse_data = reread(parsed, Case.from_slots(slots))
        message = UserMessage(
            _not_a_command(text),
            output_channel=output,
            sender_id=identity,
            parse_data=dict(parse_data),
            input_channel=channel,
        )
        await self._agent.handle_message(message)
        return output.collected


def _not_a_command(text: str) -> str:
    """A leading "/" from a person is text: Rasa would read it as an intent or a restart."""
    return text.lstrip("/ ") or "." if text.lstrip().startswith("/") else text
