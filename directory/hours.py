"""Opening hours: OSM syntax, Québec's public holidays, the right time zone, and French words for them.

The library knows Canada's holidays, not Québec's; so ``PH`` is written out as the dates of the years
around the instant before the library reads the expression.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from directory.errors import InvalidOpeningHours
from directory.geography import QUEBEC

MONTHS_OSM = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_HOLIDAY = re.compile(r"\b(PH|SH)\b")
# A place whose next change lies further away than this is told as it stands, without a date.
_HORIZON = timedelta(days=60)
# Changes of comment that are no change of state are stepped over, but not for ever.
_STEPS = 50


@dataclass(frozen=True)
class Hours:
    """Whether a place is open at an instant: ``open`` is True, False, or None when nobody can say.

    ``next_change`` is aware, in the zone of the place; None for "24/7", for unknown hours, and when
    nothing changes within sixty days. ``always`` is True for a place that never closes.
    """

    open: bool | None
    next_change: datetime | None
    always: bool = False


UNKNOWN = Hours(open=None, next_change=None)


def validate(expression: str) -> None:
    """Raise :class:`InvalidOpeningHours` unless ``expression`` is OSM syntax this module can evaluate."""
    _parsed(expression, 2026, "America/Toronto")


def hours_at(expression: str | None, at: datetime, zone: ZoneInfo = QUEBEC) -> Hours:
    """Return the state of a place at the aware instant ``at``; unknown without an expression."""
    if not expression:
        return UNKNOWN
    local = at.astimezone(zone)
    if expression.strip() == "24/7":
        return Hours(open=True, next_change=None, always=True)
    parsed = _parsed(expression, local.year, str(zone))
    state = parsed.state(local)[0]
    change = _next_change(parsed, local, state)
    if state == State.OPEN and parsed.next_change(local) is None:
        return Hours(open=True, next_change=None, always=True)
    if state == State.UNKNOWN:
        return Hours(open=None, next_change=None)
    return Hours(open=state == State.OPEN, next_change=change)


def open_at(expression: str | None, at: datetime, zone: ZoneInfo = QUEBEC) -> bool | None:
    """Return ``hours_at(expression, at, zone).open`` without looking for the next change."""
    if not expression:
        return None
    if expression.strip() == "24/7":
        return True
    local = at.astimezone(zone)
    state = _parsed(expression, local.year, str(zone)).state(local)[0]
    return None if state == State.UNKNOWN else bool(state == State.OPEN)


def _next_change(parsed: Any, local: datetime, state: Any) -> datetime | None:
    instant = local
    for _ in range(_STEPS):
        found = parsed.next_change(instant)
        if found is None or found - local > _HORIZON:
            return None
        after = parsed.state(found)[0]
        if after == State.UNKNOWN and state != State.UNKNOWN:
            return None
        if after != state:
            # In the night the clocks go back an hour stands twice: the first of the two comes first.
            first: datetime = found.replace(fold=0)
            return first if first.timestamp() > local.timestamp() else found
        instant = found
    return None


def parsed_hours(expression: str, year: int, zone: ZoneInfo = QUEBEC) -> Any:
    """Return the parsed expression (an ``opening_hours.OpeningHours``); raises InvalidOpeningHours."""
    return _parsed(expression, year, str(zone))


@lru_cache(maxsize=4096)
def _parsed(expression: str, year: int, zone: str) -> Any:
    """Return the parsed expression, ``PH`` written out for ``year`` and its neighbours."""
    try:
        return OpeningHours(with_holidays(expression, year), timezone=ZoneInfo(zone))
    except (ParserError, UnicodeEncodeError) as error:
        # Half a character (a lone surrogate) can be neither read nor printed.
        shown = expression.encode("utf-8", "replace").decode("utf-8")
        raise InvalidOpeningHours(f"« {shown} » is not valid opening-hours syntax (OSM).") from error


def with_holidays(expression: str, year: int) -> str:
    """Return ``expression`` with ``PH`` replaced by the holidays of Québec, ``year`` - 1 to ``year`` + 1.

    >>> with_holidays("Mo-Fr 09:00-17:00; PH off", 2026)[:47]
    'Mo-Fr 09:00-17:00; 2025 Jan 01,2025 Apr 18,2025'
    """
    if not _HOLIDAY.search(expression):
        return expression
    rules: list[str] = []
    for rule in re.split(r"\s*;\s*", expression):
        if not _HOLIDAY.search(rule):
            rules.append(rule)
            continue
        selector, _, rest = rule.partition(" ")
        words = selector.split(",")
        if "SH" in words or "PH" not in words or _HOLIDAY.search(rest):
            raise InvalidOpeningHours(
                f"« {rule} » is not supported: write public holidays as a rule of their own, like « PH off »."
            )
        other = ",".join(word for word in words if word != "PH")
        if other:
            rules.append(f"{other} {rest}".strip())
        rules.append(f"{_holiday_dates(year)} {rest}".strip())
    return "; ".join(rules)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return Québec's public holidays of a year, those moved off a Sunday included."""
    return frozenset(holidays.country_holidays("CA", subdiv="QC", years=year))


@lru_cache(maxsize=64)
def _holiday_dates(year: int) -> str:
    days = sorted(day for near in (year - 1, year, year + 1) for day in public_holidays(near))
    return ",".join(f"{day.year} {MONTHS_OSM[day.month - 1]} {day.day:02d}" for day in days)


def is_office_time(at: datetime, zone: ZoneInfo = QUEBEC) -> bool:
    """Return whether offices are usually open: a working day between 8:00 and 18:00."""
    local = at.astimezone(zone)
    if local.weekday() >= 5 or local.date() in public_holidays(local.year):
        return False
    return 8 <= local.hour < 18


def clock(instant: datetime) -> str:
    """Return the time of day as it is said in Québec: "9 h", "16 h 30", "minuit"."""
    if (instant.hour, instant.minute) == (0, 0):
        return "minuit"
    return f"{instant.hour} h" if instant.minute == 0 else f"{instant.hour} h {instant.minute:02d}"


def day_and_month(day: date) -> str:
    """Return "1er janvier", "22 novembre"."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]}"


def day_words(instant: datetime, at: datetime) -> str:
    """Return the day of ``instant`` seen from ``at``: "" today, "lundi", or "le lundi 4 janvier"."""
    days = (instant.date() - at.date()).days
    if days <= 0:
        return ""
    if days < 7:
        return DAYS[instant.weekday()]
    return f"le {DAYS[instant.weekday()]} {day_and_month(instant)}"


def phrase(hours: Hours, at: datetime, zone: ZoneInfo = QUEBEC) -> str | None:
    """Return the state in French for somebody whose clock shows ``zone``; None when unknown.

    "ouvert jour et nuit", "ouvert maintenant, ferme à 21 h", "fermé maintenant, ouvre lundi à 9 h".
    """
    if hours.open is None:
        return None
    if hours.always:
        return "ouvert jour et nuit"
    now = at.astimezone(zone)
    if hours.next_change is None:
        return "ouvert maintenant" if hours.open else "fermé maintenant"
    change = hours.next_change.astimezone(zone)
    if hours.open:
        # Closing in the small hours belongs to the same night: no day is named before noon tomorrow.
        tonight = change - now < timedelta(hours=18)
        day = "" if tonight else day_words(change, now)
        return " ".join(word for word in ("ouvert maintenant, ferme", day, f"à {clock(change)}") if word)
    day = day_words(change, now)
    return " ".join(word for word in ("fermé maintenant, ouvre", day, f"à {clock(change)}") if word)
