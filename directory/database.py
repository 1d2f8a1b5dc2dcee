"""Opening, migrating and talking to the directory's database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool, StaticPool

from directory.errors import DatabaseLocked, DatabaseUnreadable, DatabaseUnsupported

DEFAULT_URL = "sqlite:///var/directory.db"
URL_VARIABLE = "SENTIER_DATABASE_URL"
MIGRATIONS = Path(__file__).parent / "migrations"
# Seconds a writer waits for another one before it gives up.
LOCK_TIMEOUT = 10
# Of a SQLite file that is copied into memory to try a change on, in bytes; the largest seen has 30 MB.
LARGEST_COPY = 256 * 1024 * 1024
# Memory a SQLite connection may use for pages, in KiB: the index of a hundred thousand services and more.
CACHE_KIB = 65536
# Of PostgreSQL: seconds to connect, milliseconds without an acknowledgement, seconds of silence.
CONNECTION = {
    "connect_timeout": 2,
    "tcp_user_timeout": 8000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
SUPPORTED = ("sqlite", "postgresql")


def default_url() -> str:
    """Return the address of the database: the environment's, or a file under ``var/``."""
    return os.environ.get(URL_VARIABLE) or DEFAULT_URL


class _Undo(Exception):
    """Leaves a transaction without keeping anything of it."""


class Database:
    """An engine and its sessions; opens nothing before the first use.

    Sessions are ``future=True``; leaving :meth:`session` commits, an exception rolls back.
    """

    def __init__(self, url: str, lock_seconds: float | None = None) -> None:
        """`lock_seconds`: how long a SQLite file that another program holds is waited for (LOCK_TIMEOUT)."""
        self._lock_seconds = lock_seconds
        try:
            self._parsed = make_url(url)
            backend = self._parsed.get_backend_name()
        except ArgumentError as error:
            raise DatabaseUnsupported(
                "The database address is not one SQLAlchemy understands; write it like sqlite:///var/directory.db."
            ) from error
        if backend not in SUPPORTED:
            raise DatabaseUnsupported(
                f"The directory works with SQLite and PostgreSQL, not with {backend}: change {URL_VARIABLE}."
            )
        self.url = url
        self.is_sqlite = backend == "sqlite"
        self._engine: Any = None
        self._sessions: Any = None

    @property
    def name(self) -> str:
        """The address without its password, safe to print."""
        return str(self._parsed.render_as_string(hide_password=True))

    @property
    def engine(self) -> Any:
        """The SQLAlchemy engine, made at first use."""
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine

    def _make_engine(self) -> Any:
        options: dict[str, Any] = {"future": True}
        if self.is_sqlite:
            wait = LOCK_TIMEOUT if self._lock_seconds is None else self._lock_seconds
            options["connect_args"] = {"timeout": wait, "check_same_thread": False}
            path = self._parsed.database
            if path in (None, "", ":memory:"):
                options["poolclass"] = StaticPool
            else:
                # A connection kept open keeps its pages in memory; a new one would read them anew.
                options.update(poolclass=QueuePool, max_overflow=50)
                folder = Path(path).parent
                try:
                    folder.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise DatabaseUnreadable(
                        f"The folder {folder} of the database cannot be made: {error.strerror}."
                    ) from error
        else:
            options["pool_pre_ping"] = True
            # A machine that is gone says nothing: noticed in seconds, not in the quarter of an hour of TCP.
            options["connect_args"] = CONNECTION
        try:
            engine = create_engine(self._parsed, **options)
        except (NoSuchModuleError, ImportError) as error:
            raise DatabaseUnsupported(
                f"The driver for {self._parsed.drivername} is not installed: {error}."
            ) from error
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
        return engine

    def migrate(self) -> None:
        """Bring the schema to the newest version; safe to call at every start."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with _sentences(self):
            try:
                with self.engine.begin() as connection:
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
            except CommandError as error:
                raise DatabaseUnsupported(
                    f"The database {self.name} was made by a newer version of Sentier: install that version, "
                    "or point to another database."
                ) from error

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Yield a session; commit at the end, roll back on any exception."""
        from directory.indexing import watch  # the index needs models, which need nothing of this module

        if self._sessions is None:
            self._sessions = sessionmaker(self.engine, future=True, expire_on_commit=False)
            watch(self._sessions)
        with _sentences(self):
            session = self._sessions()
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                session.close()

    @contextmanager
    def scratch(self) -> Iterator[Session]:
        """Yield a session over what the database holds now, of which nothing is ever kept.

        SQLite: a copy in memory, so that nobody waits for it. PostgreSQL, whose readers and writers do not
        wait for each other, and a SQLite file over `LARGEST_COPY`: a transaction that is rolled back.
        """
        copy = self._copied() if self.is_sqlite else None
        try:
            with (copy or self).session() as session:
                yield session
                raise _Undo
        except _Undo:
            pass
        finally:
            if copy is not None:
                copy.close()

    def _copied(self) -> Database | None:
        """A copy in memory of a SQLite database, in one step; None when it is too large."""
        copy = Database("sqlite://")
        with _sentences(self), self.engine.connect() as source, copy.engine.connect() as target:
            pages, size = (
                source.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size")
            )
            if pages * size > LARGEST_COPY:
                return None
            try:
                source.connection.driver_connection.backup(target.connection.driver_connection)
            except sqlite3.Error as error:
                raise DatabaseUnreadable(f"The database {self.name} cannot be copied: {error}.") from error
        return copy

    def lock_listings(self, session: Session) -> None:
        """Let nobody else change a listing until the transaction of ``session``, just begun, ends."""
        begin = "BEGIN IMMEDIATE" if self.is_sqlite else "LOCK TABLE service IN SHARE ROW EXCLUSIVE MODE"
        session.connection().exec_driver_sql(begin)

    def close(self) -> None:
        """Give every connection back."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
            self._sessions = None


def create_database(url: str | None = None, lock_seconds: float | None = None) -> Database:
    """Return the database at ``url`` (default: the environment's, or ``var/directory.db``)."""
    return Database(url or default_url(), lock_seconds)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Overwrite what is deleted, and make SQLite keep the promises of the schema."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    finally:
        cursor.close()


@contextmanager
def _sentences(database: Database) -> Iterator[None]:
    """Turn the driver's errors into ours, each a sentence that says what to do."""
    try:
        yield
    except OperationalError as error:
        words = str(error.orig)
        if "locked" in words or "busy" in words:
            raise DatabaseLocked(
                f"The database {database.name} is in use by another program; try again in a moment."
            ) from error
        if "no such table" in words or "no such column" in words:
            raise DatabaseUnsupported(
                f"The database {database.name} has no directory in it yet: run sentier directory import, "
                "or start the server once."
            ) from error
        raise DatabaseUnreadable(
            f"The database {database.name} cannot be opened ({words}): check that the file or server exists "
            "and may be read and written."
        ) from error
    except DatabaseError as error:
        words = str(error.orig)
        if "not a database" in words or "malformed" in words:
            raise DatabaseUnreadable(
                f"The file of {database.name} is damaged or is no database: put it aside and start again, "
                "the starter directory will be loaded anew."
            ) from error
        raise
