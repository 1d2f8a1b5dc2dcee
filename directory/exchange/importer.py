"""Writes listings into the directory: all of them or none, the same ones twice change nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.accounts.audit import SERVER
from directory.desk.changes import Change as Asked
from directory.desk.changes import Target, apply
from directory.desk.secrecy import MAY_TELL
from directory.exchange.files import WHOLE
from directory.exchange.rows import Problem, problems_of
from directory.hours_text import osm_from_text
from directory.models import MetadataEntry, Service
from directory.records import record_of


@dataclass(frozen=True)
class Change:
    """What would change in one listing: ``kind`` is added or changed; field -> (before, after)."""

    id: str
    kind: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do; ``written`` is False on a dry run and when there are problems."""

    rows: int
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    written: bool

    @property
    def unchanged(self) -> int:
        """The number of rows that say what the directory already says."""
        return self.rows - len(self.changes) if not self.problems else 0


def _writable(record: Any) -> bool:
    """Whether every character of a row can be written: JSON may escape one half of a pair."""
    try:
        json.dumps(record, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def import_listings(
    session: Session,
    records: Sequence[Any],
    *,
    dry_run: bool = False,
    today: str | None = None,
    role: str = "import",
    actor: str = SERVER,
    reason: str = "",
) -> ImportReport:
    """Check every row, then write them all, or nothing if one is bad; each change stands in the history.

    ``today`` (ISO date) and ``role`` go into the change record of each field, ``reason`` into the history.
    """
    problems = [
        Problem(
            row,
            "?",
            "it holds half a character (a lone surrogate), which no file can keep.",
            "Elle contient une moitié de caractère, que rien ne peut enregistrer.",
        )
        for row, record in enumerate(records, 1)
        if not _writable(record)
    ]
    if problems:
        return ImportReport(len(records), tuple(problems), (), written=False)
    seen: dict[str, int] = {}
    for row, record in enumerate(records, 1):
        slug = record.get("id") if isinstance(record, dict) else None
        if not isinstance(slug, str):
            continue
        if slug in seen:
            problems.append(
                Problem(
                    row,
                    slug,
                    f"its id stands already in row {seen[slug]}.",
                    f"Son identifiant est déjà à la ligne {seen[slug]}.",
                )
            )
        seen.setdefault(slug, row)
    standing = _standing(session, list(seen))
    for row, record in enumerate(records, 1):
        # With what stands: an address may come to a listing that only the directory knows to be secret.
        slug = record.get("id") if isinstance(record, dict) else None
        known = standing.get(slug) if isinstance(slug, str) else None
        problems += problems_of({**known, **record} if known else record, row)
    if problems:
        problems.sort(key=lambda problem: problem.row)
        return ImportReport(len(records), tuple(problems), (), written=False)
    records = [prepared(record) for record in records]
    changes = [change for record in records if (change := _compare(record, standing.get(record["id"])))]
    if dry_run:
        return ImportReport(len(records), (), tuple(changes), written=False)
    by_id = {record["id"]: record for record in records}
    asked = Asked("import", tuple(Target(change.id, by_id[change.id]) for change in changes))
    apply(session, asked, actor, role, reason)
    for change in changes:
        _log(session, change, today, role)
    session.flush()
    return ImportReport(len(records), (), tuple(changes), written=True)


def prepared(record: dict[str, Any]) -> dict[str, Any]:
    """Return the row with what follows from it: OSM hours from a clear text that brings none."""
    if "hours_text" in record and "opening_hours" not in record:
        return {**record, "opening_hours": osm_from_text(record["hours_text"])}
    return record


def _standing(session: Session, slugs: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(slugs), 500):
        wanted = select(Service).options(*WHOLE).where(Service.slug.in_(slugs[start : start + 500]))
        found.update({service.slug: record_of(service) for service in session.execute(wanted).scalars()})
    return found


def _compare(record: dict[str, Any], standing: dict[str, Any] | None) -> Change | None:
    if standing is None:
        return Change(record["id"], "added")
    fields = {
        key: (standing.get(key), value)
        for key, value in record.items()
        if key in standing and normal(standing.get(key)) != normal(value)
    }
    return Change(record["id"], "changed", fields) if fields else None


def normal(value: Any) -> Any:
    """Return a value as it compares: nothing, an empty text and an empty list are one."""
    if value in (None, "", [], {}):
        return None
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items() if normal(item) not in (None, False)}
    if isinstance(value, list):
        return [normal(item) for item in value]
    return value


def _log(session: Session, change: Change, today: str | None, role: str) -> None:
    if change.kind != "changed" or today is None:
        return
    service = session.execute(
        select(Service.id, Service.address_confidential).where(Service.slug == change.id)
    )
    key, secret = service.one()
    for name, (before, after) in change.fields.items():
        if secret and name in MAY_TELL:
            # What stood there before may be the address.
            continue
        session.add(
            MetadataEntry(
                resource_id=key,
                resource_type="service",
                last_action_date=today,
                last_action_type="update",
                field_name=name,
                previous_value=str(before),
                replacement_value=str(after),
                updated_by=role,
            )
        )
