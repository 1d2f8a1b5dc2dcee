"""What conversations, limits and repeated messages are kept in: names, bytes, a time to live. Nothing else.

One process keeps them in its own memory (`MemoryStore`). Several share a Redis (bot/privacy/redis_store.py).
Names are digests, never a token, a telephone number or an address.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

MOST_KEPT = 100_000
"""Entries of a MemoryStore; the ones unused longest leave first, so memory stays bounded."""

SWEEP_SECONDS = 60.0

STALE_SECONDS = 1.5
"""Who stands in line and has not been heard of for this long is taken for dead."""


class StoreDown(ConnectionError):
    """The shared memory does not answer; whoever asked goes on without what was said before."""


class Leaving(Enum):
    """What becomes of what is kept under a name when its turn ends."""

    KEEP = "keep"
    """Nothing changes."""
    SAVE = "save"
    """Replaced, if it is still there: what was erased meanwhile stays erased."""
    MAKE = "make"
    """Written, whether or not there was something."""
    DROP = "drop"
    """Erased."""


@dataclass(frozen=True)
class Place:
    """A place in the line before a name. `first`: it is this one's turn; then `value` is what is kept."""

    first: bool
    value: bytes | None = None


class Store(Protocol):
    """All methods may raise StoreDown. Times are in seconds."""

    async def get(self, name: str) -> bytes | None:
        """What is kept under `name`."""

    async def put(self, name: str, value: bytes, seconds: float) -> None:
        """Keeps `value` for `seconds`."""

    async def add(self, name: str, value: bytes, seconds: float) -> bool:
        """Keeps `value` for `seconds` unless something is kept already; whether it was."""

    async def delete(self, name: str) -> bool:
        """Erases; whether there was something."""

    async def count(self, windows: Sequence[tuple[str, float]]) -> list[int]:
        """Adds one to each (name, seconds) and returns the counts; a count starts anew after `seconds`."""

    async def stand(self, name: str, who: str) -> Place:
        """Puts `who` in the line before `name`, or says again that `who` still stands there."""

    async def beat(self, name: str, who: str) -> bool:
        """Says that `who`, whose turn it is, is still at work; False when others went before.

        Who was passed does not come back into the line: what it read is old, and would undo theirs.
        """

    async def leave(self, name: str, who: str, then: Leaving, value: bytes = b"", seconds: float = 0) -> bool:
        """Takes `who` out of the line; does `then` if it was the turn of `who`, and erases in any case.

        Returns whether it was: False when `who` was silent for too long and somebody else went before.
        """


class MemoryStore:
    """The store of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST_KEPT) -> None:
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lines: dict[str, OrderedDict[str, float]] = {}
        self._swept = clock()

    def _sweep(self) -> None:
        """Once a minute, what has expired leaves; then, what was unused longest if there is too much."""
        now = self._clock()
        if now - self._swept > SWEEP_SECONDS:
            self._swept = now
            self._kept = OrderedDict(pair for pair in self._kept.items() if pair[1][1] > now)
            self._counts = OrderedDict(pair for pair in self._counts.items() if pair[1][1] > now)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        while len(self._counts) > self._most:
            self._counts.popitem(last=False)

    async def get(self, name: str) -> bytes | None:
        """What is kept under `name`."""
        held = self._kept.get(name)
        if held is None or held[1] <= self._clock():
            self._kept.pop(name, None)
            return None
        return held[0]

    async def put(self, name: str, value: bytes, seconds: float) -> None:
        """Keeps `value` for `seconds`."""
        self._kept.pop(name, None)
        self._kept[name] = (value, self._clock() + seconds)
        self._sweep()

    async def add(self, name: str, value: bytes, seconds: float) -> bool:
        """Keeps `value` unless something is kept; whether it was."""
        if await self.get(name) is not None:
            return False
        await self.put(name, value, seconds)
        return True

    async def delete(self, name: str) -> bool:
        """Erases; whether there was something."""
        there = await self.get(name) is not None
        self._kept.pop(name, None)
        return there

    async def count(self, windows: Sequence[tuple[str, float]]) -> list[int]:
        """Adds one to each and returns the counts."""
        now = self._clock()
        counts = []
        for name, seconds in windows:
            number, until = self._counts.pop(name, (0, 0.0))
            if until <= now:
                number, until = 0, now + seconds
            self._counts[name] = (number + 1, until)
            counts.append(number + 1)
        self._sweep()
        return counts

    async def stand(self, name: str, who: str) -> Place:
        """Puts `who` in the line before `name`."""
        now = self._clock()
        line = self._lines.setdefault(name, OrderedDict())
        line[who] = now
        while (head := next(iter(line))) != who and now - line[head] > STALE_SECONDS:
            del line[head]
        return Place(True, await self.get(name)) if head == who else Place(False)

    async def beat(self, name: str, who: str) -> bool:
        """Says that `who` is still at work."""
        line = self._lines.get(name, OrderedDict())
        if who in line:
            line[who] = self._clock()
        return next(iter(line), None) == who

    async def leave(self, name: str, who: str, then: Leaving, value: bytes = b"", seconds: float = 0) -> bool:
        """Takes `who` out of the line, and does `then`."""
        line = self._lines.get(name, OrderedDict())
        mine = next(iter(line), None) == who
        if then is Leaving.DROP:
            await self.delete(name)
        elif mine and (then is Leaving.MAKE or (then is Leaving.SAVE and await self.get(name) is not None)):
            await self.put(name, value, seconds)
        line.pop(who, None)
        if not line:
            self._lines.pop(name, None)
        return mine
