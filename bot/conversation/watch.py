"""What may be seen of a turn from outside: how long, how it ended, which kinds of danger. Never a word."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

OUTCOMES = ("answered", "without_engine", "refused", "failed")
"""`without_engine`: the emergency numbers went out alone; `refused`: no such conversation, empty message,
a choice that was not offered; `failed`: none of these, and no reply."""
STAGES = ("read", "engine", "compose")


class Watch(Protocol):
    """Who counts turns (bot/web/metrics.py)."""

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """One turn is over."""

    def stage(self, stage: str) -> AbstractContextManager[None]:
        """Measures one of STAGES while the block runs."""

    def dangers(self, kinds: Iterable[str]) -> None:
        """The kinds of danger of one message."""


class Unwatched:
    """Counts nothing."""

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """Nothing."""

    def stage(self, stage: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """Nothing."""
        return contextlib.nullcontext()

    def dangers(self, kinds: Iterable[str]) -> None:
        """Nothing."""


class Turn:
    """How one turn goes; "failed" until something else is noted."""

    outcome = "failed"


@contextmanager
def watched(watch: Watch, channel: str, refusals: tuple[type[Exception], ...]) -> Iterator[Turn]:
    """Tells `watch` of the turn in the block; an exception of `refusals` is a refusal."""
    turn, start = Turn(), time.perf_counter()
    try:
        yield turn
    except refusals:
        turn.outcome = "refused"
        raise
    finally:
        watch.turn(channel, turn.outcome, time.perf_counter() - start)
