"""An engine thread that hangs is let go: the next turns are answered, in order, none twice."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from bot.conversation.engine_thread import MOST_STUCK, EngineThreads, let_go
from bot.errors import EngineUnavailable

HUNG = 0.5
SOON = 5.0


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What the stuck ones wait for; opened at the end, so that no thread outlives its test."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def threads() -> Iterator[EngineThreads]:
    running = EngineThreads(hung_seconds=HUNG)
    running.start()
    yield running
    running.stop()


def hang(threads: EngineThreads, gate: threading.Event) -> None:
    """A turn that blocks its thread until `gate`, and whose caller gave up."""
    began = threading.Event()

    async def turn() -> None:
        began.set()
        gate.wait()

    asked = threads.submit(turn)
    assert began.wait(SOON)
    asked.cancel()


async def said(word: str, heard: list[str]) -> str:
    heard.append(word)
    return word


def wait_for(what: Any) -> None:
    limit = time.monotonic() + SOON
    while not what():
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_what_waited_behind_a_turn_that_hangs_is_answered_in_order(
    threads: EngineThreads, gate: threading.Event
) -> None:
    heard: list[str] = []
    hang(threads, gate)
    asked = [threads.submit(lambda word=word: said(word, heard)) for word in ("a", "b", "c")]  # type: ignore[misc]
    assert [one.result(SOON) for one in asked] == ["a", "b", "c"]
    assert threads.stuck == 1
    # The old thread comes back: it begins nothing a second time, and ends.
    gate.set()
    wait_for(lambda: threads.stuck == 0)
    assert heard == ["a", "b", "c"]
    assert threads.submit(lambda: said("d", heard)).result(SOON) == "d"


def test_what_hung_knows_that_it_was_let_go(threads: EngineThreads, gate: threading.Event) -> None:
    after: list[bool] = []

    async def turn() -> None:
        try:
            gate.wait()
        finally:
            after.append(let_go())

    asked = threads.submit(turn)
    time.sleep(0.1)
    asked.cancel()
    wait_for(lambda: threads.stuck == 1)
    gate.set()
    wait_for(lambda: threads.stuck == 0)
    assert after == [True]
    assert let_go() is False


def test_an_endless_loop_is_ended(threads: EngineThreads) -> None:
    async def turn() -> None:
        while True:
            pass

    asked = threads.submit(turn)
    time.sleep(0.1)
    asked.cancel()
    assert threads.submit(lambda: said("a", [])).result(SOON) == "a"
    wait_for(lambda: threads.stuck == 0)


def test_whoever_still_waits_for_what_hung_is_told(threads: EngineThreads, gate: threading.Event) -> None:
    async def endless() -> None:
        await asyncio.sleep(60)

    waiting = threads.submit(endless)
    hang(threads, gate)
    with pytest.raises(EngineUnavailable):
        waiting.result(SOON)


def test_a_long_work_whose_caller_waits_is_left_alone(threads: EngineThreads) -> None:
    async def long() -> str:
        time.sleep(3 * HUNG)  # a first message, while libraries load
        return "done"

    assert threads.submit(long).result(SOON) == "done"
    assert threads.stuck == 0


def test_a_long_line_of_short_turns_is_not_a_hang(threads: EngineThreads) -> None:
    async def turn() -> None:
        time.sleep(0.02)

    asked = [threads.submit(turn) for _ in range(100)]
    asked[99].cancel()
    for one in asked[:99]:
        one.result(SOON)
    assert threads.stuck == 0


def test_it_says_that_it_does_not_turn(gate: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.conversation.engine_thread.SLOW_SECONDS", 0.3)
    threads = EngineThreads(hung_seconds=1.0)
    threads.start()
    assert threads.turning
    hang(threads, gate)
    wait_for(lambda: not threads.turning)
    wait_for(lambda: threads.turning)
    assert threads.stuck == 1
    threads.stop()


def test_after_so_many_that_hang_its_owner_is_told(threads: EngineThreads, gate: threading.Event) -> None:
    told: list[int] = []
    threads.when_exhausted = lambda: told.append(1)
    for _ in range(MOST_STUCK):
        hang(threads, gate)
        assert threads.submit(lambda: said("a", [])).result(SOON) == "a"
    assert threads.stuck == MOST_STUCK
    assert not told
    hang(threads, gate)
    wait_for(lambda: told)
    assert threads.stuck == MOST_STUCK
    # Not for ever: when what held them comes back, so does the engine.
    gate.set()
    assert threads.submit(lambda: said("b", [])).result(SOON) == "b"


def test_a_fresh_thread_is_prepared_and_knows_its_callers(gate: threading.Event) -> None:
    refreshed: list[int] = []
    threads = EngineThreads(lambda: refreshed.append(1), hung_seconds=HUNG)
    threads.start()
    name: ContextVar[str] = ContextVar("name", default="")
    hang(threads, gate)
    name.set("bench")

    async def who() -> str:
        return name.get()

    assert threads.submit(who).result(SOON) == "bench"
    assert refreshed == [1]
    threads.stop()


def test_giving_up_cancels_what_can_be(threads: EngineThreads) -> None:
    ended: list[str] = []

    async def endless() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    asked = threads.submit(endless)
    time.sleep(0.1)
    asked.cancel()
    wait_for(lambda: ended)
