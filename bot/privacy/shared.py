"""Conversations that several processes and machines share: sealed in a store, in memory only for one turn.

A turn takes its place in the conversation's line, reads it, answers, writes it back and leaves. So two
messages sent at once to two processes are answered one after the other, and a process that dies in mid-turn
leaves the conversation as it was before the message, which its sender sends again.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.privacy.conversations import (
    IDLE_SECONDS,
    PATIENCE_SECONDS,
    Busy,
    Conversation,
    Conversations,
    Held,
    new_token,
)
from bot.privacy.sealing import Handle, handle_of, seal, unseal
from bot.privacy.store import STALE_SECONDS, Leaving, Store, StoreDown

LOOK_SECONDS = 0.02
"""How often a message looks whether its turn has come."""
MOST_OWED = 10_000

Pack = Callable[[Conversation], bytes]
Unpack = Callable[[bytes], Conversation | None]
logger = logging.getLogger(__name__)


class SharedConversations(Conversations):
    """Conversations in `store`. `pack` and `unpack` turn one into bytes and back.

    When the store does not answer, a message is answered all the same, as the first of a new conversation
    that nobody keeps (`Held.lost`).
    """

    def __init__(
        self,
        store: Store,
        pack: Pack,
        unpack: Unpack,
        idle_seconds: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(idle_seconds, clock)
        self._store = store
        self._pack = pack
        self._unpack = unpack
        # Ended while the store was down: to be erased when it is back.
        self._owed: dict[str, float] = {}

    async def begin(self, channel: str) -> str:
        """A new conversation on `channel`; its token is good even if the store is down just now."""
        token = new_token()
        handle = handle_of(token)
        with suppress(StoreDown):
            await self._store.put(
                _name(handle.identity), self._sealed(handle, Conversation(channel)), self._idle
            )
        return token

    @asynccontextmanager
    async def hold(
        self,
        handle: Handle,
        channel: str,
        *,
        make: bool = False,
        patience: float = PATIENCE_SECONDS,
        surely: bool = False,
    ) -> AsyncIterator[Held]:
        """As `Conversations.hold`, in one line for all processes."""
        identity, who = handle.identity, secrets.token_hex(8)
        limit = self._clock() + patience
        async with self._turn(identity, patience):
            lost, known = False, None
            try:
                await self._pay()
                value = await self._stand(identity, who, limit)
                known = self._opened(handle, value) if value else None
            except StoreDown:
                lost = True
            there = known is not None
            if known is None and (make or lost):
                known = Conversation(channel)
            self._place(identity, known)
            ended = asyncio.Event()
            beat = None if lost else asyncio.create_task(self._beat(identity, who, ended))
            kept, held = True, Held(lost)
            try:
                yield held
            finally:
                ended.set()
                if beat is not None:
                    await beat
                left = self._take(identity)
                if not lost:
                    try:
                        kept = await self._leave(handle, who, there, left)
                    except StoreDown:
                        held.lost = True
                elif left is None:
                    self._owe(identity)
            if surely and not kept:
                raise Busy("This process stood still, and another message went before.")

    async def knows(self, identity: str) -> bool:
        """Whether the conversation named `identity` lives; not when the store does not answer."""
        try:
            return await self._store.get(_name(identity)) is not None
        except StoreDown:
            return False

    async def end(self, identity: str) -> None:
        """Deletes a conversation whole; as soon as the store is back when it is down."""
        self.forget(identity)
        try:
            await self._store.delete(_name(identity))
        except StoreDown:
            self._owe(identity)

    # ---- In memory while a turn is under way.

    def _place(self, identity: str, conversation: Conversation | None) -> None:
        with self._lock:
            self._held.pop(identity, None)
            if conversation is not None:
                conversation.touched = self._clock()
                self._held[identity] = conversation

    def _take(self, identity: str) -> Conversation | None:
        with self._lock:
            return self._held.pop(identity, None)

    # ---- The line.

    async def _stand(self, identity: str, who: str, limit: float) -> bytes | None:
        place = await self._store.stand(_name(identity), who)
        while not place.first:
            if self._clock() > limit:
                with suppress(StoreDown):
                    await self._store.leave(_name(identity), who, Leaving.KEEP)
                raise Busy("Other messages of this conversation are still being answered.")
            await asyncio.sleep(LOOK_SECONDS)
            place = await self._store.stand(_name(identity), who)
        return place.value

    async def _beat(self, identity: str, who: str, ended: asyncio.Event) -> None:
        """Says from time to time that this turn is still under way."""
        while not ended.is_set():
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(ended.wait(), STALE_SECONDS / 4)
                return
            with suppress(StoreDown):
                await self._store.beat(_name(identity), who)

    async def _leave(self, handle: Handle, who: str, there: bool, left: Conversation | None) -> bool:
        """Writes back and leaves the line; False when somebody else went before and nothing was written."""
        then, value = Leaving.KEEP, b""
        if left is not None:
            # What was erased elsewhere in mid-turn stays erased.
            then, value = (Leaving.SAVE if there else Leaving.MAKE), self._sealed(handle, left)
        elif there:
            then = Leaving.DROP
        try:
            kept = await self._store.leave(_name(handle.identity), who, then, value, self._idle)
        except StoreDown:
            if then is Leaving.DROP:
                self._owe(handle.identity)
                return True
            raise
        if not kept:
            # It took so long that another message of the conversation went before it.
            logger.warning("turn_overtaken")
        return kept or then is Leaving.DROP

    def _owe(self, identity: str) -> None:
        self._owed[identity] = self._clock() + self._idle
        if len(self._owed) > MOST_OWED:
            self._owed.pop(next(iter(self._owed)))

    async def _pay(self) -> None:
        """Erases what was ended while the store was down; what is older has gone by itself."""
        while self._owed:
            identity, until = next(iter(self._owed.items()))
            if until > self._clock():
                await self._store.delete(_name(identity))
            self._owed.pop(identity, None)

    # ---- Bytes.

    def _sealed(self, handle: Handle, conversation: Conversation) -> bytes:
        return seal(handle, self._pack(conversation))

    def _opened(self, handle: Handle, value: bytes) -> Conversation | None:
        plain = unseal(handle, value)
        return None if plain is None else self._unpack(plain)


def _name(identity: str) -> str:
    return f"talk:{identity}"
