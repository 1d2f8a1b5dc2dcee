"""What is published of a period: made once, kept, then only read.

Several seasons together are sums of what was published: no choice of dates says more than that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.database import Database
from directory.models import VeilleRelease
from directory.veille.errors import PeriodInvalid
from directory.veille.protection import protect
from directory.veille.statements import Name, layouts_of
from directory.veille.store import first_week, read
from directory.veille.weeks import Period, Season, published_at, seasons_between


@dataclass(frozen=True)
class Publication:
    """The numbers of one period, or of several seasons together.

    `shown`: statement -> multiple of five, 0 when hidden (under five, or withheld to protect another one). Of
    several seasons a number is a lower bound: what was hidden in one of them is not in it.
    """

    periods: tuple[Period, ...]
    shown: dict[Name, int]

    def number(self, table: str, row: str, column: str) -> int:
        """Return one number; 0 when it is hidden."""
        return self.shown.get((table, row, column), 0)

    @property
    def label(self) -> str:
        """As people read it: "automne 2026", "été 2026 à automne 2026, jusqu'au 22 novembre 2026"."""
        first, last = self.periods[0], self.periods[-1]
        return last.label if first == last else f"{first.season.label} à {last.label}"

    @property
    def single(self) -> bool:
        """Whether it is one period: its numbers are then classes ("20" says 20 to 24)."""
        return len(self.periods) == 1


def made(session: Session, period: Period) -> Publication | None:
    """Return the publication of `period`, None when it was not made yet."""
    kept = session.get(VeilleRelease, period.key)
    if kept is None:
        return None
    shown = {(table, row, column): int(number) for table, row, column, number in json.loads(kept.content)}
    return Publication((period,), shown)


def make(database: Database, period: Period, today: date) -> Publication:
    """Return the publication of `period`, made now if it was not yet (seconds of work).

    Of two processes that make it at once, the first to write wins, and both return what was written.
    """
    if published_at(period.season, today) is None or period.end > today:
        raise PeriodInvalid(
            f"The period {period.key} is not over yet: its numbers come out after its last week."
        )
    with database.session() as session:
        known = made(session, period)
        if known is not None:
            return known
        counts = read(session, period.first, period.end)
    shown: list[tuple[str, str, str, int]] = []
    for layout in layouts_of(period):
        protected = protect(layout, layout.values(counts))
        # What is withheld is kept like what is small: even here nothing says which is which.
        shown += [(*name, number or 0) for name, number in protected.shown.items()]
    content = json.dumps([one for one in shown if one[3]], ensure_ascii=False, separators=(",", ":"))
    with database.session() as session:
        if session.get(VeilleRelease, period.key) is None:
            _insert_first(session, period.key, today, content)
    with database.session() as session:
        known = made(session, period)
        assert known is not None  # noqa: S101 - written above, by us or by somebody faster
        return known


def _insert_first(session: Session, key: str, today: date, content: str) -> None:
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(VeilleRelease.__table__).values(period=key, made_on=today, content=content)
    session.execute(statement.on_conflict_do_nothing())


def periods(session: Session, today: date) -> list[Period]:
    """Return what is published on `today`, oldest first: one period a season since the first count."""
    first = first_week(session)
    if first is None:
        return []
    every = (published_at(season, today) for season in seasons_between(first, today))
    return [period for period in every if period is not None]


def due(session: Session, today: date) -> list[Period]:
    """Return the periods that are over and were not made yet, oldest first."""
    known = set(session.execute(select(VeilleRelease.period)).scalars())
    return [period for period in periods(session, today) if period.key not in known]


def together(publications: Sequence[Publication]) -> Publication:
    """Return several publications of different seasons as one; raises PeriodInvalid for none."""
    if not publications:
        raise PeriodInvalid(
            "Nothing is published for these dates: numbers come out after each part of a season."
        )
    if len(publications) == 1:
        return publications[0]
    ordered = sorted(publications, key=lambda one: one.periods)
    shown: dict[Name, int] = {}
    for one in ordered:
        for name, number in one.shown.items():
            shown[name] = shown.get(name, 0) + number
    return Publication(tuple(period for one in ordered for period in one.periods), shown)


def within(found: Sequence[Period], first: date | None, last: date | None) -> list[Period]:
    """Return the periods that lie whole between two days (both included, None: no limit)."""
    return [
        period
        for period in found
        if (first is None or period.first >= first)
        and (last is None or period.end - timedelta(days=1) <= last)
    ]


def of_season(found: Sequence[Period], season: Season) -> Period:
    """Return the period of `season`; raises PeriodInvalid when nothing is published of it."""
    for period in found:
        if period.season == season:
            return period
    raise PeriodInvalid(
        f"Nothing is published of {season.key}: nothing was counted yet, or its first part is not over "
        f"(it ends before {season.part_end(1).isoformat()})."
    )
