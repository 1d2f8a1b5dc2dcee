"""Who writes, without keeping who: daily keys, messages seen, rates. All bounded, nothing on a disk.

In memory of this process, or in the store that several share (bot/privacy/store.py).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum

from bot.privacy.conversations import IDLE_SECONDS, Conversations
from bot.privacy.keys import Keys
from bot.privacy.sealing import Handle
from bot.privacy.store import MemoryStore, Store, StoreDown

KEY_SECONDS = 24 * 3600
PER_MINUTE = 12
PER_HOUR = 60
SEEN_SECONDS = 15 * 60
"""How long a gateway may repeat a message: Kannel gives up after minutes, Twilio after seconds."""
MOST_SEEN = 20_000
MOST_SENDERS = 20_000

Clock = Callable[[], float]


def is_phone(sender: str) -> bool:
    """True for a number a person writes from; short codes and named senders are machines, never answered."""
    return re.fullmatch(r"\+?[\d\s().-]{7,24}", sender) is not None and 7 <= len(digits(sender)) <= 15


def digits(sender: str) -> str:
    """The digits of a number, a North American one with its 1: the same phone whatever the gateway writes."""
    only = re.sub(r"\D", "", sender)
    return f"1{only}" if len(only) == 10 else only


class Senders:
    """Names a sender by HMAC-SHA256 of the number, under a key made at random each day and never written.

    The number itself is not kept. Yesterday's key lives half an hour more, for the conversation under way
    when the day turns; after that nobody, we included, can tell that two identities were one phone.
    """

    def __init__(self, conversations: Conversations, keys: Keys) -> None:
        self._conversations = conversations
        self._keys = keys

    async def handle(self, sender: str) -> Handle:
        """The handle of `sender`: of the conversation that goes on, else of today's."""
        today, before = await self._keys.keys("sms", KEY_SECONDS, IDLE_SECONDS)
        if before is not None:
            known = _handle(before, sender)
            if await self._conversations.knows(known.identity):
                return known
        return _handle(today, sender)


def _handle(key: bytes, sender: str) -> Handle:
    number = digits(sender).encode()
    name = "sms-" + hmac.new(key, b"name\0" + number, hashlib.sha256).hexdigest()[:40]
    return Handle(name, hmac.new(key, b"seal\0" + number, hashlib.sha256).digest())


class Seen:
    """Message ids of the last minutes, so that what a gateway repeats is answered once."""

    def __init__(self, clock: Clock = time.monotonic, store: Store | None = None) -> None:
        self._here = MemoryStore(clock, MOST_SEEN)
        self._store = store

    async def first_time(self, gateway: str, message_id: str) -> bool:
        """True at the first call for this id within SEEN_SECONDS; an empty id is always new.

        While the shared store is down, what this process saw counts: better answered twice than never.
        """
        if not message_id:
            return True
        name = _seen(gateway, message_id)
        if not await self._here.add(name, b"1", SEEN_SECONDS):
            return False
        try:
            return self._store is None or await self._store.add(name, b"1", SEEN_SECONDS)
        except StoreDown:
            return True

    async def holds(self, gateway: str, message_id: str) -> bool:
        """Whether this id was given to `first_time` within SEEN_SECONDS."""
        name = _seen(gateway, message_id)
        if not message_id or await self._here.get(name) is not None:
            return bool(message_id)
        try:
            return self._store is not None and await self._store.get(name) is not None
        except StoreDown:
            return False

    async def forget(self, gateway: str, message_id: str) -> None:
        """Lets a message whose answer never left be answered when it comes again."""
        name = _seen(gateway, message_id)
        await self._here.delete(name)
        if self._store is not None:
            with suppress(StoreDown):
                await self._store.delete(name)


def _seen(gateway: str, message_id: str) -> str:
    # A digest: ids of some gateways are long, and bounded memory must mean bounded bytes.
    return "seen:" + hashlib.sha256(f"{gateway}\0{message_id}".encode()).hexdigest()


class Pace(Enum):
    """Whether a sender may be answered."""

    FINE = "fine"
    TOO_FAST = "too fast, to be told so"
    TOLD = "too fast, told already"


class Rates:
    """At most PER_MINUTE and PER_HOUR messages a sender; the first over the limit is to be told."""

    def __init__(self, clock: Clock = time.monotonic, store: Store | None = None) -> None:
        self._here = MemoryStore(clock, 2 * MOST_SENDERS)
        self._store = store or self._here

    async def pace(self, identity: str) -> Pace:
        """Counts one message of `identity`."""
        windows = [(f"minute:{identity}", 60.0), (f"hour:{identity}", 3600.0)]
        try:
            minute, hour = await self._store.count(windows)
        except StoreDown:
            minute, hour = await self._here.count(windows)
        over = max(minute - PER_MINUTE, hour - PER_HOUR)
        if over <= 0:
            return Pace.FINE
        return Pace.TOO_FAST if over == 1 else Pace.TOLD
