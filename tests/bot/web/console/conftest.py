"""The console over a small directory of its own, with a clock the test holds and one account of each role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from httpx import Response
from starlette.testclient import TestClient

from bot.web.console.app import create_console
from bot.web.console.settings import ConsoleSettings
from bot.web.console.shell import Console
from directory.accounts.accounts import add_account
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.accounts.slowdown import SlowDown
from directory.database import Database
from tests.directory.conftest import listing, new_database, write

URL = "http://127.0.0.1:8081"
PASSWORD = "quatre mots sans lien"
NAMES = {INTERVENANTE: "ines", RESPONSABLE: "rosalie", PARTENAIRE: "paule"}
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _signing_in_is_quick(quick_hashes: None) -> None:
    """For every test of the console."""


class Desk:
    """A running console, its accounts and its clock."""

    def __init__(self, database: Database, *, https: bool = False) -> None:
        self.database = database
        self.at = NOW
        self.secrets: dict[str, str] = {}
        slowdown = SlowDown(lambda: self.at.timestamp())
        self.console = Console(database, ConsoleSettings(https=https), now=lambda: self.at, slowdown=slowdown)
        self.app = create_console(console=self.console)
        with database.session() as session:
            for role, name in NAMES.items():
                made = add_account(
                    session,
                    name,
                    PASSWORD,
                    role,
                    at=NOW,
                    actor="serveur",
                    actor_role="serveur",
                    organization="Organisme" if role == PARTENAIRE else None,
                )
                self.secrets[name] = made.totp_secret

    def later(self, **time: float) -> None:
        """Moves the clock."""
        self.at += timedelta(**time)

    def code(self, name: str) -> str:
        """What the authenticator application of `name` shows now."""
        return pyotp.TOTP(self.secrets[name]).at(int(self.at.timestamp()))

    def browser(self) -> Browser:
        """A browser nobody is signed in with."""
        return Browser(self)

    def signed_in(self, role: str) -> Browser:
        """A browser signed in as the account of `role`."""
        browser = self.browser()
        # A code is good once.
        self.later(seconds=31)
        answer = browser.sign_in(NAMES[role])
        assert answer.status_code == 303, answer.text
        return browser


class Browser(TestClient):
    """Sends what a browser sends with a form: where it comes from, and the token of the page."""

    def __init__(self, desk: Desk) -> None:
        scheme = "https" if desk.console.settings.https else "http"
        super().__init__(
            desk.app,
            base_url=URL.replace("http", scheme),
            follow_redirects=False,
            raise_server_exceptions=False,
        )
        self.desk = desk
        self.origin = URL.replace("http", scheme)

    def sign_in(self, name: str, password: str = PASSWORD, code: str | None = None, **more: Any) -> Response:
        """Sends the form of /connexion."""
        form = {"nom": name, "mot_de_passe": password, "code": self.desk.code(name) if code is None else code}
        headers = {"origin": self.origin, **more.pop("headers", {})}
        return self.post(more.pop("to", "/connexion"), data=form, headers=headers, **more)

    def csrf(self) -> str:
        """The token of the forms of this session."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/").text)
        assert found
        return found[1]

    def submit(self, path: str, **fields: str) -> Response:
        """Sends a form of the console with its token."""
        return self.post(path, data={"csrf": self.csrf(), **fields}, headers={"origin": self.origin})


@pytest.fixture
def directory() -> Iterator[Database]:
    """Two listings of one organization, one of another."""
    database = new_database()
    write(database, listing("refuge"), listing("centre"), listing("ailleurs", organization="Autre"))
    yield database
    database.close()


@pytest.fixture
def desk(directory: Database) -> Desk:
    """The console."""
    return Desk(directory)
