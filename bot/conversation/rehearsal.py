"""Trying the assistant out: at another instant than now, what was read and found is kept, nothing is counted.

For the test bench and the referral paths. It follows a turn through the engine's thread and the actions of
this process; a separate action server (SENTIER_ACTION_URL) knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.safety import Verdict
from directory.refer import Query, Referral


@dataclass
class Rehearsal:
    """`at`: the instant it takes place. Then, in order: the danger `verdicts` and the `parses` (Rasa's parse
    data) of the messages, and each question to the directory with its answer."""

    at: datetime | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    parses: list[Mapping[str, Any]] = field(default_factory=list)
    referrals: list[tuple[Query, Referral]] = field(default_factory=list)


_current: ContextVar[Rehearsal | None] = ContextVar("rehearsal", default=None)


def current() -> Rehearsal | None:
    """The rehearsal that the present turn belongs to; None for a person's turn."""
    return _current.get()


@contextmanager
def rehearsing(at: datetime | None = None) -> Iterator[Rehearsal]:
    """Everything done in the block, engine included, is a rehearsal at the instant `at`."""
    held = Rehearsal(at)
    token = _current.set(held)
    try:
        yield held
    finally:
        _current.reset(token)
