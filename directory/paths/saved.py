"""Paths saved from the console, in the database of one installation, beside those of the project."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.accounts import audit
from directory.errors import PathInvalid, PathTaken, TooManyPaths
from directory.models.path import SavedPath
from directory.paths.model import Path, Pinned
from directory.paths.reading import document, parse, pinned_from, pinned_json, shipped

SOURCE = "console"
# As many as a team reads; more would slow every change of a listing.
MOST_SAVED = 200


@lru_cache(maxsize=1)
def shipped_once() -> tuple[Path, ...]:
    """The shipped paths, read once: files of the project do not change under a running server."""
    return tuple(shipped())


def every_path(session: Session) -> list[Path]:
    """The shipped paths, then the saved ones."""
    return [*shipped_once(), *saved_paths(session)]


def saved_paths(session: Session) -> list[Path]:
    """The saved paths by id."""
    rows = session.execute(select(SavedPath).order_by(SavedPath.id)).scalars()
    return [_read(row) for row in rows]


def _read(row: SavedPath) -> Path:
    pinned = pinned_from(json.loads(row.pinned)) if row.pinned else None
    return replace(parse(json.loads(row.document), SOURCE), pinned=pinned)


def save_path(
    session: Session, path: Path, *, at: datetime, actor: str, role: str, pinned: Pinned | None = None
) -> None:
    """Keep a path; raises :class:`PathTaken`, :class:`TooManyPaths`, or :class:`PathInvalid` for the rest.

    Its words must come without personal data: take them out before.
    """
    path = parse(document(path), SOURCE)
    if any(path.id == one.id for one in every_path(session)):
        raise PathTaken(f"There is a path {path.id} already: give this one another name.")
    if len(saved_paths(session)) >= MOST_SAVED:
        raise TooManyPaths(f"{MOST_SAVED} paths are saved already: remove some before.")
    session.add(
        SavedPath(
            id=path.id,
            document=json.dumps(document(path), ensure_ascii=False),
            pinned=json.dumps(pinned_json(pinned), ensure_ascii=False) if pinned else None,
            saved_at=at,
            saved_by=actor,
        )
    )
    audit.record(session, actor, role, "parcours enregistré", path.id, path.title)


def remove_path(session: Session, name: str, *, actor: str, role: str) -> None:
    """Forget a saved path; raises :class:`PathInvalid` when there is none of that id."""
    row = session.get(SavedPath, name)
    if row is None:
        raise PathInvalid(f"No path {name} was saved here; those of the project stay in their files.")
    session.delete(row)
    audit.record(session, actor, role, "parcours supprimé", name)


def pin_saved(session: Session, pins: Iterable[tuple[str, Pinned]], *, actor: str, role: str) -> None:
    """Write these results as the pinned ones of saved paths; ids of other paths are passed over."""
    for name, pinned in pins:
        row = session.get(SavedPath, name)
        if row is not None:
            row.pinned = json.dumps(pinned_json(pinned), ensure_ascii=False)
            audit.record(session, actor, role, "parcours fixé", name)
