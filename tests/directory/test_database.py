"""Every way a database can fail to open becomes a sentence that says what to do."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from directory.database import LOCK_TIMEOUT, create_database, default_url
from directory.errors import DatabaseLocked, DatabaseUnreadable, DatabaseUnsupported, DirectoryError
from directory.starter import ensure_starter


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def test_first_migration_makes_every_table_and_second_changes_nothing(tmp_path: Path) -> None:
    database = create_database(url_of(tmp_path / "deep" / "directory.db"))
    database.migrate()
    database.migrate()
    with database.session() as session:
        assert session.execute(text("SELECT count(*) FROM service")).scalar_one() == 0
    database.close()


def test_migrated_schema_is_that_of_the_models(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from directory.models import Base

    database = create_database(url_of(tmp_path / "directory.db"))
    database.migrate()
    with database.engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    database.close()
    assert difference == []


def test_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    path.write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(DatabaseUnreadable, match="damaged or is no database"):
        create_database(url_of(path)).migrate()


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "directory.db").mkdir()
    with pytest.raises(DatabaseUnreadable, match="cannot be opened"):
        create_database(url_of(tmp_path / "directory.db")).migrate()


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(DatabaseUnreadable, match="folder"):
        create_database(url_of(tmp_path / "var" / "directory.db")).migrate()


def test_database_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.database.LOCK_TIMEOUT", 0.05)
    path = tmp_path / "directory.db"
    database = create_database(url_of(path))
    database.migrate()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(DatabaseLocked, match="in use"):
            ensure_starter(database)
    finally:
        other.close()
        database.close()


def test_database_without_a_directory(tmp_path: Path) -> None:
    database = create_database(url_of(tmp_path / "directory.db"))
    with pytest.raises(DatabaseUnsupported, match="no directory in it"), database.session() as session:
        session.execute(text("SELECT * FROM service"))
    database.close()


def test_database_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    database = create_database(url_of(path))
    database.migrate()
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnsupported, match="newer version"):
        database.migrate()
    database.close()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "oracle://localhost/x"])
def test_other_kinds_of_database(url: str) -> None:
    with pytest.raises(DatabaseUnsupported, match="SQLite and PostgreSQL"):
        create_database(url)


def test_address_that_is_none() -> None:
    with pytest.raises(DatabaseUnsupported, match="not one SQLAlchemy understands"):
        create_database("var/directory.db")


def test_name_never_shows_the_password() -> None:
    assert "secret" not in create_database("postgresql://sentier:secret@localhost/x").name


def test_environment_names_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIER_DATABASE_URL", "sqlite:////tmp/other.db")
    assert default_url() == "sqlite:////tmp/other.db"
    monkeypatch.delenv("SENTIER_DATABASE_URL")
    assert default_url() == "sqlite:///var/directory.db"


def test_every_error_is_a_directory_error() -> None:
    assert issubclass(DatabaseLocked, DirectoryError)


def test_a_reader_may_wait_less_than_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "directory.db"
    create_database(url_of(path)).migrate()
    database = create_database(url_of(path), lock_seconds=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    start = time.monotonic()
    try:
        with pytest.raises(DatabaseLocked, match="in use"), database.session() as session:
            session.execute(text("SELECT * FROM service"))
    finally:
        other.close()
        database.close()
    assert time.monotonic() - start < LOCK_TIMEOUT / 2
