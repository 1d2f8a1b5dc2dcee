"""Makes guessing slow: after some failures, each further try waits longer. In memory; no address is kept.

An address is only known by a digest with a key that this process drew at start and never writes.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from directory.errors import TooManyAttempts

FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS = 4, 20
"""Failures before a wait: people mistype; an office shares one address."""
LONGEST_WAIT = 15 * 60.0
FORGOTTEN_AFTER = 60 * 60.0
"""Seconds."""
MOST_KEPT = 10_000


@dataclass
class _Failures:
    count: int = 0
    last: float = 0.0


class SlowDown:
    """Counts failures by account name, whether or not the account exists, and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._failures: dict[bytes, _Failures] = {}
        self._lock = threading.Lock()

    def attempt(self, username: str, address: str) -> None:
        """Count a try as failed until `succeeded` says otherwise; raises TooManyAttempts when too soon.

        Counted before the password is looked at: tries sent at the same time do not slip through together.
        """
        now = self._clock()
        keys = (
            (self._name("account", username), FREE_FOR_ACCOUNT),
            (self._name("address", address), FREE_FOR_ADDRESS),
        )
        with self._lock:
            self._forget(now)
            wait = max(self._wait(self._failures.get(key), free, now) for key, free in keys)
            if wait > 0:
                raise TooManyAttempts(math.ceil(wait))
            for key, _ in keys:
                failures = self._failures.setdefault(key, _Failures())
                if now - failures.last >= FORGOTTEN_AFTER:
                    failures.count = 0
                failures.count += 1
                failures.last = now

    def succeeded(self, username: str, address: str) -> None:
        """Forget the failures of the account; the address only takes this try back."""
        with self._lock:
            self._failures.pop(self._name("account", username), None)
            failures = self._failures.get(self._name("address", address))
            if failures is not None:
                failures.count = max(0, failures.count - 1)

    def _name(self, kind: str, value: str) -> bytes:
        return hashlib.blake2b(f"{kind}:{value}".encode(), key=self._key, digest_size=16).digest()

    @staticmethod
    def _wait(failures: _Failures | None, free: int, now: float) -> float:
        if failures is None or failures.count < free or now - failures.last >= FORGOTTEN_AFTER:
            return 0.0
        # 2, 4, 8… seconds; the exponent is bounded, the power of a large number is not.
        delay = min(LONGEST_WAIT, 2.0 ** min(failures.count - free + 1, 12))
        return failures.last + delay - now

    def _forget(self, now: float) -> None:
        """Drop what is old; when a flood of names fills the table, the fewest failures go first."""
        if len(self._failures) < MOST_KEPT:
            return
        self._failures = {key: one for key, one in self._failures.items() if now - one.last < FORGOTTEN_AFTER}
        if len(self._failures) >= MOST_KEPT:
            ordered = sorted(self._failures.items(), key=lambda item: (item[1].count, item[1].last))
            self._failures = dict(ordered[MOST_KEPT // 2 :])
