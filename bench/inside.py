"""The whole assistant in this process, as `sentier serve` makes it, for measurements from inside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.systems import CONVERSATIONS


class Inside:
    """A ready assistant over the directory database at `database`; `say` takes a turn."""

    def __init__(self, database: Path) -> None:
        import os

        os.environ["SENTIER_DATABASE_URL"] = f"sqlite:///{database}"
        from bot.setup import quiet_environment

        quiet_environment()
        from bot.conversation.referrals import shared_database
        from bot.conversation.turn import Assistant, Patience
        from bot.nlu.shared import shared_detector
        from bot.privacy.conversations import Conversations
        from bot.privacy.logs import configure_logging
        from bot.setup import prepare_directory, prepare_models, start_engine

        configure_logging("ERROR")
        shared_database.cache_clear()
        prepare_directory(shared_database())
        prepare_models()
        self.conversations = Conversations()
        self.engine = start_engine(self.conversations)
        # What is measured is how long a turn takes, not what is said when it takes too long.
        patience = Patience.of(60.0)
        self.assistant = Assistant(self.engine, shared_detector(), self.conversations, patience=patience)

    def open(self) -> str:
        """The identity of a new conversation."""
        from bot.privacy.conversations import conversation_id

        return conversation_id(self.conversations.open("web"))

    async def say(self, identity: str, text: str) -> tuple[float, Any]:
        """Milliseconds of a turn, and its reply."""
        start = time.perf_counter()
        reply = await self.assistant.answer(identity, text=text)
        return (time.perf_counter() - start) * 1000, reply

    async def talk(self, turns: int) -> list[float]:
        """Milliseconds of `turns` turns in the conversations of the load bench."""
        times: list[float] = []
        place = 0
        while len(times) < turns:
            identity = self.open()
            for line in CONVERSATIONS[place % len(CONVERSATIONS)]:
                if self.conversations.get(identity) is None:
                    break  # "bye" ends it
                times.append((await self.say(identity, line))[0])
            place += 1
        return times

    def stop(self) -> None:
        """Ends the engine."""
        self.engine.stop()


@contextmanager
def opened(database: Path | None = None) -> Iterator[Inside]:
    """An assistant over `database` (its own, removed at the end, when None), stopped at the end."""
    with TemporaryDirectory(prefix="sentier-bench-") as folder:
        inside = Inside(database or Path(folder) / "directory.db")
        try:
            yield inside
        finally:
            inside.stop()
