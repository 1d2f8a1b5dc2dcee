"""Asking a part whether it answers, without waiting for one that says nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable

PATIENCE_SECONDS = 1.0


class Probe:
    """Calls `ask` in a thread of its own. While an earlier call has not come back, no other one is made."""

    def __init__(self, ask: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> None:
        self._ask = ask
        self._patience = patience
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._said = False

    def __call__(self) -> bool:
        """What `ask` says within the patience; False when it does not say it."""
        with self._lock:
            if self._asking is not None and self._asking.is_alive():
                return False
            asking = self._asking = threading.Thread(target=self._run, name="probe", daemon=True)
            asking.start()
        asking.join(self._patience)
        return self._said and not asking.is_alive()

    def _run(self) -> None:
        self._said = False
        self._said = self._ask()
