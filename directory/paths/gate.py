"""The gate every change of the directory goes through: which paths would come out differently?

All paths are run against the directory as it is, then as it would be, in a copy of it that is thrown away.
Who then writes asks `still` first, in the transaction that writes: what was looked at must be what stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.database import Database
from directory.errors import DirectoryMoved
from directory.indexing import bring_up_to_date
from directory.models import ListingChange, SavedPath, Service
from directory.paths.comparing import PathDifference, compare
from directory.paths.model import Path
from directory.paths.running import run
from directory.paths.saved import every_path

Change = Callable[[Session], object]
State = tuple[Any, ...]
TRIES = 3
"""How often a change is tried when somebody else changes the directory meanwhile."""


def check(
    database: Database, apply_change: Change, paths: Sequence[Path] | None = None
) -> list[PathDifference]:
    """The paths that ``apply_change`` would change, the worst first; nothing is kept of it.

    ``apply_change`` gets a session and changes records as it would for good; it must not commit. What it
    raises is raised here. ``paths``: those to look at, by default the shipped and the saved ones. Call it
    outside any transaction of your own: it looks at what is committed.
    """
    with database.scratch() as session:
        looked_at = every_path(session) if paths is None else paths
        before = run(session, looked_at)
        apply_change(session)
        bring_up_to_date(session)
        after = run(session, looked_at)
    return compare(looked_at, before, after)


def holds(differences: Sequence[PathDifference]) -> bool:
    """Whether a change with these differences waits until somebody accepts it with a word why."""
    return bool(differences)


def state(database: Database) -> State:
    """What paths depend on, in short: it is another one after any change of a listing or of a saved path."""
    with database.session() as session:
        return _state(session)


def still(database: Database, session: Session, seen: State) -> None:
    """Lock the listings for the transaction of ``session``, just begun; raise unless ``seen`` still stands.

    Raises DirectoryMoved: what the paths said is of another directory, so look again (`TRIES` times).
    """
    database.lock_listings(session)
    if _state(session) != seen:
        raise DirectoryMoved("The directory was changed while the paths were run: try again.")


def _state(session: Session) -> State:
    services = session.execute(select(func.count(Service.id), func.max(Service.last_modified))).one()
    last = session.execute(select(func.max(ListingChange.id))).scalar()
    saved = session.execute(select(SavedPath.id, SavedPath.saved_at, SavedPath.pinned).order_by(SavedPath.id))
    return (*services, last, *(tuple(row) for row in saved))
