"""Debian's Chromium, the real application over the real directory, a stand-in for the weather page."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bot.web.settings import WebSettings
from directory.database import Database, create_database
from tests.directory.conftest import copy_starter
from tests.e2e.conftest import ROOT, free_port
from tests.e2e.web.live import Live


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium."""
    for item in items:
        if "tests/e2e/web/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


class Site:
    """Another web site on the loopback: the weather page, or a page that shows the conversation."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                body, headers = site.pages.get(
                    self.path, ("<!doctype html><title>Météo</title><h1>Météo</h1>", {})
                )
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *arguments: Any) -> None:
                pass

        port = free_port()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler))
        self.url = f"http://{host}:{port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stops listening."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The starter directory in a file of its own."""
    database = create_database(f"sqlite:///{tmp_path_factory.mktemp('web') / 'directory.db'}")
    copy_starter(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def weather() -> Iterator[Site]:
    """Where leaving goes in these tests."""
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session")
def host_site() -> Iterator[Site]:
    """A site that is allowed to show the conversation."""
    site = Site("localhost")
    yield site
    site.close()


@pytest.fixture(scope="session")
def live(directory: Database, weather: Site, host_site: Site) -> Iterator[Live]:
    """The application, listening."""
    settings = WebSettings(exit_url=weather.url + "/", embed_origins=(host_site.url,))
    running = Live(directory, settings).start()
    yield running
    running.stop()


class Opened(list[str]):
    """Addresses asked for by a context, and the errors its pages reported."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []


MakePage = Callable[..., Page]


@pytest.fixture
def make_page(chromium: Browser, live: Live) -> Iterator[MakePage]:
    """A function that opens a page in a context of its own; `page.opened` holds what it asked for.

    At the end: no cookie in any context, and no error on any console.
    """
    contexts: list[tuple[BrowserContext, Opened]] = []

    def make(**options: Any) -> Page:
        context = chromium.new_context(**options)
        opened = Opened()
        context.on("request", lambda request: opened.append(request.url))
        contexts.append((context, opened))
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda problem: opened.errors.append(str(problem)))
        page.on("console", lambda line: opened.errors.append(line.text) if line.type == "error" else None)
        page.opened = opened  # type: ignore[attr-defined]
        return page

    yield make
    live.engine.delay = 0.0
    for context, _ in contexts:
        cookies = context.cookies()
        context.close()
        assert cookies == []


@pytest.fixture
def page(make_page: MakePage) -> Page:
    """A desktop page with JavaScript."""
    return make_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def script_free(make_page: MakePage) -> Page:
    """A page without JavaScript."""
    return make_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)


def node_module(name: str) -> Path:
    """The folder of an npm package of package.json, installed if need be; skips with a reason without npm."""
    folder = ROOT / "node_modules" / name
    if folder.exists():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"{name} is not installed and there is no npm to install it")
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env={**os.environ})
    if not folder.exists():
        pytest.skip(f"npm could not install {name}: {done.stderr.strip().splitlines()[-1:]}")
    return folder
