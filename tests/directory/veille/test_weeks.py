"""Weeks as they go in Québec, seasons that never overlap, parts that end on fixed Mondays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from directory.veille.errors import PeriodInvalid
from directory.veille.weeks import Period, Season, monday, published_at, seasons_between

AUTUMN = Season(2026, 3)


def test_a_week_begins_on_monday_in_quebec() -> None:
    sunday_night = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert monday(sunday_night) == date(2026, 11, 16)
    assert monday(sunday_night + timedelta(hours=3)) == date(2026, 11, 23)


def test_every_week_of_thirty_years_has_one_season() -> None:
    day, seasons = date(2010, 1, 4), list(seasons_between(date(2010, 1, 4), date(2040, 1, 1)))
    while day < date(2039, 1, 1):
        holding = [season for season in seasons if season.first <= day < season.end]
        assert holding == [Season.of(day)]
        day += timedelta(weeks=1)
    assert all(one.end == other.first for one, other in pairwise(seasons))
    assert {(season.end - season.first).days // 7 for season in seasons} == {13, 14}


def test_parts_come_out_when_they_are_over() -> None:
    assert AUTUMN.first == date(2026, 9, 28)
    # 2026 has 53 weeks.
    assert AUTUMN.end == date(2027, 1, 4)
    out = {
        day: published_at(AUTUMN, day) for day in (date(2026, 10, 25), date(2026, 10, 26), date(2026, 11, 28))
    }
    assert out == {
        date(2026, 10, 25): None,
        date(2026, 10, 26): Period(AUTUMN, 1),
        date(2026, 11, 28): Period(AUTUMN, 2),
    }
    assert published_at(AUTUMN, date(2027, 1, 4)) == Period(AUTUMN, 3)
    assert len(Period(AUTUMN, 2).weeks()) == 8
    assert Period(AUTUMN, 2).label == "automne 2026, jusqu'au 22 novembre 2026"
    assert Period(AUTUMN, 3).label == "automne 2026"


@pytest.mark.parametrize("text", ["2026-automne", " 2026-AUTOMNE "])
def test_a_season_is_read(text: str) -> None:
    assert Season.read(text) == AUTUMN
    assert Season.read("2026-été") == Season.read("2026-ete") == Season(2026, 2)


@pytest.mark.parametrize(
    "text", ["", "automne", "2026", "26-automne", "0001-hiver", "2026-automne/2", "2026-autumn"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(PeriodInvalid, match="2026-automne"):
        Season.read(text)
