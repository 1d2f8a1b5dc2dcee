"""What goes wrong at the start is a sentence that says what to do, never a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.e2e


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `sentier …` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_port_is_taken() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        ended = run("serve", "--no-console", "--port", str(holder.getsockname()[1]))
    assert ended.returncode == 2
    assert "taken by another program" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_port_of_the_console_is_taken() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        ended = run("serve", "--port", "0", "--console-port", str(holder.getsockname()[1]))
    assert ended.returncode == 2
    assert "--console-port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_database_cannot_be_read(tmp_path: Path) -> None:
    broken = tmp_path / "directory.db"
    broken.write_bytes(b"this is not a database, whatever its name says" * 100)
    ended = run("serve", "--no-console", "--port", "0", SENTIER_DATABASE_URL=f"sqlite:///{broken}")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert str(broken) in ended.stderr.replace("\n", "")


def test_the_model_is_damaged(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"\x1f\x8b not a model")
    ended = run(
        "serve",
        "--no-console",
        "--port",
        "0",
        SENTIER_DATABASE_URL=f"sqlite:///{tmp_path / 'directory.db'}",
        SENTIER_MODEL=str(broken),
    )
    assert ended.returncode == 2
    assert "sentier train" in ended.stderr
    assert "Traceback" not in ended.stderr
