"""HTTP connections that send nothing, or one letter a second, do not stay.

uvicorn closes a connection that is idle after an answer; it waits for ever for the first request, and for the
rest of a request line. Here a whole request head must come within `HEAD_SECONDS`, and one process holds at
most `MOST_CONNECTIONS`.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.web.errors import with_numbers

HEAD_SECONDS = 10.0
HEAD_BYTES = 16 * 1024
"""Of one request line and its headers."""
MOST_CONNECTIONS = 2_000

_BODY = json.dumps(
    {"error": {"code": "too_many", "message": with_numbers("Beaucoup de monde écrit en même temps.")}},
    ensure_ascii=False,
).encode()
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 5\r\ncache-control: no-store\r\n"
    b"content-type: application/json\r\ncontent-length: " + str(len(_BODY)).encode() + b"\r\n\r\n" + _BODY
)


class PatientProtocol(H11Protocol):
    """uvicorn's h11 protocol with a limit of time for each request head, and of connections."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.write(_FULL)
            transport.close()
            return
        self._wait_for_a_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of it."""
        self._head_came()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes: when a request has begun to be answered, its head is here."""
        super().data_received(data)
        if self._answering():
            self._head_came()

    def on_response_complete(self) -> None:
        """An answer has left; the next head may come."""
        super().on_response_complete()
        if not self._answering() and not self.transport.is_closing():
            self._wait_for_a_head()

    def _answering(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait_for_a_head(self) -> None:
        self._head_came()
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        if not self._answering() and not self.transport.is_closing():
            self.transport.close()
