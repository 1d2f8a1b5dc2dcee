"""ISO weeks, seasons of thirteen of them, and three parts of a season; numbers come out after each part.

The season changes with weeks 1, 14, 27 and 40, its parts after four, eight and all of its weeks: fixed
limits, so that no two periods can be chosen that differ by a week.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directory.geography import QUEBEC
from directory.hours import day_and_month
from directory.veille.errors import PeriodInvalid

NAMES = ("hiver", "printemps", "ete", "automne")
LABELS = ("hiver", "printemps", "été", "automne")
FIRST_WEEKS = (1, 14, 27, 40)
PARTS = 3
_PART_WEEKS = 4
_WRITTEN = re.compile(r"(\d{4})-(hiver|printemps|ete|été|automne)")


def monday(at: datetime) -> date:
    """Return the Monday of the week of `at` (aware), as weeks go in Québec."""
    day = at.astimezone(QUEBEC).date()
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, order=True)
class Season:
    """A quarter of an ISO year; `quarter` from 0 (hiver) to 3 (automne)."""

    year: int
    quarter: int

    @classmethod
    def read(cls, text: str) -> Season:
        """Return the season written `2026-automne`; raises PeriodInvalid."""
        found = _WRITTEN.fullmatch(text.strip().casefold())
        if found is None or not 2000 <= int(found[1]) <= 9000:
            raise PeriodInvalid("A season is written like 2026-automne (hiver, printemps, ete or automne).")
        return cls(int(found[1]), NAMES.index(found[2].replace("é", "e")))

    @classmethod
    def of(cls, day: date) -> Season:
        """Return the season that `day` lies in."""
        year, week, _ = day.isocalendar()
        return cls(year, min(3, (week - 1) // 13))

    @property
    def key(self) -> str:
        """As written in addresses and commands."""
        return f"{self.year}-{NAMES[self.quarter]}"

    @property
    def label(self) -> str:
        """As read by people: "automne 2026"."""
        return f"{LABELS[self.quarter]} {self.year}"

    @property
    def first(self) -> date:
        """Its first Monday."""
        return date.fromisocalendar(self.year, FIRST_WEEKS[self.quarter], 1)

    @property
    def end(self) -> date:
        """The Monday after its last week (the autumn of a long year has fourteen)."""
        return self.next().first

    def next(self) -> Season:
        """Return the season after it."""
        return Season(self.year + 1, 0) if self.quarter == 3 else Season(self.year, self.quarter + 1)

    def part_end(self, parts: int) -> date:
        """The Monday after the first `parts` (1 to 3) parts."""
        return self.end if parts == PARTS else self.first + timedelta(weeks=_PART_WEEKS * parts)

    def parts_over(self, today: date) -> int:
        """How many parts are over on `today`, 0 to 3."""
        return sum(1 for parts in range(1, PARTS + 1) if self.part_end(parts) <= today)


@dataclass(frozen=True, order=True)
class Period:
    """What is published at once: the first `parts` parts of a season."""

    season: Season
    parts: int

    @property
    def key(self) -> str:
        """As kept in the database: "2026-automne/2"."""
        return f"{self.season.key}/{self.parts}"

    @property
    def first(self) -> date:
        """Its first Monday."""
        return self.season.first

    @property
    def end(self) -> date:
        """The Monday after its last week."""
        return self.season.part_end(self.parts)

    @property
    def whole(self) -> bool:
        """Whether the season is over."""
        return self.parts == PARTS

    def weeks(self) -> tuple[date, ...]:
        """Return its Mondays."""
        return tuple(self.first + timedelta(weeks=n) for n in range((self.end - self.first).days // 7))

    @property
    def label(self) -> str:
        """ "automne 2026", or "automne 2026, jusqu'au 22 novembre" while the season lasts."""
        if self.whole:
            return self.season.label
        return f"{self.season.label}, jusqu'au {french_day(self.end - timedelta(days=1))}"


def french_day(day: date) -> str:
    """Return "22 novembre 2026"."""
    return f"{day_and_month(day)} {day.year}"


def published_at(season: Season, today: date) -> Period | None:
    """Return what is published of `season` on `today`: its parts that are over; None when none is."""
    parts = season.parts_over(today)
    return Period(season, parts) if parts else None


def seasons_between(first: date, last: date) -> Iterator[Season]:
    """Yield the seasons from the one of `first` to the one of `last`."""
    season = Season.of(first)
    while season.first <= last:
        yield season
        season = season.next()
