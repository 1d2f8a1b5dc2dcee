"""Which conversations were ended on purpose, so that sending an old form again cannot bring her words back.

After she has left, "Back" and "send the form again" would repeat her last message to the server. One
that merely expired may start anew with it; one she erased must show an empty page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from bot.privacy.conversations import Conversations, conversation_id
from bot.privacy.store import MemoryStore, Store, StoreDown

KEPT_SECONDS = 24 * 3600
MAX_KEPT = 50_000
"""Digests only, in memory, the oldest leaves first: about 10 MB at most."""


class Ended:
    """Ends conversations and remembers, for a day, the digest of those it ended.

    `store`: where several processes remember together; this process always remembers its own as well.
    """

    def __init__(
        self,
        conversations: Conversations,
        clock: Callable[[], float] = time.monotonic,
        store: Store | None = None,
    ) -> None:
        self._conversations = conversations
        self._here = MemoryStore(clock, MAX_KEPT)
        self._store = store

    async def end(self, token: str) -> None:
        """Deletes the conversation of `token`, whether or not it lives."""
        identity = conversation_id(token)
        name = _name(token)
        # Remembered before it is deleted: an old form that comes between the two must find one or the other.
        await self._here.put(name, b"1", KEPT_SECONDS)
        if self._store is not None:
            with suppress(StoreDown):
                await self._store.put(name, b"1", KEPT_SECONDS)
        await self._conversations.end(identity)

    async def holds(self, token: str) -> bool:
        """Whether the conversation of `token` was ended on purpose."""
        name = _name(token)
        if await self._here.get(name) is not None:
            return True
        try:
            return self._store is not None and await self._store.get(name) is not None
        except StoreDown:
            return False


def _name(token: str) -> str:
    return f"ended:{conversation_id(token)}"
