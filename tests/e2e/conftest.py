"""The real server, in a process of its own, on a free port of the loopback, with a directory of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 600  # the first start of a fresh clone trains the models


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running `sentier serve`."""

    def __init__(self, port: int, process: subprocess.Popen[str], output: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.process = process
        self.output = output

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Until it is ready, or fails the test with what it printed."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                pytest.fail(f"the server ended with {self.process.returncode}:\n{self.output.read_text()}")
            try:
                if httpx.get(self.url + "/health", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.3)
        pytest.fail(f"the server was not ready after {seconds} s:\n{self.output.read_text()}")

    def stop(self) -> None:
        """As Ctrl+C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def start_server(folder: Path, *options: str, **environment: str) -> Server:
    """Starts `sentier serve` with its directory database and output in `folder`."""
    port = free_port()
    output = folder / "server.txt"
    # Its usual port may be in use by another server.
    quiet = () if "--console-port" in options else ("--no-console",)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port), *quiet, *options],
        cwd=ROOT,
        env={
            **os.environ,
            "SENTIER_DATABASE_URL": f"sqlite:///{folder / 'directory.db'}",
            "NO_COLOR": "1",
            **environment,
        },
        stdout=output.open("w"),
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Server(port, process, output)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that only talk to it."""
    running = start_server(tmp_path_factory.mktemp("server"))
    running.wait()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright without any browser of its own."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()
