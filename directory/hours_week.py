"""Opening hours in OSM syntax told as an ordinary week in French, to be read over before they are saved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from opening_hours import State

from directory.geography import QUEBEC
from directory.hours import DAYS, clock, parsed_hours, public_holidays

CLOSED, UNKNOWN, ALWAYS = "fermé", "on ne sait pas", "jour et nuit"
_ORDINARY_WEEKS = 8


def week_words(expression: str, today: date, zone: ZoneInfo = QUEBEC) -> list[tuple[str, str]]:
    """Return (days, hours) of the next week without a public holiday, then what holds on holidays.

    Days in a row with the same hours are one line. Raises InvalidOpeningHours.

    >>> week_words("Mo-Fr 09:00-12:00,13:00-16:30; PH off", date(2026, 11, 24))[0]
    ('lundi au vendredi', 'de 9 h à 12 h et de 13 h à 16 h 30')
    """
    monday = _ordinary_monday(today)
    parsed = parsed_hours(expression, monday.year, zone)
    told = [_day_words(parsed, monday + timedelta(days=number), zone) for number in range(7)]
    lines: list[tuple[str, str]] = []
    start = 0
    for number in range(1, 8):
        if number == 7 or told[number] != told[start]:
            lines.append((_days(start, number - 1), told[start]))
            start = number
    holiday = _next_holiday(today)
    words = _day_words(parsed_hours(expression, holiday.year, zone), holiday, zone)
    if words != told[holiday.weekday()]:
        lines.append(("jours fériés", words))
    return lines


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "tous les jours"
    if first == last:
        return DAYS[first]
    return f"{DAYS[first]} {'et' if last == first + 1 else 'au'} {DAYS[last]}"


def _day_words(parsed: Any, day: date, zone: ZoneInfo) -> str:
    """Return the hours of one day; a night that began the day before belongs to that day."""
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    spans, unknown = [], False
    for begin, until, state, _ in parsed.intervals(start - timedelta(hours=1), end + timedelta(hours=12)):
        if state == State.OPEN and begin <= start and until >= end:
            return ALWAYS
        if state == State.OPEN and start <= begin < end:
            spans.append(f"de {clock(begin)} à {clock(until)}")
        unknown = unknown or (state == State.UNKNOWN and begin < end and until > start)
    if spans:
        return " et ".join(spans)
    return UNKNOWN if unknown else CLOSED


def _ordinary_monday(today: date) -> date:
    monday = today + timedelta(days=-today.weekday() % 7)
    for _ in range(_ORDINARY_WEEKS):
        week = {monday + timedelta(days=number) for number in range(-1, 8)}
        if not week & public_holidays(monday.year):
            break
        monday += timedelta(days=7)
    return monday


def _next_holiday(today: date) -> date:
    days = sorted(public_holidays(today.year) | public_holidays(today.year + 1))
    # A holiday on a weekday tells more than one on a day that is closed anyway.
    return next(day for day in days if day > today and day.weekday() < 5)
