"""Brings the starter directory of ``directory/data`` into an empty or older database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from directory.database import Database
from directory.errors import DataFileInvalid
from directory.jsonfile import read_json
from directory.models import Service
from directory.records import ensure_taxonomies, put_record
from directory.vocabulary import DATA

FORMAT = "sentier-directory/1"


@dataclass(frozen=True)
class StarterResult:
    """How many services of the starter data were added now, and how many the directory holds."""

    added: int
    total: int


def read_starter(path: Path | None = None) -> list[dict[str, Any]]:
    """Return the listings of ``data/services.json`` (or of ``path``) in the project's own format."""
    path = path or DATA / "services.json"
    document = read_json(path, "The starter directory")
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise DataFileInvalid(f"The file {path} is not in the format {FORMAT}.")
    listings: list[dict[str, Any]] = document["services"]
    return listings


def ensure_starter(database: Database) -> StarterResult:
    """Migrate ``database`` and add each starter service that is missing, by id.

    A service that stands already is left as it is: somebody may have corrected it since.
    """
    database.migrate()
    listings = read_starter()
    with database.session() as session:
        ensure_taxonomies(session)
        standing = set(session.execute(select(Service.slug)).scalars())
        missing = [listing for listing in listings if listing["id"] not in standing]
        for listing in missing:
            put_record(session, listing)
        session.flush()
        total = session.execute(select(func.count()).select_from(Service)).scalar_one()
    return StarterResult(added=len(missing), total=total)
