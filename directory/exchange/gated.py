"""An import on its way to the directory: the referral paths first, as for every other change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from directory.database import Database
from directory.errors import DirectoryMoved
from directory.exchange.importer import ImportReport, import_listings
from directory.paths import gate
from directory.paths.comparing import PathDifference


@dataclass(frozen=True)
class GatedImport:
    """What an import did, or would do, and the paths that come out differently, the worst first."""

    report: ImportReport
    differences: tuple[PathDifference, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether the paths hold it until somebody accepts it with a word why."""
        return gate.holds(self.differences)


def import_through_gate(
    database: Database,
    records: Sequence[Any],
    *,
    today: str,
    dry_run: bool = False,
    accept: str | None = None,
) -> GatedImport:
    """Import as `import_listings`, unless a path would change and ``accept`` (the word why) is None.

    Call it outside any transaction, as the gate.
    """

    def make(session: Session) -> ImportReport:
        return import_listings(session, records, today=today, reason=(accept or "").strip())

    for left in reversed(range(gate.TRIES)):
        seen = gate.state(database)
        with database.session() as session:
            tried = GatedImport(import_listings(session, records, dry_run=True))
        if not tried.report.changes:
            return tried
        tried = GatedImport(tried.report, tuple(gate.check(database, make)))
        if dry_run or (tried.stopped and accept is None):
            return tried
        try:
            with database.session() as session:
                gate.still(database, session, seen)
                return GatedImport(make(session), tried.differences)
        except DirectoryMoved:
            if not left:
                raise
    raise AssertionError
