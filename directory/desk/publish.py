"""A change on its way to the public: the gate first, then the directory, or the shelf of held changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from directory.database import Database
from directory.desk.changes import Applied, Change, apply
from directory.desk.secrecy import LISTING
from directory.errors import HeldChangeUnknown
from directory.paths import gate as paths_gate
from directory.paths import held as shelf
from directory.paths.comparing import PathDifference

VERBS = {
    "add": "Ajouter",
    "edit": "Modifier",
    "verify": "Vérifier",
    "close": "Fermer pour un temps",
    "reopen": "Rouvrir",
    "note": "Noter",
    "merge": "Retirer un doublon",
    "import": "Importer",
    "proposal": "Accepter une proposition",
    "undo": "Annuler un changement",
}
"""Action -> what a page calls it."""


class Gate(Protocol):
    """Which paths would come out differently; `directory.paths.gate.check` is the real one."""

    def __call__(self, database: Database, apply_change: paths_gate.Change, /) -> Sequence[PathDifference]:
        """The paths that the change would change."""


@dataclass(frozen=True)
class Outcome:
    """What became of a change: done (``applied``), or held under the number ``held``; neither: no effect."""

    applied: Applied | None
    held: int | None
    differences: tuple[PathDifference, ...]


def submit(
    database: Database,
    change: Change,
    *,
    actor: str,
    role: str,
    at: datetime,
    reason: str = "",
    gate: Gate = paths_gate.check,
) -> Outcome:
    """Make the change, or hold it when it changes a path. Raises as `apply`; then nothing is written.

    Call it outside any transaction: SQLite lets one writer in at a time.
    """
    tried: list[Applied] = []

    def attempt(session: Session) -> object:
        done = apply(session, change, actor, role, reason)
        tried.append(done)
        return done

    differences = tuple(gate(database, attempt))
    if tried and not tried[0].entries:
        return Outcome(None, None, ())
    with database.session() as session:
        if paths_gate.holds(differences):
            kept = shelf.hold(
                session,
                kind=LISTING,
                target=change.about,
                summary=summary_of(change),
                payload=json.loads(change.to_json()),
                differences=differences,
                actor=actor,
                role=role,
                at=at,
                reason=reason,
            )
            return Outcome(None, int(kept.id), differences)
        applied = apply(session, change, actor, role, reason)
    return Outcome(applied, None, ()) if applied.entries else Outcome(None, None, ())


def accept(session: Session, number: int, *, why: str, actor: str, role: str, at: datetime) -> Applied:
    """Make a held change of listings for good, with the word why, in this transaction.

    Raises HeldChangeUnknown, HeldChangeDecided, and as `apply` (ListingChanged when the listing is no longer
    what the change was made for); then it stays held.
    """
    held = shelf.held_change(session, number)
    if held.kind != LISTING:
        raise HeldChangeUnknown(f"The held change {number} is none of a listing.")
    payload = shelf.accept(session, number, why=why, actor=actor, role=role, at=at)
    reason = " — ".join(part for part in (str(held.reason), why.strip()) if part)
    return apply(
        session, Change.from_json(json.dumps(payload)), str(held.held_by), str(held.held_role), reason
    )


def summary_of(change: Change) -> str:
    """Return a French line that says what the change does."""
    return f"{VERBS[change.action]} : {change.about}"
