"""A backup is of one moment, is refused when damaged, and comes back whole or not at all."""

from __future__ import annotations

import gzip
import json
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, select, text
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from bench.refer_postgresql import private_server
from directory import backup as module
from directory.backup import BackupInvalid, BackupUnwritable, back_up, inspect, restore
from directory.database import MIGRATIONS, Database, create_database
from directory.errors import DatabaseLocked, DirectoryError
from directory.models import AuditEntry, Organization, Service, TaxonomyTerm
from directory.refer import Query, refer
from tests.directory.conftest import copy_starter, place
from tests.postgresql import or_skip

Make = Callable[[], Database]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a private server."""
    with or_skip(private_server()) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes empty databases of one kind."""
    made: list[Database] = []

    def new() -> Database:
        name = f"d{len(made)}"
        if request.param == "sqlite":
            made.append(create_database(f"sqlite:///{tmp_path / name}.db"))
            return made[-1]
        server = request.getfixturevalue("postgresql")
        maintenance = create_database(server)
        with maintenance.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        maintenance.close()
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
        made.append(create_database(url))
        return made[-1]

    yield new
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def starter_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the starter directory with a history: quicker to restore than the directory is to load."""
    folder = tmp_path_factory.mktemp("starter")
    database = create_database(f"sqlite:///{folder / 'starter.db'}")
    copy_starter(database)
    with database.session() as session:
        session.add(_entry("première"))
        parent = session.execute(select(Organization).order_by(Organization.id)).scalars().first()
        child = session.execute(select(Organization).order_by(Organization.id.desc())).scalars().first()
        # Written before its parent, in the order of the backup.
        parent.parent_organization_id = child.id
    before = contents(database)
    back_up(database, folder / "starter.backup")
    (folder / "contents").write_text(repr(before), encoding="utf-8")
    database.close()
    return folder / "starter.backup"


@pytest.fixture
def filled(make: Make, starter_backup: Path) -> Database:
    """The starter directory, with a history."""
    database = make()
    restore(database, starter_backup)
    return database


def _entry(target: str) -> AuditEntry:
    return AuditEntry(
        at=datetime(2026, 11, 1, 12, 30, 15, 123456, tzinfo=UTC),
        actor="zoé",
        role="responsable",
        action="essai",
        target=target,
        detail='« é » "guillemets" \\ \n fin 😀',
    )


def contents(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    metadata = MetaData()
    with database.engine.connect() as connection:
        metadata.reflect(connection)
        return {
            table.name: sorted((dict(row) for row in connection.execute(select(table)).mappings()), key=repr)
            for table in metadata.sorted_tables
        }


def test_all_comes_back(filled: Database, make: Make, starter_backup: Path, tmp_path: Path) -> None:
    before = contents(filled)
    made = back_up(filled, tmp_path / "all.backup")
    assert made.rows["service"] == 230
    assert inspect(tmp_path / "all.backup") == made
    other = make()
    assert restore(other, tmp_path / "all.backup") == made
    assert contents(other) == before
    if filled.is_sqlite:
        assert repr(before) == (starter_backup.parent / "contents").read_text(encoding="utf-8")
    query = Query(("hebergement",), place("Gatineau"))
    with filled.session() as ours, other.session() as theirs:
        assert refer(ours, query).services == refer(theirs, query).services


def test_what_stood_there_is_replaced_and_work_goes_on(filled: Database, tmp_path: Path) -> None:
    before = contents(filled)
    back_up(filled, tmp_path / "all.backup")
    with filled.session() as session:
        session.add(_entry("deuxième"))
        for service in session.execute(select(Service).limit(5)).scalars():
            service.name = "Changé"
    restore(filled, tmp_path / "all.backup")
    assert contents(filled) == before
    with filled.session() as session:
        session.add(_entry("troisième"))
    with filled.session() as session:
        assert session.execute(select(AuditEntry.target)).scalars().all() == ["première", "troisième"]


def test_open_sessions_do_not_come_back(filled: Database, make: Make, tmp_path: Path) -> None:
    with filled.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, username, password_hash, totp_secret, totp_last_step, role, active,"
                " created_at) VALUES ('a', 'zoe', 'h', 's', 0, 'responsable', :yes, :now)"
            ),
            {"yes": True, "now": "2026-11-01 00:00:00.000000"},
        )
        connection.execute(
            text(
                "INSERT INTO console_session (id, account_id, csrf, opened_at, seen_at)"
                " VALUES ('digest-of-a-cookie', 'a', 'c', :now, :now)"
            ),
            {"now": "2026-11-01 00:00:00.000000"},
        )
    back_up(filled, tmp_path / "all.backup")
    assert b"digest-of-a-cookie" not in gzip.decompress((tmp_path / "all.backup").read_bytes())
    other = make()
    restore(other, tmp_path / "all.backup")
    found = contents(other)
    assert [row["username"] for row in found["account"]] == ["zoe"]
    assert found["console_session"] == []


def test_it_is_of_one_moment_while_others_write(filled: Database, tmp_path: Path) -> None:
    stop = threading.Event()
    url = filled.engine.url.render_as_string(hide_password=False)
    with filled.session() as session:
        first, second = session.execute(select(Service.id).order_by(Service.id).limit(2)).scalars()

    def write() -> None:
        own, number = create_database(str(url)), 0
        while not stop.is_set():
            number += 1
            try:
                # Both or none, always.
                with own.session() as session:
                    for one in (first, second):
                        session.execute(
                            text("UPDATE service SET alert = :word WHERE id = :id"),
                            {"word": f"{number}", "id": one},
                        )
            except DatabaseLocked:
                continue
        own.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for count in range(3):
            path = tmp_path / f"{count}.backup"
            back_up(filled, path)
            lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()[1:-1]]
            services = [row for line in lines if line["table"] == "service" for row in line["rows"]]
            rows = [row for row in services if row["id"] in (first, second)]
            assert len(rows) == 2
            assert rows[0].get("alert") == rows[1].get("alert")
    finally:
        stop.set()
        writer.join(20)


def damaged(path: Path) -> Iterator[tuple[str, bytes]]:
    """Ways a good backup can be spoilt."""
    good = path.read_bytes()
    plain = gzip.decompress(good)
    lines = plain.splitlines(keepends=True)
    yield "empty", b""
    yield "cut", good[: len(good) // 2]
    yield "cut at a line", gzip.compress(b"".join(lines[:-1]))
    yield "a row less", gzip.compress(b"".join([*lines[:5], *lines[6:]]))
    yield "a word changed", gzip.compress(plain.replace(b"Gatineau", b"Gatineao", 1))
    yield "not gzip", b"hello, I am a text"
    yield "another gzip", gzip.compress(b'{"some": "json"}\n')
    yield "a bit of the middle", good[:5000] + bytes([good[5000] ^ 1]) + good[5001:]
    yield "deep", gzip.compress(b'{"format":' + b"[" * 100_000)


def test_a_damaged_one_is_refused_and_nothing_changes(filled: Database, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "all.backup")
    before = contents(filled)
    seen = 0
    for name, data in damaged(tmp_path / "all.backup"):
        bad = tmp_path / "bad.backup"
        bad.write_bytes(data)
        with pytest.raises(BackupInvalid) as caught:
            restore(filled, bad)
        assert str(caught.value).endswith("."), name
        seen += 1
    assert seen == 9
    with pytest.raises(BackupInvalid, match="No such file"):
        restore(filled, tmp_path / "absent")
    assert contents(filled) == before


def forged(tmp_path: Path, source: Path, change: Callable[[list[Any]], None]) -> Path:
    """A backup with a right digest whose lines somebody changed."""
    import hashlib

    lines = [json.loads(line) for line in gzip.decompress(source.read_bytes()).splitlines()[:-1]]
    change(lines)
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    data = data.replace(b'{"format": ', b'{"format":')
    path = tmp_path / "forged.backup"
    path.write_bytes(gzip.compress(data + json.dumps({"sha256": hashlib.sha256(data).hexdigest()}).encode()))
    return path


def test_one_that_fails_half_way_changes_nothing(filled: Database, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "all.backup")
    before = contents(filled)

    def break_the_last(lines: list[Any]) -> None:
        lines[-1]["rows"][-1] = dict.fromkeys(lines[-1]["rows"][-1])

    def unknown_column(lines: list[Any]) -> None:
        lines[-1]["rows"][-1]["nobody"] = 1

    def unknown_table(lines: list[Any]) -> None:
        lines[0]["rows"]["nobody"] = 1
        lines.append({"table": "nobody", "rows": [{"id": 1}]})

    def newer(lines: list[Any]) -> None:
        lines[0]["revision"] = "9999"

    for change in (break_the_last, unknown_column, unknown_table, newer):
        with pytest.raises(BackupInvalid) as caught:
            restore(filled, forged(tmp_path, tmp_path / "all.backup", change))
        assert str(caught.value).endswith(".")
        assert contents(filled) == before
    assert "newer version" in str(caught.value)


def test_one_of_an_older_version_is_brought_up_to_date(make: Make, tmp_path: Path) -> None:
    old = make()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(
            text("INSERT INTO organization (id, name, description) VALUES ('o', 'Organisme', 'Bon')")
        )
    made = back_up(old, tmp_path / "old.backup")
    assert made.revision == "0003"
    new = make()
    restore(new, tmp_path / "old.backup")
    new.migrate()
    with new.session() as session:
        assert session.execute(select(Organization.name)).scalars().all() == ["Organisme"]
        session.add(_entry("après"))


def test_only_its_owner_reads_it_and_a_failure_leaves_the_old_one(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.backup"
    back_up(filled, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    good = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_plain_row", full)
    with pytest.raises(BackupUnwritable, match="No space"):
        back_up(filled, path)
    assert path.read_bytes() == good
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_nothing_to_back_up(make: Make, tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="no directory"):
        back_up(make(), tmp_path / "x")
    with pytest.raises(BackupUnwritable, match="written"):
        back_up(make(), tmp_path / "absent" / "x")


def test_a_writer_that_does_not_let_go(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOCK_TIMEOUT", 1)
    # How long SQLite itself waits, for each connection made from now on.
    monkeypatch.setattr("directory.database.LOCK_TIMEOUT", 1)
    other = create_database(filled.url)
    back_up(filled, tmp_path / "all.backup")
    with filled.engine.connect() as holder:
        if filled.is_sqlite:
            holder.exec_driver_sql("BEGIN IMMEDIATE")
        holder.execute(text("UPDATE service SET name = 'x'"))
        with pytest.raises(DatabaseLocked):
            restore(other, tmp_path / "all.backup")
        holder.rollback()
    restore(other, tmp_path / "all.backup")
    other.close()


@pytest.mark.e2e
def test_from_sqlite_to_postgresql_and_back(postgresql: str, tmp_path: Path) -> None:
    light = create_database(f"sqlite:///{tmp_path / 'light.db'}")
    copy_starter(light)
    heavy = create_database(postgresql)
    back_up(light, tmp_path / "light.backup")
    restore(heavy, tmp_path / "light.backup")
    with heavy.session() as session:
        assert len(session.execute(select(TaxonomyTerm.id)).scalars().all()) > 20
    back_up(heavy, tmp_path / "heavy.backup")
    again = create_database(f"sqlite:///{tmp_path / 'again.db'}")
    restore(again, tmp_path / "heavy.backup")
    assert contents(again) == contents(light)
    for one in (light, heavy, again):
        one.close()


@pytest.mark.slow
def test_the_commands(tmp_path: Path) -> None:
    import typer

    from directory.backup_cli import backup_command, restore_command

    app = typer.Typer()
    app.command("backup")(backup_command)
    app.command("restore")(restore_command)
    url = f"sqlite:///{tmp_path / 'd.db'}"
    database = create_database(url)
    copy_starter(database)
    database.close()
    file = str(tmp_path / "d.backup")
    done = CliRunner().invoke(app, ["backup", file, "--database", url])
    assert (done.exit_code, "230 services" in done.stdout) == (0, True), done.output
    refused = CliRunner().invoke(app, ["restore", file, "--database", url], input="n\n")
    assert refused.exit_code == 1
    assert "Replace all" in refused.stdout
    done = CliRunner().invoke(app, ["restore", file, "--database", url, "--yes"])
    assert (done.exit_code, "Restored" in done.stdout) == (0, True), done.output
