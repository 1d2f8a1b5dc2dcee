"""A Redis of our own, and the server with several workers around the scripted engine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.chaos.client import Talker
from tests.e2e.conftest import ROOT, free_port

START_SECONDS = 240.0
"""Of several Pythons at once on a machine that does other things too."""
IN_A_ROW = 6
"""Conversations kept one after the other, so that each worker has had some."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here starts real processes."""
    for item in items:
        if "tests/e2e/chaos/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


class RedisServer:
    """A redis-server that keeps nothing, to be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> RedisServer:
        """Listens; returns itself."""
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no", *options],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )
        limit = time.monotonic() + 30
        while time.monotonic() < limit:
            if self.command("ping") == "PONG":
                return self
            time.sleep(0.05)
        pytest.fail("redis-server did not start")

    def kill(self) -> None:
        """As a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self, on: bool) -> None:
        """A server that is there and says nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    def command(self, *words: str) -> str:
        """What redis-cli prints."""
        done = subprocess.run(["redis-cli", "-p", str(self.port), *words], capture_output=True, text=True)
        return done.stdout.strip()


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis; whoever stops it starts it again."""
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed: apt-get install redis-server")
    server = RedisServer(tmp_path_factory.mktemp("redis")).start()
    yield server
    server.kill()


class Group:
    """A running `serve` with its workers."""

    def __init__(self, folder: Path, workers: int, environment: dict[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = folder / "server.txt"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.chaos.scripted", "serve", str(self.port), str(workers)],
            cwd=ROOT,
            env={
                **os.environ,
                "NO_COLOR": "1",
                "SENTIER_SECRET": "a secret of the tests, long enough",
                "SENTIER_DATABASE_URL": f"sqlite:///{folder / 'directory.db'}",
                "SENTIER_RATE_CONVERSATION": "0",
                **environment,
            },
            stdout=self.output.open("w"),
            stderr=subprocess.STDOUT,
        )

    def wait(self, seconds: float = START_SECONDS) -> Group:
        """Until all workers are ready; returns itself."""
        limit = time.monotonic() + seconds
        while "listens" not in self.output.read_text():
            if self.process.poll() is not None or time.monotonic() > limit:
                pytest.fail(f"the server is not ready:\n{self.output.read_text()}")
            time.sleep(0.1)
        while True:
            try:
                if httpx.get(self.url + "/health", timeout=2).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.1)

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]

    def back(self) -> int:
        """How many workers were replaced and answer."""
        return len(re.findall("answers again", self.output.read_text()))

    def wait_until_back(self, times: int) -> None:
        """Until workers were replaced `times` in all."""
        limit = time.monotonic() + START_SECONDS
        while self.back() < times:
            assert time.monotonic() < limit, self.output.read_text()
            time.sleep(0.1)

    def stop(self) -> float:
        """As systemd does; the seconds it took."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return time.monotonic() - started


MakeGroup = Callable[..., Group]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[MakeGroup]:
    """A function that starts the server: `serve(workers, SENTIER_X=…)`."""
    groups: list[Group] = []

    def make(workers: int, **environment: str) -> Group:
        group = Group(tmp_path, workers, environment)
        groups.append(group)
        return group.wait()

    yield make
    for group in groups:
        group.stop()


@pytest.fixture(scope="session")
def lasting_group(redis: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    """Two workers that share a Redis; nobody stops it."""
    running = Group(tmp_path_factory.mktemp("group"), 2, {"SENTIER_REDIS_URL": redis.url}).wait()
    yield running
    running.stop()


@pytest.fixture
def group(lasting_group: Group) -> Group:
    """The lasting group, once its workers use Redis: for a second after a failure they do not ask it again,
    and what is opened meanwhile is not kept."""
    limit, remembered = time.monotonic() + 30, 0
    while remembered < IN_A_ROW:
        talker = Talker(lasting_group.url)
        kept = talker.once("avant tout").status == 200 and talker.once("combien").texts == ["avant tout"]
        remembered = remembered + 1 if kept else 0
        assert time.monotonic() < limit, "Redis is not used"
    return lasting_group


@pytest.fixture
def own_group(redis: RedisServer, serve: MakeGroup) -> Group:
    """The same, to be stopped."""
    return serve(2, SENTIER_REDIS_URL=redis.url)
