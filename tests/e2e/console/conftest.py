"""The console in Chromium over the real directory, with one account of each role and the real clock."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyotp
import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from bot.web.console.app import create_console
from bot.web.console.settings import ConsoleSettings
from directory.accounts.accounts import add_account
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import Database, create_database
from directory.models import Account
from tests.directory.conftest import copy_starter
from tests.e2e.conftest import free_port
from tests.e2e.web.conftest import node_module

PASSWORD = "quatre mots sans lien"
NAMES = {INTERVENANTE: "ines", RESPONSABLE: "rosalie", PARTENAIRE: "paule"}
PARTNER = "CISSS de l'Outaouais"
"""An organization of the starter directory; the partner's account is tied to it."""
OTHERS = {
    INTERVENANTE: (PARTENAIRE,),
    RESPONSABLE: (INTERVENANTE, PARTENAIRE),
    PARTENAIRE: (INTERVENANTE,),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium."""
    for item in items:
        if "tests/e2e/console/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


class Desk:
    """A console that listens in a thread of its own."""

    def __init__(self, database: Database, assistant: Any = None) -> None:
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.secrets: dict[str, str] = {}
        app = create_console(database, settings=ConsoleSettings(), assistant=assistant)
        config = uvicorn.Config(
            app, port=self.port, ws="none", log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> Desk:
        """Makes the accounts and listens; returns itself."""
        with self.database.session() as session:
            for role, name in NAMES.items():
                made = add_account(
                    session,
                    name,
                    PASSWORD,
                    role,
                    at=datetime.now(UTC),
                    actor="serveur",
                    actor_role="serveur",
                    organization=PARTNER if role == PARTENAIRE else None,
                )
                self.secrets[name] = made.totp_secret
        self._thread.start()
        limit = time.monotonic() + 20
        while not self._server.started:
            assert time.monotonic() < limit, "the console did not start"
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        """Stops listening."""
        self._server.should_exit = True
        self._thread.join(10)

    def code(self, role: str) -> str:
        """A code that is good now: the last one used is forgotten, so that no test waits half a minute."""
        name = NAMES[role]
        with self.database.session() as session:
            session.execute(update(Account).where(Account.username == name).values(totp_last_step=0))
        return pyotp.TOTP(self.secrets[name]).now()

    def sign_in(self, page: Page, role: str) -> Page:
        """Signs in by the form, as a person does; returns the page."""
        page.goto(self.url + "/connexion")
        page.get_by_label("Nom", exact=True).fill(NAMES[role])
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_label("Code à six chiffres").fill(self.code(role))
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url(self.url + "/")
        return page


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The starter directory in a file of its own, for the tests of one file to change."""
    database = create_database(f"sqlite:///{tmp_path_factory.mktemp('console') / 'directory.db'}")
    copy_starter(database)
    yield database
    database.close()


@pytest.fixture(scope="module")
def desk(directory: Database) -> Iterator[Desk]:
    """The console, listening."""
    running = Desk(directory).start()
    yield running
    running.stop()


MakePage = Callable[..., Page]


@pytest.fixture
def make_page(chromium: Browser) -> Iterator[MakePage]:
    """A function that opens a page in a context of its own. At the end: no error on any console, and nothing
    was asked of another host."""
    contexts = []
    errors: list[str] = []
    asked: list[str] = []

    def make(**options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.on("pageerror", lambda problem: errors.append(str(problem)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.errors = errors  # type: ignore[attr-defined]
        return page

    yield make
    for context in contexts:
        context.close()
    # A refusal (4xx) is meant where a test provokes it.
    assert [one for one in errors if "status of 4" not in one] == []
    assert [url for url in asked if not url.startswith("http://127.0.0.1:")] == []


@pytest.fixture
def signed_in(desk: Desk, make_page: MakePage) -> MakePage:
    """A function `signed_in(role, **context_options)` that returns a page signed in as that role."""

    def make(role: str, **options: Any) -> Page:
        return desk.sign_in(make_page(**options), role)

    return make


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    return (node_module("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds wrong on the page as it stands."""
    page.evaluate(axe)
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:4]}"
        for one in result["violations"]
    ]


def fits(page: Page) -> bool:
    """Whether nothing stands out at the side at the page's present width."""
    return bool(
        page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    )


def shot(page: Page, name: str) -> None:
    """A picture of the whole page, for whoever wants to look at it (`SENTIER_SHOTS` names a folder)."""
    if folder := os.environ.get("SENTIER_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
