"""Trying something before it is live: another order of the ranking, new or changed listings, other data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from sqlalchemy.orm import Session

from directory.database import Database, create_database
from directory.errors import DataFileInvalid, PathInvalid
from directory.jsonfile import read_json
from directory.paths.comparing import PathDifference, compare
from directory.paths.gate import Change, check
from directory.paths.model import Outcome, Path
from directory.paths.running import run
from directory.paths.saved import every_path
from directory.records import ensure_taxonomies, put_record
from directory.refer.strategy import STANDARD, Strategy
from directory.starter import FORMAT, read_starter


def try_strategy(
    session: Session, strategy: Strategy, paths: Sequence[Path] | None = None
) -> list[PathDifference]:
    """The paths that come out differently when the ranking follows ``strategy``."""
    looked_at = every_path(session) if paths is None else paths
    return compare(looked_at, run(session, looked_at, STANDARD), run(session, looked_at, strategy))


def try_listings(
    database: Database, listings: Iterable[Mapping[str, Any]], paths: Sequence[Path] | None = None
) -> list[PathDifference]:
    """The paths that would come out differently with these listings, new or changed; nothing is kept."""
    return check(database, putting(listings), paths)


def putting(listings: Iterable[Mapping[str, Any]]) -> Change:
    """The change that writes these listings of the project's own format."""

    def put(session: Session) -> None:
        ensure_taxonomies(session)
        for listing in listings:
            put_record(session, dict(listing))

    return put


def read_listings(file: File) -> list[dict[str, Any]]:
    """Listings from a file of the project's format, a list, or a single one; raises DataFileInvalid."""
    content = read_json(file)
    if isinstance(content, dict) and content.get("format") == FORMAT:
        return read_starter(file)
    listings = content if isinstance(content, list) else [content]
    if any(not isinstance(one, dict) or not one.get("id") or not one.get("name") for one in listings):
        raise DataFileInvalid(f"The file {file} holds no listing: each needs an id and a name.")
    return listings


def outcomes_of_data(source: str, paths: Sequence[Path]) -> list[Outcome]:
    """The outcomes of paths over another version of the data: a database address, or a file of listings."""
    if "://" in source:
        database = create_database(source)
        with database.session() as session:
            return run(session, paths)
    file = File(source)
    if not file.exists():
        raise PathInvalid(f"There is no file {source}; give a run, a file of listings or a database address.")
    database = create_database("sqlite://")
    try:
        database.migrate()
        with database.session() as session:
            putting(read_listings(file))(session)
        with database.session() as session:
            return run(session, paths)
    finally:
        database.close()
