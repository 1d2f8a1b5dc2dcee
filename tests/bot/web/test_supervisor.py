"""Watching over processes: tiny programs in the place of workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.errors import WorkersRefused
from bot.web import supervisor as module
from bot.web.supervisor import Supervisor, check_workers

WORKER = """
import os, signal, sys, time
given = dict(zip(sys.argv[1::2], map(int, sys.argv[2::2])))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
with open({log!r}, "a") as log:
    log.write(f"{{os.getpid()}} {{'--console' in given}}\\n")
{body}
"""
SOUND = """
while True:
    os.write(given["--news"], b".")
    time.sleep(0.05)
"""
SILENT = """
os.write(given["--news"], b".")
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


class Run:
    """A supervisor of `body` in this process's main thread cannot be watched: it runs in one of its own."""

    def __init__(self, folder: Path, listener: socket.socket, body: str, workers: int = 2) -> None:
        self.log = folder / "started.txt"
        self.log.touch()
        program = WORKER.format(log=str(self.log), body=body)
        self.said: list[str] = []
        self.ready = threading.Event()
        self.ended: list[int] = []
        self.turns: list[int] = []
        self.supervisor = Supervisor(
            (sys.executable, "-c", program),
            listener,
            workers,
            self.said.append,
            self.ready.set,
            console=listener,
            on_end=self.ended.append,
            turning=lambda: self.turns.append(1),
        )
        self.code: int | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        self.code = self.supervisor.run()

    def started(self) -> list[tuple[int, bool]]:
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return [(int(process), console == "True") for process, console in lines]

    def until(self, condition, seconds: float = 30) -> None:
        limit = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < limit, (self.said, self.started())
            time.sleep(0.02)

    def stop(self) -> None:
        self.supervisor._stopping = True
        self.thread.join(30)
        assert not self.thread.is_alive()


@pytest.fixture(autouse=True)
def no_signals(monkeypatch):
    # Only the main thread may take signals; these tests stop by hand.
    monkeypatch.setattr(module.signal, "signal", lambda number, handler: signal.SIG_DFL)


def lives(process: int) -> bool:
    return subprocess.run(["kill", "-0", str(process)], capture_output=True).returncode == 0


def test_all_are_started_one_with_the_console_and_stopped(tmp_path, listener) -> None:
    run = Run(tmp_path, listener, SOUND, 3)
    assert run.ready.wait(30)
    started = run.started()
    assert sorted(console for _, console in started) == [False, False, True]
    run.stop()
    assert run.code == 0
    assert run.turns
    assert not any(lives(process) for process, _ in started)
    assert sorted(run.ended) == sorted(process for process, _ in started)


def test_one_that_is_killed_is_replaced_with_the_same_console(tmp_path, listener) -> None:
    run = Run(tmp_path, listener, SOUND)
    assert run.ready.wait(30)
    [victim] = [process for process, console in run.started() if console]
    os.kill(victim, signal.SIGKILL)
    run.until(lambda: "Worker 1 answers again." in run.said)
    assert [console for _, console in run.started()].count(True) == 2
    assert run.said[0] == "Worker 1 ended (signal 9); another one starts."
    run.stop()


def test_one_that_hangs_is_replaced(tmp_path, listener, monkeypatch) -> None:
    monkeypatch.setattr(module, "SILENT_SECONDS", 1.0)
    monkeypatch.setattr(module, "GRACE_SECONDS", -2)
    run = Run(tmp_path, listener, SILENT, 1)
    assert run.ready.wait(30)
    run.until(lambda: len(run.started()) >= 2)
    assert run.said[0] == "Worker 1 hangs; it is replaced."
    run.stop()


def test_one_that_cannot_start_stops_everything_with_its_code(tmp_path, listener) -> None:
    run = Run(tmp_path, listener, "sys.exit(2)")
    run.thread.join(30)
    assert run.code == 2
    assert not run.ready.is_set()


def test_one_that_ends_again_and_again_is_started_more_and_more_slowly(tmp_path, listener) -> None:
    run = Run(tmp_path, listener, 'os.write(given["--news"], b".")\ntime.sleep(0.3)\nsys.exit(1)', 1)
    assert run.ready.wait(30)
    time.sleep(4)
    assert 2 <= len(run.started()) <= 6
    run.stop()


@pytest.mark.parametrize(
    ("workers", "shared", "sentence"),
    [(2, False, "SENTIER_REDIS_URL"), (0, True, "--workers"), (65, True, "64")],
)
def test_numbers_of_workers_that_cannot_be(workers: int, shared: bool, sentence: str) -> None:
    with pytest.raises(WorkersRefused, match=sentence):
        check_workers(workers, shared)


def test_numbers_of_workers_that_can_be() -> None:
    check_workers(1, False)
    check_workers(8, True)
