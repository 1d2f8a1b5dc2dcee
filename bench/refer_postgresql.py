"""A private PostgreSQL on the loopback, for tests and measurements: made, started, stopped and removed here.

It never touches a server that already runs: its own folder, a free port, a random password.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
# PostgreSQL refuses to run as root; Debian's package makes this user.
OTHER_USER = "postgres"
START_SECONDS = 60


class PostgresqlAbsent(Exception):
    """No PostgreSQL can be started here; ``str(error)`` says what to install."""


def programs() -> Path:
    """Return the folder of initdb and pg_ctl, the newest version; raise :class:`PostgresqlAbsent`."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise PostgresqlAbsent("no initdb under /usr/lib/postgresql: apt-get install postgresql")
    return found[-1].parent


def _user() -> str | None:
    """Return the user to run as: None for ourselves, another one when we are root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(OTHER_USER)
    except KeyError as error:
        raise PostgresqlAbsent(f"we are root and there is no user {OTHER_USER}") from error
    return OTHER_USER


def _run(user: str | None, *command: object) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        # A server that keeps our pipe open would make us wait for its end.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=START_SECONDS * 2,
    )
    if done.returncode:
        raise PostgresqlAbsent(f"{Path(str(command[0])).name} failed: {done.stderr.strip()[-300:]}")


@dataclass(frozen=True)
class PrivateServer:
    """A server of our own, to be stopped and started; `url`: the address of an empty database."""

    url: str
    data: Path
    start_words: tuple[object, ...]

    def start(self) -> None:
        """Start it; return when it answers."""
        _run(_user(), programs() / "pg_ctl", "-D", self.data, *self.start_words)

    def stop(self) -> None:
        """Stop it as a power cut does."""
        _run(_user(), programs() / "pg_ctl", "-D", self.data, "stop", "-m", "immediate", "-w")

    def processes(self) -> list[int]:
        """Return the ids of its processes, the first one first."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True, check=False)
        return [first, *(int(line) for line in found.stdout.split())]


@contextmanager
def private_server(*, durable: bool = False) -> Iterator[str]:
    """Yield the SQLAlchemy address of an empty database on a server of our own; see :func:`own_server`."""
    with own_server(durable=durable) as server:
        yield server.url


@contextmanager
def own_server(*, durable: bool = False) -> Iterator[PrivateServer]:
    """Yield a server of our own with an empty database, running.

    Texts sort as in French (ICU), so that nothing can lean on the order of bytes. ``durable``: writes wait
    for the disk, as they do in earnest.
    """
    binaries, user = programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="sentier-postgresql-"))
    data, password_file = folder / "data", folder / "password"
    password = secrets.token_urlsafe(18)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    try:
        password_file.write_text(password)
        password_file.chmod(0o600)
        if user:
            for path in (folder, password_file):
                shutil.chown(path, user, user)
        _run(
            user,
            binaries / "initdb",
            *("-D", data, "-U", "sentier", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--locale-provider=icu", "--icu-locale=fr-CA"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync"),
        )
        options = f"-h 127.0.0.1 -p {port} -k {folder}" + ("" if durable else " -c fsync=off")
        start = ("start", "-w", "-t", START_SECONDS, "-l", folder / "log", "-o", options)
        url = f"postgresql+psycopg2://sentier:{password}@127.0.0.1:{port}/postgres"
        server = PrivateServer(url, data, start)
        server.start()
        try:
            yield server
        finally:
            if (data / "postmaster.pid").exists():
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
