"""Which addresses are for whom: people get pages, programs get JSON, probes are let in whatever happens."""

from __future__ import annotations

MACHINES = ("/health", "/ready", "/metrics")
"""What watches the server."""
SMS = "/sms/"
_PROGRAMS = ("/api/", "/hsds", SMS, *MACHINES)


def is_for_programs(path: str) -> bool:
    """Whether a program asks for `path`: an error there is JSON; everywhere else it is a page."""
    return path.startswith(_PROGRAMS)
