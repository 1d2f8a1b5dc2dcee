"""The real server, supervisor and workers around an engine that counts what it hears; no trained model.

`python -m tests.e2e.chaos.scripted serve PORT WORKERS`, and with "worker" what the supervisor starts.
What the engine remembers goes through the conversation, as the real one's memory does. It knows a few words:
"lent" takes a while, "pend" never comes back, "casse" fails, "cherche" asks the database beside the
engine's thread, "fouille" in it, "combien" tells all that was heard. "fige" blocks the engine's thread for
ever; after "gèle" every message does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.conversation import engine_thread
from bot.privacy.conversations import Conversations
from bot.privacy.keys import Keys
from bot.setup import console, quiet_environment
from bot.web import server, worker

SLOW_SECONDS = 0.8


class ScriptedEngine:
    """In the place of the engine, in threads like its own."""

    ready = True

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._frozen = False
        self._threads = engine_thread.EngineThreads()
        self._threads.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._threads.stop()

    @property
    def turning(self) -> bool:
        """As the engine's."""
        return self._threads.turning

    def when_exhausted(self, tell: Callable[[], None]) -> None:
        """As the engine's."""
        self._threads.when_exhausted = tell

    async def ping(self) -> None:
        """As the engine's."""
        await asyncio.wrap_future(self._threads.submit(lambda: asyncio.sleep(0)))

    async def parse(self, text: str) -> dict[str, Any]:
        """Nothing is understood."""
        return {}

    async def handle(
        self, identity: str, text: str, channel: str, *read: Any, **known: Any
    ) -> list[dict[str, Any]]:
        """The words of the module's docstring; anything else is counted and said back."""
        return await asyncio.wrap_future(self._threads.submit(lambda: self._handle(identity, text)))

    async def _handle(self, identity: str, text: str) -> list[dict[str, Any]]:
        self._frozen = self._frozen or text == "gèle"
        if self._frozen or text == "fige":
            threading.Event().wait()
        if text.startswith("lent"):
            await asyncio.sleep(SLOW_SECONDS)
        if text == "pend":
            await asyncio.sleep(600)
        if text == "casse":
            raise ZeroDivisionError
        if text == "cherche":
            return [{"text": await asyncio.get_running_loop().run_in_executor(None, _search)}]
        if text == "fouille":
            return [{"text": _search()}]
        held = self._conversations.get(identity)
        heard = list((held.engine or {}).get("slots", {}).get("heard", ())) if held else []
        if text == "combien":
            return [{"text": " ".join(heard) or "rien"}]
        heard.append(text)
        if held is not None:
            held.engine = {"events": [], "slots": {"heard": heard}}
        return [{"text": f"{len(heard)}:{text}"}]


def _search() -> str:
    from sqlalchemy import text

    with server.shared_database().session() as session:
        return f"{session.execute(text('SELECT count(*) FROM service')).scalar_one()} services"


def _move_clock(file: str) -> None:
    """From now on the time of day is wrong by the seconds written in `file`, as they are at each look."""
    right = time.time

    def wrong() -> float:
        try:
            return right() + float(Path(file).read_text() or 0)
        except (OSError, ValueError):
            return right()

    time.time = wrong
    # Taken when it was imported.
    Keys.__init__.__defaults__ = (None, None, wrong)


def _light_detector() -> Any:
    from bot.safety import Detector

    return Detector.load(None)


def main() -> None:
    """Entry point."""
    role, *rest = sys.argv[1:]
    quiet_environment()
    if clock := os.environ.get("TEST_CLOCK"):
        _move_clock(clock)
    engine_thread.HUNG_SECONDS = float(os.environ.get("TEST_HUNG_SECONDS", engine_thread.HUNG_SECONDS))
    server.start_engine = ScriptedEngine  # type: ignore[assignment]
    server.prepare_models = lambda: None
    server.shared_detector = _light_detector  # type: ignore[assignment]
    server.warm = lambda *parts: None  # type: ignore[assignment]
    server.WORKER = (sys.executable, "-m", "tests.e2e.chaos.scripted", "worker")
    if role == "worker":
        sys.argv[1:] = rest
        worker.main()
        return
    try:
        server.serve("127.0.0.1", int(rest[0]), None, int(rest[1]))
    except server.SentierError as problem:
        console.print(f"{type(problem).__name__}: {problem}", soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
