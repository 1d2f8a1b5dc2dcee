"""Conversations live here and nowhere else: in memory, under a hashed token, gone after half an hour idle.

Nothing is ever written to disk. What is held is already redacted (bot/privacy/redaction.py). Several
processes share theirs through bot/privacy/shared.py, which keeps here only the turns under way.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from bot.privacy.sealing import Handle, handle_of

IDLE_SECONDS = 30 * 60
"""A conversation nobody writes in is forgotten after this long."""

MAX_CONVERSATIONS = 20_000
"""More at once than a province needs; the longest silent one leaves first, so memory stays bounded."""


PATIENCE_SECONDS = 1.8
"""How long a message waits for the ones of the same conversation before it."""


class Busy(RuntimeError):
    """Other messages of the same conversation are still being answered."""


def new_token() -> str:
    """An unguessable token for a new conversation (256 bits, URL-safe). Only its holder ever has it."""
    return secrets.token_urlsafe(32)


def conversation_id(token: str) -> str:
    """The name of a conversation inside the process: a digest, so that no token is held or logged."""
    return handle_of(token).identity


REMEMBERED = 40
"""Sentences of ours remembered per conversation; none is a person's."""


@dataclass
class Conversation:
    """One conversation: who may answer what was offered, and the engine's own memory of it."""

    channel: str
    offered: tuple[tuple[str, str], ...] = ()
    """Choices of the last reply: (id, title) in the order of their numbers."""
    last_reply: Any = None
    open_kinds: tuple[str, ...] = ()
    """Kinds of danger said in this conversation and not taken back."""
    pending_question: str | None = None
    spoken: tuple[str, ...] = ()
    """Our own sentences said lately, so that none comes twice running."""
    engine: Mapping[str, Any] | None = None
    """The compacted tracker (bot/conversation/tracker_store.py)."""
    counted: tuple[str, ...] = ()
    """What it was counted for, so that nothing is counted twice (bot/conversation/counts.py)."""
    answered: tuple[tuple[str, Any], ...] = ()
    """The last messages that came with an id, and their replies: what is sent again is answered the same."""
    channel_state: Mapping[str, Any] = field(default_factory=dict)
    """What the channel itself remembers, as JSON would hold it (bot/channels/sms.py)."""
    touched: float = field(default=0.0)
    of_another: bool = False
    """Whether the danger told last is that of another woman."""

    def say(self, *sentences: str) -> None:
        """Remembers `sentences` of ours as those said last, each once, the REMEMBERED latest."""
        kept = (one for one in self.spoken if one not in sentences)
        self.spoken = (*kept, *sentences)[-REMEMBERED:]


@dataclass
class Held:
    """A conversation while one message is answered. `lost`: what was said before cannot be reached now, or,
    at the end, what this message changed could not be kept."""

    lost: bool = False


class Conversations:
    """All live conversations of this process. Safe to use from several threads."""

    def __init__(
        self, idle_seconds: float = IDLE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._idle = idle_seconds
        self._clock = clock
        self._held: dict[str, Conversation] = {}
        self._lock = threading.Lock()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def begin(self, channel: str) -> str:
        """A new conversation on `channel`, wherever conversations are kept; returns its token."""
        return self.open(channel)

    @asynccontextmanager
    async def hold(
        self,
        handle: Handle,
        channel: str,
        *,
        make: bool = False,
        patience: float = PATIENCE_SECONDS,
        surely: bool = False,  # noqa: ARG002 - one process never goes before itself
    ) -> AsyncIterator[Held]:
        """One message at a time, in the order they came: the block runs when those before it are answered.

        Inside, the methods below see the conversation if it lives, or a new one on `channel` when `make`.
        Raises Busy after `patience` seconds of waiting; with `surely` also at the end, when this process
        stood still so long that another message went before and nothing of the block could be kept.
        """
        async with self._turn(handle.identity, patience):
            if make:
                self.ensure(handle.identity, channel)
            yield Held()

    async def knows(self, identity: str) -> bool:
        """Whether the conversation named `identity` lives; asking does not keep it alive."""
        with self._lock:
            self._forget_idle()
            return identity in self._held

    async def end(self, identity: str) -> None:
        """Deletes a conversation whole, wherever conversations are kept."""
        self.forget(identity)

    @asynccontextmanager
    async def _turn(self, identity: str, patience: float) -> AsyncIterator[None]:
        turn = self._turns.get(identity)
        if turn is None:
            turn = self._turns[identity] = asyncio.Lock()
        try:
            await asyncio.wait_for(turn.acquire(), patience)
        except TimeoutError as late:
            raise Busy("Other messages of this conversation are still being answered.") from late
        try:
            yield
        finally:
            turn.release()

    def open(self, channel: str) -> str:
        """A new conversation on `channel`; returns its token."""
        token = new_token()
        self.ensure(conversation_id(token), channel)
        return token

    def ensure(self, identity: str, channel: str) -> Conversation:
        """The conversation named `identity`, made if there is none."""
        with self._lock:
            self._forget_idle()
            found = self._held.pop(identity, None) or Conversation(channel)
            found.touched = self._clock()
            # Insertion order is order of last use: the first entry is always the longest silent.
            self._held[identity] = found
            while len(self._held) > MAX_CONVERSATIONS:
                self._held.pop(next(iter(self._held)))
            return found

    def get(self, identity: str) -> Conversation | None:
        """The conversation named `identity` if it lives; asking keeps it alive."""
        with self._lock:
            self._forget_idle()
            found = self._held.pop(identity, None)
            if found is not None:
                found.touched = self._clock()
                self._held[identity] = found
            return found

    def forget(self, identity: str) -> bool:
        """Deletes a conversation whole; True when there was one."""
        with self._lock:
            return self._held.pop(identity, None) is not None

    def forget_idle(self) -> int:
        """Deletes what has been silent too long; returns how many live on."""
        with self._lock:
            self._forget_idle()
            return len(self._held)

    def identities(self) -> list[str]:
        """The names of the living conversations."""
        with self._lock:
            return list(self._held)

    def _forget_idle(self) -> None:
        limit = self._clock() - self._idle
        while self._held:
            identity = next(iter(self._held))
            if self._held[identity].touched > limit:
                return
            del self._held[identity]
