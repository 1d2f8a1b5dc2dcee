"""The gate every change of the directory goes through: which paths would come out differently?

All paths are run against the directory as it is, then as it would be, in one transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from directory.database import Database
from directory.indexing import bring_up_to_date
from directory.paths.comparing import PathDifference, compare
from directory.paths.model import Outcome, Path
from directory.paths.running import run
from directory.paths.saved import every_path

Change = Callable[[Session], object]


class _Undo(Exception):
    """Leaves the transaction without keeping anything of it."""


def check(
    database: Database, apply_change: Change, paths: Sequence[Path] | None = None
) -> list[PathDifference]:
    """The paths that ``apply_change`` would change, the worst first; nothing is kept of it.

    ``apply_change`` gets a session and changes records as it would for good; it must not commit. What it
    raises is raised here. ``paths``: those to look at, by default the shipped and the saved ones. Call it
    outside any transaction of your own: SQLite lets one writer in at a time.
    """
    before: list[Outcome] = []
    after: list[Outcome] = []
    looked_at: Sequence[Path] = ()
    try:
        with database.session() as session:
            looked_at = every_path(session) if paths is None else paths
            before = run(session, looked_at)
            apply_change(session)
            bring_up_to_date(session)
            after = run(session, looked_at)
            raise _Undo
    except _Undo:
        pass
    return compare(looked_at, before, after)


def holds(differences: Sequence[PathDifference]) -> bool:
    """Whether a change with these differences waits until somebody accepts it with a word why."""
    return bool(differences)
