"""The counts in the database. Each worker adds its own; what one adds is never lost to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from directory.models import VeilleCount

Key = tuple[date, str, str, str, str]
"""(Monday, measure, subject, axis, value): one row of the table."""
_AT_ONCE = 150


def add(session: Session, counts: Mapping[Key, int]) -> None:
    """Add `counts` to what stands there, in the transaction of `session`.

    One statement adds in the database itself (`n = n + :n`). Rows go in one order, the same in every worker,
    so that two of them never wait for each other.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [
        {"week": week, "measure": measure, "subject": subject, "axis": axis, "value": value, "n": n}
        for (week, measure, subject, axis, value), n in sorted(counts.items())
        if n > 0
    ]
    table = VeilleCount.__table__
    for start in range(0, len(rows), _AT_ONCE):
        statement: Any = dialect.insert(table).values(rows[start : start + _AT_ONCE])
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[column.name for column in table.primary_key],
                set_={"n": table.c.n + statement.excluded.n},
            )
        )


def read(session: Session, first: date, end: date) -> dict[Key, int]:
    """Return the counts of the weeks from the Monday `first` to before the Monday `end`."""
    rows = session.execute(
        select(VeilleCount.__table__).where(VeilleCount.week >= first, VeilleCount.week < end)
    )
    return {(row.week, row.measure, row.subject, row.axis, row.value): row.n for row in rows}


def first_week(session: Session) -> date | None:
    """Return the first Monday anything was counted in."""
    found: date | None = session.execute(select(func.min(VeilleCount.week))).scalar_one()
    return found
