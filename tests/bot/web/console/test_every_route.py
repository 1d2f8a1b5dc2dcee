"""Every address of the console, whoever wrote its section, is shut to strangers and to forged forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Route

from directory.accounts.roles import ROLES
from tests.bot.web.console.conftest import URL, Desk

OPEN = {"/connexion", "/static/console.css", "/favicon.ico"}
ANY = {"/", "/deconnexion", "/mot-de-passe"}


def addresses(desk: Desk) -> Iterator[tuple[str, str]]:
    """(method, path) of every route; a number or a word stands for what is in braces."""
    for route in desk.app.routes:
        if isinstance(route, Route) and route.path not in OPEN:
            path = re.sub(r"\{\w+:int\}", "1", route.path)
            path = re.sub(r"\{[^}]*\}", "refuge", path)
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, path


def test_there_is_something_to_look_at(desk: Desk) -> None:
    found = list(addresses(desk))
    for section in desk.console.sections:
        assert any(path.startswith(section.path) for _, path in found)
        assert set(section.roles) <= set(ROLES)
    assert len(found) > 20


def test_nobody_who_is_not_signed_in_gets_past_the_door(desk: Desk) -> None:
    browser = desk.browser()
    passed = []
    for method, path in addresses(desk):
        answer = browser.request(method, path, headers={"origin": URL})
        if answer.status_code != 303 or not answer.headers["location"].startswith("/connexion"):
            passed.append((method, path, answer.status_code))
    assert passed == []


@pytest.mark.parametrize("role", ROLES)
def test_no_form_is_taken_without_its_token(desk: Desk, role: str) -> None:
    browser = desk.signed_in(role)
    taken = []
    for method, path in addresses(desk):
        if method == "GET":
            continue
        for token in ("", "forged"):
            answer = browser.request(method, path, data={"csrf": token}, headers={"origin": URL})
            if answer.status_code != 403:
                taken.append((method, path, answer.status_code))
        elsewhere = {"origin": "https://ailleurs.example", "x-csrf-token": browser.csrf()}
        if browser.request(method, path, headers=elsewhere).status_code != 403:
            taken.append((method, path, "elsewhere"))
    assert taken == []


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reaches_a_section_that_is_not_in_its_menu(desk: Desk, role: str) -> None:
    browser = desk.signed_in(role)
    token = browser.csrf()
    reached = []
    for method, path in addresses(desk):
        owner = max(
            (one for one in desk.console.sections if path.startswith(one.path)),
            key=lambda one: len(one.path),
            default=None,
        )
        if owner is None:
            assert path in ANY, f"{path} belongs to no section"
            continue
        if role in owner.roles:
            continue
        answer = browser.request(method, path, headers={"origin": URL, "x-csrf-token": token})
        if answer.status_code != 403:
            reached.append((method, path, answer.status_code))
    assert reached == []
