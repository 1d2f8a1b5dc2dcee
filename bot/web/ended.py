"""Which conversations were ended on purpose, so that sending an old form again cannot bring her words back.

After she has left, "Back" and "send the form again" would repeat her last message to the server. One
that merely expired may start anew with it; one she erased must show an empty page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from bot.privacy.conversations import Conversations, conversation_id

KEPT_SECONDS = 24 * 3600
MAX_KEPT = 50_000
"""Digests only, in memory, the oldest leaves first: about 10 MB at most."""


class Ended:
    """Ends conversations and remembers, for a day, the digest of those it ended."""

    def __init__(self, conversations: Conversations, clock: Callable[[], float] = time.monotonic) -> None:
        self._conversations = conversations
        self._clock = clock
        self._when: dict[str, float] = {}
        self._lock = threading.Lock()

    def end(self, token: str) -> None:
        """Deletes the conversation of `token`, whether or not it lives."""
        identity = conversation_id(token)
        self._conversations.forget(identity)
        with self._lock:
            limit = self._clock() - KEPT_SECONDS
            self._when.pop(identity, None)
            self._when[identity] = self._clock()
            while self._when and (len(self._when) > MAX_KEPT or next(iter(self._when.values())) < limit):
                del self._when[next(iter(self._when))]

    def __contains__(self, token: object) -> bool:
        """Whether the conversation of `token` was ended here."""
        with self._lock:
            return isinstance(token, str) and conversation_id(token) in self._when
