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


@contextmanager
def private_server(*, durable: bool = False) -> Iterator[str]:
    """Yield the SQLAlchemy address of an empty database on a server of our own.

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
        _run(user, binaries / "pg_ctl", "-D", data, *start)
        try:
            yield f"postgresql+psycopg2://sentier:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run(user, binaries / "pg_ctl", "-D", data, "stop", "-m", "immediate", "-w")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
