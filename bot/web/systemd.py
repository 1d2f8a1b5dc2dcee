"""What systemd is told of a service of `Type=notify`: that it is ready, and that it still turns.

The protocol is that of sd_notify(3): one datagram of `NAME=value` to the socket that the environment names.
Whoever is silent for `WatchdogSec` is replaced: also a process in which native code holds Python's lock for
good, which no thread of its own could notice.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping
from contextlib import suppress

READY = b"READY=1"
TURNING = b"WATCHDOG=1"
SOCKET_VARIABLE = "NOTIFY_SOCKET"

logger = logging.getLogger(__name__)


class Notifier:
    """Tells systemd; says nothing where nobody listens."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._socket: socket.socket | None = None
        address = environment.get(SOCKET_VARIABLE, "")
        if not address.startswith(("/", "@")):
            return
        sending = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        # A supervisor that reads nothing must not stop who answers.
        sending.setblocking(False)
        try:
            sending.connect("\0" + address[1:] if address.startswith("@") else address)
        except OSError as problem:
            logger.error("systemd_unreachable", exc_info=problem)
            sending.close()
            return
        self._socket = sending

    def ready(self) -> None:
        """Everything is loaded and requests are answered."""
        self._send(READY)

    def turning(self) -> None:
        """Work goes on."""
        self._send(TURNING)

    def _send(self, state: bytes) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.send(state)
