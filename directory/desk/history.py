"""The history of listings, and taking a change back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.desk.changes import Change, Target
from directory.desk.records import Record, load, record_from, version_of
from directory.errors import ListingUnknown
from directory.models import ListingChange

RECENT = 50
"""Entries on the page of recent changes."""


@dataclass(frozen=True)
class FieldChange:
    """One field of a listing that differs: its key, and the values before and after (None: not there)."""

    field: str
    before: Any
    after: Any


def difference(before: Record | None, after: Record | None) -> list[FieldChange]:
    """Return the fields that differ, in the order of the format."""
    first, second = before or {}, after or {}
    keys = list(dict.fromkeys([*first, *second]))
    return [
        FieldChange(key, first.get(key), second.get(key)) for key in keys if first.get(key) != second.get(key)
    ]


def changes_in(entry: ListingChange) -> list[FieldChange]:
    """Return what an entry of the history changed."""
    return difference(record_from(entry.before), record_from(entry.after))


def history(session: Session, slug: str) -> list[Any]:
    """Return the entries of one listing, newest first."""
    wanted = select(ListingChange).where(ListingChange.slug == slug).order_by(ListingChange.id.desc())
    return list(session.execute(wanted).scalars())


def recent(session: Session, limit: int = RECENT) -> list[Any]:
    """Return the newest entries of all listings."""
    return list(
        session.execute(select(ListingChange).order_by(ListingChange.id.desc()).limit(limit)).scalars()
    )


def entry_of(session: Session, identity: int) -> Any:
    """Return one entry; raises ListingUnknown."""
    found = session.get(ListingChange, identity)
    if found is None:
        raise ListingUnknown(f"There is no change {identity} in the history.")
    return found


def batch_of(session: Session, batch: str) -> list[Any]:
    """Return the entries made together, in the order they were made; raises ListingUnknown."""
    wanted = select(ListingChange).where(ListingChange.batch == batch).order_by(ListingChange.id)
    found = list(session.execute(wanted).scalars())
    if not found:
        raise ListingUnknown(f"There is no change {batch} in the history.")
    return found


def undo_of(session: Session, entries: list[Any]) -> Change:
    """Return the change that brings each listing back to what it was before its entry, to the letter.

    What was changed since is taken back with it. The address of a listing that turned confidential is not
    brought back: it is kept nowhere. Apply the change, or show `difference` first.
    """
    targets = []
    # The newest first: an addition is taken out before what it replaced comes back.
    for entry in sorted(entries, key=lambda one: -int(one.id)):
        now = load(session, entry.slug)
        before = record_from(entry.before)
        if before is None and now is None:
            continue
        if before is not None and now is not None and now["address_confidential"]:
            before = {**before, "addresses": [], "address_confidential": True}
        targets.append(Target(entry.slug, before, version_of(now), entry.id))
    return Change("undo", tuple(targets))
