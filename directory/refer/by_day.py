"""Hours known only as words: an office, an appointment or a voice mail answers by day alone.

No door opens on what is read here, so that less is enough than for ``directory.hours_text``: it only keeps
an office from standing before those that answer in the night.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from directory.geography import fold

# From this hour to that one no office answers.
EVENING, MORNING = time(20), time(7, 30)

_OFFICE = re.compile(r"\bouvrables?\b|\bbureaux?\b|\brendez vous\b|\bboite vocale\b|\b(?:de|le) jour\b")
_LATE = re.compile(r"\b24 ?(?:h\b|7\b|heures\b)|\bsoirs?\b|\bnuits?\b|\ben tout temps\b")
_HOUR = re.compile(r"(?<!\d)(\d{1,2})(?: ?h(?![a-z])| \d\d(?!\d))")
# Hours named without their days are those of an office when all of them lie between these two.
_EARLIEST, _LATEST = 6, 20


def at_night(at: datetime, zone: ZoneInfo) -> bool:
    """Whether offices are shut at this hour, whatever their hours are."""
    clock = at.astimezone(zone).time()
    return clock >= EVENING or clock < MORNING


@lru_cache(maxsize=1024)
def says_by_day(hours: str | None, note: str | None = None) -> bool:
    """Whether the words of the hours, or the note of the number to call first, say that it answers by day."""
    return _by_day(hours, bare_hours=True) or _by_day(note, bare_hours=False)


def _by_day(text: str | None, *, bare_hours: bool) -> bool:
    words = fold(text or "")
    if _LATE.search(words):
        return False
    named = [int(hour) for hour in _HOUR.findall(words)]
    if any(not _EARLIEST <= hour <= _LATEST for hour in named):
        return False
    return bool(_OFFICE.search(words)) or (bare_hours and len(named) > 1)
