"""Keys that name people for a while and then are gone: of phones for a day, of addresses for minutes.

In one process a key is drawn at random and never leaves its memory. Several processes need the same one: a
random salt in the shared store, mixed with the operator's secret. The store alone does not give the key, and
once the salt has expired neither does the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from bot.privacy.store import Store, StoreDown

FRESH_SECONDS = 20.0
"""How long a process relies on what it read before it looks again: another may have drawn after a restart."""
SALT_BYTES = 32


class Keys:
    """Keys by purpose, drawn anew each period.

    `clock`: seconds; all processes that share a store must agree on it (the default is the time of day).
    """

    def __init__(
        self,
        store: Store | None = None,
        secret: bytes | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._secret = secret or secrets.token_bytes(SALT_BYTES)
        self._clock = clock
        self._read: dict[tuple[str, int], tuple[bytes | None, float]] = {}

    async def keys(self, purpose: str, seconds: float, longer: float = 0) -> tuple[bytes, bytes | None]:
        """The key of this period of `seconds`, and for `longer` seconds into it that of the one before."""
        now = self._clock()
        period = int(now // seconds)
        late = now - period * seconds < longer
        # The salts of older periods are forgotten here and now.
        living = (period - 1, period) if late else (period,)
        self._read = {
            name: read for name, read in self._read.items() if name[0] != purpose or name[1] in living
        }
        salt = await self._salt(purpose, period, seconds + longer, make=True)
        before = await self._salt(purpose, period - 1, seconds, make=False) if late else None
        assert salt is not None  # noqa: S101 - made when there is none
        return self._key(salt), self._key(before) if before else None

    def _key(self, salt: bytes) -> bytes:
        return hmac.new(self._secret, salt, hashlib.sha256).digest()

    async def _salt(self, purpose: str, period: int, seconds: float, *, make: bool) -> bytes | None:
        now = self._clock()
        known, read = self._read.get((purpose, period), (None, now - FRESH_SECONDS))
        if 0 <= now - read < FRESH_SECONDS:
            return known
        found = known
        if self._store is not None:
            name = f"salt:{purpose}:{period}"
            try:
                found = await self._store.get(name)
                if found is None and make:
                    # A restarted store has forgotten: what this process knows goes back in.
                    drawn = known or secrets.token_bytes(SALT_BYTES)
                    added = await self._store.add(name, drawn, seconds)
                    found = drawn if added else await self._store.get(name)
            except StoreDown:
                found = known
        if found is None and make:
            found = secrets.token_bytes(SALT_BYTES)
        self._read[purpose, period] = (found, now)
        return found
