"""Signing in, staying in, getting out; and every way in that must stay shut."""

from __future__ import annotations

import pytest

from directory.accounts.roles import RESPONSABLE, ROLES
from tests.bot.web.console.conftest import NAMES, Desk


@pytest.mark.parametrize("role", ROLES)
def test_name_password_and_code_open_the_console(desk: Desk, role: str) -> None:
    browser = desk.signed_in(role)
    page = browser.get("/")
    assert page.status_code == 200
    assert NAMES[role] in page.text
    assert ("/comptes" in page.text) == (role == RESPONSABLE)


def test_without_a_session_every_page_leads_to_signing_in(desk: Desk) -> None:
    browser = desk.browser()
    for path in ("/", "/comptes", "/journal", "/mot-de-passe"):
        answer = browser.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/connexion")
    assert browser.post("/comptes/fermer", data={"nom": "ines"}).headers["location"] == "/connexion"
