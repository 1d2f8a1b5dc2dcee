"""A process that holds what people wrote leaves no core, by two locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CRASH = """
import ctypes, os, resource, signal, sys
if LOCK:
    from bot.privacy.dumps import leave_no_dumps
    assert leave_no_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
word = "canari-" + "vert"
os.kill(os.getpid(), signal.SIGSEGV)
"""


def crash(folder: Path, *, lock: bool) -> tuple[list[str], list[Path]]:
    """What a process that crashes says of its locks, and the files it leaves."""
    done = subprocess.run(
        [sys.executable, "-c", CRASH.replace("LOCK", str(lock))],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -11, done.stderr
    return done.stdout.split(), list(folder.iterdir())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the second lock is Linux's")
def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    said, files = crash(tmp_path, lock=True)
    assert said == ["0", "0"], "core limit and PR_GET_DUMPABLE"
    assert files == []
    # Without the lock a process may be dumped: the test above can fail.
    assert crash(tmp_path, lock=False)[0][1] == "1"
