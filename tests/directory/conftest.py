"""The starter directory in memory, once for each run, and small directories written by a test."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from directory.database import Database, create_database
from directory.geography import town_named
from directory.models import Base
from directory.places import PlaceMatch
from directory.records import ensure_taxonomies, put_record
from directory.starter import ensure_starter

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def starter() -> Iterator[Database]:
    """The starter directory; tests only read it."""
    database = create_database("sqlite://")
    copy_starter(database)
    yield database
    database.close()


@pytest.fixture
def empty() -> Iterator[Database]:
    """A directory with its vocabularies and nothing else."""
    database = new_database()
    yield database
    database.close()


@lru_cache(maxsize=1)
def template() -> Database:
    """A directory with its vocabularies and nothing else, made once and copied."""
    database = create_database("sqlite://")
    Base.metadata.create_all(database.engine)
    with database.session() as session:
        ensure_taxonomies(session)
    return database


@lru_cache(maxsize=1)
def starter_template() -> Database:
    """The starter directory, read once and copied: reading it takes seconds."""
    database = create_database("sqlite://")
    ensure_starter(database)
    return database


def new_database() -> Database:
    """Return an empty directory in memory."""
    database = create_database("sqlite://")
    _copy(template(), database)
    return database


def copy_starter(database: Database) -> None:
    """Put the starter directory into an empty SQLite database, as `ensure_starter` does."""
    _copy(starter_template(), database)


def _copy(source: Database, target: Database) -> None:
    read, written = source.engine.raw_connection(), target.engine.raw_connection()
    read.driver_connection.backup(written.driver_connection)
    read.close()
    written.close()


def listing(slug: str, **fields: Any) -> dict[str, Any]:
    """Return a listing that everybody in Outaouais may see, changed by ``fields``."""
    return {
        "id": slug,
        "name": slug.replace("-", " ").capitalize(),
        "organization": "Organisme",
        "needs": ["hebergement"],
        "phones": [{"number": "819-555-0100", "type": "voice"}],
        "areas": [{"text": "Outaouais", "type": "region", "extent": "07"}],
        "municipality": "Gatineau",
        "confidence": "high",
        "verifications": [{"role": "intervenante", "method": "phone", "verified_on": "2026-11-01"}],
        **fields,
    }


def line(slug: str, **fields: Any) -> dict[str, Any]:
    """Return a province-wide line that never closes."""
    return listing(
        slug,
        **{
            "coverage": "province",
            "municipality": None,
            "areas": [{"text": "Québec", "type": "province", "extent": "QC"}],
            "opening_hours": "24/7",
            **fields,
        },
    )


def write(database: Database, *listings: dict[str, Any]) -> None:
    """Put the listings into the directory."""
    with database.session() as session:
        for one in listings:
            put_record(session, one)


def place(name: str, region: str | None = None) -> PlaceMatch:
    """Return the municipality of that name as the gazetteer would."""
    town = town_named(name, region)
    assert town is not None, name
    return PlaceMatch(
        name=town.name,
        region=town.region,
        kind="municipality",
        municipality=town.name,
        lat=town.latitude,
        lon=town.longitude,
        coord_quality=town.coord_quality,
    )


def shared(path: str) -> Path:
    """Return a file of ../shared, or skip the test where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{found} is not on this machine")
    return found
