"""The whole database in one file and back: listings, counts, accounts, history; SQLite and PostgreSQL alike.

A backup is gzip over lines of JSON: a header with the version of the schema, the rows of each table, and last
the SHA-256 of everything before, so that a file cut short or changed is refused before anything is touched.
It is read in one transaction and is of one moment, even while the server writes. A backup of an older version
can be restored: its rows go into a schema of its version, which is then brought up to date.

Sign-ins to the console are not kept: after a restore everybody signs in anew. The file holds password digests
and the sealed secrets of sign-in codes (their key is not in it), and only its owner may read it (mode 600).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import JSON, Integer, MetaData, bindparam, event, func, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from directory.database import LOCK_TIMEOUT, MIGRATIONS, Database
from directory.errors import DatabaseLocked, DatabaseUnsupported, DirectoryError

FORMAT = "sentier-backup/1"
NOT_KEPT = frozenset(("alembic_version", "console_session"))
"""The version of the schema stands in the header; a stolen backup opens no session."""
ROWS_AT_ONCE = 500
_FIRST_BYTES = b'{"format"'


class BackupInvalid(DirectoryError):
    """The file is no backup, is damaged, or comes from a newer version."""


class BackupUnwritable(DirectoryError):
    """The backup could not be written."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds: ``revision`` of the schema, when it was made (UTC), rows of each table."""

    revision: str
    made_at: datetime
    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


# ---- Making one.


def back_up(database: Database, path: Path) -> Backup:
    """Write everything in ``database`` to ``path``, replacing it only when the new one is whole.

    Raises BackupUnwritable, or DatabaseUnsupported when there is no directory in the database yet.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as problem:
        raise BackupUnwritable(f"Nothing can be written beside {path}: {problem.strerror}.") from problem
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            made = _write(database, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as problem:
        raise BackupUnwritable(f"The backup {path} could not be written: {problem.strerror}.") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return made


def _write(database: Database, file: IO[bytes]) -> Backup:
    with _one_moment(database) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            raise DatabaseUnsupported(f"There is no directory in {database.name} to back up.")
        tables = _tables(connection)
        counts = {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in tables
        }
        made = Backup(revision, datetime.now(UTC).replace(microsecond=0), counts)
        digest = hashlib.sha256()
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:

            def put(line: object) -> None:
                data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(data)
                packed.write(data)

            header = {"format": FORMAT, "revision": revision, "made_at": made.made_at.isoformat()}
            put({**header, "rows": counts})
            for table in tables:
                rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
                for some in _in_lots(rows):
                    put({"table": table.name, "rows": [_plain_row(row) for row in some]})
            packed.write(json.dumps({"sha256": digest.hexdigest()}).encode() + b"\n")
    return made


@contextmanager
def _one_moment(database: Database) -> Iterator[Any]:
    """A connection whose reads all see the database as it stands now."""
    with database.engine.connect() as plain:
        connection = plain
        if database.is_sqlite:
            # The driver begins no transaction for reading.
            connection.exec_driver_sql("BEGIN")
        else:
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
            connection.execute(text("SET TRANSACTION READ ONLY"))
        yield connection
        connection.rollback()


def _tables(connection: Any) -> list[Any]:
    """The tables kept, each after those it points to."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name not in NOT_KEPT]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                # An absent value stays absent; it does not become the JSON word null.
                column.type.none_as_null = True
    return tables


def _in_lots(rows: Iterable[Any]) -> Iterator[list[Any]]:
    held = iter(rows)
    while some := list(islice(held, ROWS_AT_ONCE)):
        yield some


def _plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    """``value`` as JSON; what JSON has no word for becomes {"$kind": text}."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)  # SQLite keeps UTC, unsaid
        return {"$datetime": aware.astimezone(UTC).isoformat()}
    for kind, known in (("date", date), ("time", time_of_day)):
        if isinstance(value, known):
            return {f"${kind}": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, bytes | memoryview):
        return {"$bytes": bytes(value).hex()}
    # A value of a JSON column is wrapped: its own keys are then never taken for ours.
    return {"$json": value} if isinstance(value, dict | list) else value


_READERS: dict[str, Callable[[Any], Any]] = {
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time_of_day.fromisoformat,
    "$decimal": Decimal,
    "$bytes": bytes.fromhex,
    "$json": lambda value: value,
}


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((kind, value),) = plain.items()
    return _READERS[kind](value)


# ---- Reading one.


def inspect(path: Path) -> Backup:
    """What the backup at ``path`` holds, once all of it was read and its digest is right.

    Raises BackupInvalid.
    """
    counts: dict[str, int] = {}
    header: Backup | None = None
    for line in _checked_lines(path):
        if header is None:
            header = _header(line, path)
        else:
            counts[line["table"]] = counts.get(line["table"], 0) + len(line["rows"])
    if header is None or counts != {name: count for name, count in header.rows.items() if count}:
        raise BackupInvalid(f"The backup {path} does not hold the rows it announces.")
    return header


def _header(line: Mapping[str, Any], path: Path) -> Backup:
    try:
        if line["format"] != FORMAT:
            raise BackupInvalid(f"The backup {path} is in a format of another version: {FORMAT} is needed.")
        rows = {str(name): int(count) for name, count in line["rows"].items()}
        return Backup(str(line["revision"]), datetime.fromisoformat(line["made_at"]), rows)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BackupInvalid(f"The first line of {path} is not that of a backup.") from problem


def _checked_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of the backup but the last, which must be the digest of those."""
    digest = hashlib.sha256()
    held: bytes | None = None
    try:
        with gzip.open(path, "rb") as packed:
            for data in packed:
                if held is None and not data.startswith(_FIRST_BYTES):
                    raise BackupInvalid(f"{path} is not a backup made by sentier backup.")
                if held is not None:
                    digest.update(held)
                    yield json.loads(held)
                held = data
        ending = json.loads(held or b"{}")
    except OSError as problem:
        said = "is not a backup made by sentier backup" if problem.errno is None else problem.strerror
        raise BackupInvalid(f"The backup {path} cannot be read: {said}.") from problem
    except (EOFError, zlib.error, ValueError, RecursionError) as problem:
        raise BackupInvalid(f"The backup {path} is damaged or cut short; nothing was changed.") from problem
    if ending.get("sha256") != digest.hexdigest():
        raise BackupInvalid(f"The backup {path} was changed or cut short; nothing was changed.")


# ---- Putting one back.


def restore(database: Database, path: Path) -> Backup:
    """Replace all that ``database`` holds by the backup at ``path``: all of it, or nothing changes.

    The server may run: those who ask meanwhile see the old rows or the new ones, never a mixture. Raises
    BackupInvalid, DatabaseLocked when somebody writes for more than LOCK_TIMEOUT seconds.
    """
    held = inspect(path)
    try:
        if database.is_sqlite:
            _restore_sqlite(database, path, held)
        else:
            with database.engine.begin() as connection:
                connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}s'"))
                everything = MetaData()
                everything.reflect(connection)
                everything.drop_all(connection)
                _fill(connection, path, held)
                _set_counters(connection)
    except OperationalError as problem:
        raise DatabaseLocked(
            f"The database {database.name} does not answer or is in use; nothing was changed, try again."
        ) from problem
    except SQLAlchemyError as problem:
        raise BackupInvalid(
            f"The backup {path} does not fit the directory ({type(problem).__name__}); nothing was changed."
        ) from problem
    return held


def _restore_sqlite(database: Database, path: Path, held: Backup) -> None:
    """Builds the database aside, then copies it over the old one page by page in one transaction."""
    with tempfile.TemporaryDirectory(prefix="sentier-restore-") as folder:
        aside = Database(f"sqlite:///{Path(folder) / 'directory.db'}")
        event.listen(aside.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        try:
            with aside.engine.begin() as connection:
                _fill(connection, path, held)
            with _raw(aside) as source, _raw(database) as target:
                _copy(database, source, target)
        finally:
            aside.close()


@contextmanager
def _raw(database: Database) -> Iterator[sqlite3.Connection]:
    connection = database.engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.close()


def _copy(database: Database, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    limit = time.monotonic() + LOCK_TIMEOUT

    def still_time(status: int, remaining: int, total: int) -> None:  # noqa: ARG001
        # SQLite tries for ever otherwise.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > limit:
            raise DatabaseLocked(
                f"The database {database.name} is in use by another program; nothing was changed, try again."
            )

    source.backup(target, progress=still_time)


def _fill(connection: Any, path: Path, held: Backup) -> None:
    """The rows into a schema of their version, then that schema up to date."""
    _upgrade(connection, held.revision, path)
    tables = {table.name: table for table in _tables(connection)}
    for table in tables.values():
        # What a migration puts into a new database stands in the backup too.
        connection.execute(table.delete())
    later: list[tuple[Any, Any, list[dict[str, Any]]]] = []
    for line in islice(_checked_lines(path), 1, None):
        table = tables.get(line["table"])
        if table is None:
            raise BackupInvalid(f"The backup {path} holds a table that its version does not know.")
        try:
            rows = [_whole_row(table, row) for row in line["rows"]]
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise BackupInvalid(f"The backup {path} holds a value that cannot be read.") from problem
        for column in _own_parents(table):
            later.append((table, column, [row for row in rows if row[column.name] is not None]))
            rows = [{**row, column.name: None} for row in rows]
        connection.execute(table.insert(), rows)
    for table, column, rows in later:
        _put_parents(connection, table, column, rows)
    _upgrade(connection, "head", path)


def _whole_row(table: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(row) - {column.name for column in table.columns}
    if unknown:
        raise KeyError
    return {column.name: _value(row.get(column.name)) for column in table.columns}


def _own_parents(table: Any) -> list[Any]:
    """The columns that point to another row of the same table: filled when all rows stand."""
    return [
        column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)
    ]


def _put_parents(connection: Any, table: Any, column: Any, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    (key,) = table.primary_key.columns
    statement = table.update().where(key == bindparam("this")).values({column: bindparam("parent")})
    connection.execute(statement, [{"this": row[key.name], "parent": row[column.name]} for row in rows])


def _set_counters(connection: Any) -> None:
    """PostgreSQL numbers rows by counters of its own: they go on after the last row restored."""
    for table in _tables(connection):
        for column in table.primary_key.columns:
            if not isinstance(column.type, Integer):
                continue
            names = {"table": f'"{table.name}"', "column": column.name}
            counter = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), names
            ).scalar_one()
            highest = connection.execute(select(func.max(column))).scalar_one()
            if counter and highest:
                connection.execute(
                    text("SELECT setval(:counter, :value)"), {"counter": counter, "value": highest}
                )


def _upgrade(connection: Any, revision: str, path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as problem:
        raise BackupInvalid(
            f"The backup {path} was made by a newer version of Sentier: install that version first."
        ) from problem
