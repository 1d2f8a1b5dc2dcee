"""A change on its way to the public: the gate first, then the directory, or the shelf of held changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from directory.accounts import audit
from directory.accounts.roles import LABELS
from directory.database import Database
from directory.desk.changes import Applied, Change, apply
from directory.desk.secrecy import LISTING
from directory.errors import DirectoryMoved, HeldChangeUnknown
from directory.models.path import WAITING
from directory.paths import gate as paths_gate
from directory.paths import held as shelf
from directory.paths.comparing import PathDifference
from directory.proposals import reopen, settle

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
    also: Callable[[Session, Outcome], object] | None = None,
) -> Outcome:
    """Make the change, or hold it when it changes a path. Raises as `apply`; then nothing is written.

    ``also`` is done in the same transaction, with what became of the change: both are kept, or neither.
    Call it outside any transaction. The paths are run on a copy; when the directory is changed meanwhile they
    are run again, and DirectoryMoved is raised when that happens time after time.
    """
    tried: list[Applied] = []

    def attempt(session: Session) -> object:
        tried.append(apply(session, change, actor, role, reason))
        return tried

    def done(session: Session, differences: tuple[PathDifference, ...]) -> Outcome:
        if tried and not tried[-1].entries:
            return Outcome(None, None, ())
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
        return Outcome(applied if applied.entries else None, None, ())

    for left in reversed(range(paths_gate.TRIES)):
        seen = paths_gate.state(database)
        differences = tuple(gate(database, attempt))
        try:
            with database.session() as session:
                paths_gate.still(database, session, seen)
                outcome = done(session, differences)
                if also is not None:
                    also(session, outcome)
            return outcome
        except DirectoryMoved:
            if not left:
                raise
    raise AssertionError


def trial(database: Database, change: Change, actor: str, role: str) -> list[PathDifference]:
    """The paths that the change would change, the worst first; nothing is kept of it. Raises as `apply`."""
    return paths_gate.check(database, lambda session: apply(session, change, actor, role))


def looked_at_again(database: Database, number: int, *, gate: Gate = paths_gate.check) -> bool:
    """Run the paths anew for a held change; True when it would change more than what is written there.

    The directory went on meanwhile: what is new is then written to the held change, for somebody to read
    before accepting it. Raises as `apply`, and HeldChangeUnknown.
    """
    with database.session() as session:
        held = shelf.held_change(session, number)
        if held.kind != LISTING or held.state != WAITING:
            return False
        change = Change.from_json(str(held.payload))
        known = shelf.differences_of(held)
        who = str(held.held_by), str(held.held_role)
    now = list(gate(database, lambda session: apply(session, change, *who)))
    if all(one in known for one in now):
        return False
    with database.session() as session:
        shelf.held_change(session, number).differences = json.dumps(
            [one.to_json() for one in now], ensure_ascii=False
        )
    return True


def accept(session: Session, number: int, *, why: str, actor: str, role: str, at: datetime) -> Applied:
    """Make a held change of listings for good, with the word why, in this transaction.

    The proposal it comes from, if any, is accepted with it.

    Raises HeldChangeUnknown, HeldChangeDecided, and as `apply` (ListingChanged when the listing is no longer
    what the change was made for); then it stays held.
    """
    held = shelf.held_change(session, number)
    if held.kind != LISTING:
        raise HeldChangeUnknown(f"The held change {number} is none of a listing.")
    payload = shelf.accept(session, number, why=why, actor=actor, role=role, at=at)
    reason = " — ".join(part for part in (str(held.reason), why.strip()) if part)
    applied = apply(
        session, Change.from_json(json.dumps(payload)), str(held.held_by), str(held.held_role), reason
    )
    settle(session, number, batch=applied.batch, why=why, at=at, role=LABELS.get(role, role))
    return applied


def refuse(session: Session, number: int, *, why: str, actor: str, role: str, at: datetime) -> None:
    """Refuse a held change for good, with the word why: the proposal it comes from, if any, is open again.

    Raises HeldChangeUnknown, HeldChangeDecided.
    """
    shelf.refuse(session, number, why=why, actor=actor, role=role, at=at)
    for proposal in reopen(session, number, why=why, at=at, role=LABELS.get(role, role)):
        about = proposal.service_slug or "service manquant"
        audit.record(session, actor, role, "proposition rouverte", about, f"{proposal.id} : {why.strip()}")


def summary_of(change: Change) -> str:
    """Return a French line that says what the change does."""
    return f"{VERBS[change.action]} : {change.about}"
