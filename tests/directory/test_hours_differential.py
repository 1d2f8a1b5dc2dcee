"""Our hours against python-dateutil: weekly recurrence rules laid out on the wall clock, minute by minute.

Thousands of instants over three years, those around each change of the clocks included.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import WEEKLY, rrule

from directory.geography import QUEBEC
from directory.hours import hours_at, public_holidays
from directory.hsds.schedules import OSM_DAYS

START, END = date(2025, 1, 1), date(2027, 12, 31)
CHANGES = [
    date(2025, 3, 9),
    date(2025, 11, 2),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2027, 3, 14),
    date(2027, 11, 7),
]
# (days, opening minute, closing minute: past 1440 is the next day), holidays closed
WEEKS = [
    ([(range(0, 5), 510, 990)], True),
    ([(range(0, 7), 480, 1440)], False),
    ([(range(0, 7), 1080, 2160)], False),
    ([(range(0, 5), 480, 720), (range(0, 5), 780, 990)], True),
    ([(range(0, 5), 480, 1200), (range(5, 7), 480, 960)], False),
    ([(range(4, 6), 1320, 1620)], False),
    ([(range(0, 4), 540, 1020)], True),
    ([([6], 60, 210)], False),
    ([([0, 2, 4], 0, 150), ([1], 1350, 1590)], False),
]


def expression(spans: list, closed_on_holidays: bool) -> str:
    by_days: dict[str, list[str]] = {}
    for days, opens, closes in spans:
        words = ",".join(OSM_DAYS[day] for day in days)
        by_days.setdefault(words, []).append(
            f"{_clock(opens)}-{_clock(closes if closes <= 1440 else closes - 1440)}"
        )
    rules = "; ".join(f"{days} {','.join(times)}" for days, times in by_days.items())
    return f"{rules}; PH off" if closed_on_holidays else rules


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def intervals(spans: list, closed_on_holidays: bool) -> list[tuple[datetime, datetime]]:
    """Every opening between START and END, on the wall clock."""
    found = []
    first, last = datetime.combine(START, time()), datetime.combine(END, time())
    for days, opens, closes in spans:
        for day in rrule(WEEKLY, dtstart=first - timedelta(days=7), until=last, byweekday=list(days)):
            if closed_on_holidays and day.date() in public_holidays(day.year):
                continue
            found.append((day + timedelta(minutes=opens), day + timedelta(minutes=closes)))
    return sorted(found)


def instants(seed: int) -> list[datetime]:
    """Wall-clock instants: at random, at the edges of days, and thick around the changes of the clocks."""
    draw = random.Random(seed)
    span = (END - START).days - 2
    found = [
        datetime.combine(START, time())
        + timedelta(days=draw.randrange(1, span), minutes=draw.randrange(1440))
        for _ in range(600)
    ]
    for day in CHANGES:
        midnight = datetime.combine(day, time())
        found += [midnight + timedelta(minutes=step) for step in range(-180, 420, 15)]
    for year in (2025, 2026, 2027):
        for day in public_holidays(year):
            found += [datetime.combine(day, time(hour, 59)) for hour in (0, 9, 23)]
    return found


def exists(wall: datetime) -> bool:
    """Whether the wall clock shows this time at all (it jumps over an hour in spring)."""
    aware = wall.replace(tzinfo=QUEBEC)
    return datetime.fromtimestamp(aware.timestamp(), QUEBEC).replace(tzinfo=None) == wall


@pytest.mark.parametrize(("number", "week"), enumerate(WEEKS))
def test_state_agrees_with_recurrence_rules(number: int, week: tuple) -> None:
    spans, closed = week
    text = expression(spans, closed)
    openings = intervals(spans, closed)
    checked = 0
    for wall in instants(number):
        if not exists(wall):
            continue
        expected = any(start <= wall < end for start, end in openings)
        for fold in (0, 1):
            found = hours_at(text, wall.replace(tzinfo=QUEBEC, fold=fold))
            assert found.open is expected, (text, wall, fold)
        checked += 1
    assert checked > 800


@pytest.mark.parametrize(("number", "week"), enumerate(WEEKS))
def test_next_change_agrees_with_recurrence_rules(number: int, week: tuple) -> None:
    spans, closed = week
    text = expression(spans, closed)
    edges = sorted({edge for opening in intervals(spans, closed) for edge in opening})
    openings = intervals(spans, closed)

    # Where one opening ends as the next begins nothing changes.
    def is_open(wall: datetime) -> bool:
        return any(start <= wall < end for start, end in openings)

    edges = [edge for edge in edges if is_open(edge) != is_open(edge - timedelta(minutes=1))]
    draw = random.Random(number)
    for wall in draw.sample(instants(number), 250):
        # The night the clocks change is held to its own table in test_hours.py.
        if any(abs((wall.date() - day).days) <= 1 for day in CHANGES):
            continue
        expected = next((edge for edge in edges if edge > wall), None)
        if expected is None:
            continue
        found = hours_at(text, wall.replace(tzinfo=QUEBEC)).next_change
        if expected - wall < timedelta(days=50) and exists(expected):
            assert found is not None, (text, wall)
            assert found.replace(tzinfo=None) == expected, (text, wall)
