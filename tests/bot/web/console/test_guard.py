"""What every section relies on: roles, forms that are ours, sizes, headers, words instead of traces."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.console import app as console_app
from bot.web.console.shell import Console, Section, Visitor
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import Database
from directory.errors import DatabaseLocked, DirectoryMoved, ListingUnknown
from directory.models import Account, AuditEntry
from tests.bot.web.console.conftest import URL, Desk

LARGE = 300 * 1024


def trial(console: Console) -> Section:
    """A section with one form, one upload and four ways to fail."""

    async def show(request: Request, visitor: Visitor) -> Response:
        return PlainTextResponse(f"{visitor.username} {visitor.role} {visitor.organization is not None}")

    async def save(request: Request, visitor: Visitor) -> Response:
        form = await request.form()
        return PlainTextResponse(f"saved {form['mot']} {request.path_params['name']}")

    async def upload(request: Request, visitor: Visitor) -> Response:
        content = await (await request.form())["fichier"].read()
        return PlainTextResponse(f"{len(content)} bytes")

    async def broken(request: Request, visitor: Visitor) -> Response:
        raise RuntimeError("secret words of a program")

    async def busy(request: Request, visitor: Visitor) -> Response:
        raise DatabaseLocked("The database is in use.")

    async def moved(request: Request, visitor: Visitor) -> Response:
        raise DirectoryMoved("The directory was changed meanwhile.")

    async def lost(request: Request, visitor: Visitor) -> Response:
        raise ListingUnknown("secret words of the directory")

    return Section(
        "essai",
        "Essai",
        "/essai",
        (INTERVENANTE,),
        [
            Route("/essai", console.guarded(show, INTERVENANTE), methods=["GET"]),
            Route("/essai/rien", console.guarded(broken), methods=["GET"]),
            Route("/essai/pris", console.guarded(busy), methods=["GET"]),
            Route("/essai/change", console.guarded(moved), methods=["GET"]),
            Route("/essai/perdu", console.guarded(lost), methods=["GET"]),
            Route("/essai/fichier", console.guarded(upload, most=LARGE), methods=["POST"]),
            Route("/essai/{name}", console.guarded(save, INTERVENANTE), methods=["POST", "PUT", "DELETE"]),
        ],
    )


@pytest.fixture
def desk(directory: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(console_app, "SECTIONS", (*console_app.SECTIONS, trial))
    return Desk(directory)


def test_a_section_is_in_the_menu_of_its_roles_and_shut_to_the_others(desk: Desk) -> None:
    for role, status in ((INTERVENANTE, 200), (RESPONSABLE, 403), (PARTENAIRE, 403)):
        browser = desk.signed_in(role)
        answer = browser.get("/essai")
        assert answer.status_code == status
        assert ('href="/essai"' in browser.get("/").text) == (status == 200)
        if status == 403:
            assert "Votre rôle ne donne pas accès" in answer.text
            # The way on stays there.
            assert "Se déconnecter" in answer.text
            assert browser.submit("/essai/a", mot="b").status_code == 403


def test_a_handler_knows_who_is_there(desk: Desk) -> None:
    assert desk.signed_in(INTERVENANTE).get("/essai").text == "ines intervenante False"


def test_a_form_with_its_token_is_taken(desk: Desk) -> None:
    assert desk.signed_in(INTERVENANTE).submit("/essai/ici", mot="été").text == "saved été ici"


def test_a_script_of_ours_sends_the_token_in_a_header(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    token = browser.csrf()
    for method in ("POST", "PUT", "DELETE"):
        sent: dict[str, Any] = {"data": {"mot": "b"}}
        assert browser.request(method, "/essai/a", **sent, headers={"x-csrf-token": token}).status_code == 200
        assert browser.request(method, "/essai/a", **sent, headers={"x-csrf-token": "x"}).status_code == 403
        assert browser.request(method, "/essai/a", **sent).status_code == 403


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (None, {}),
        ("", {}),
        ("é", {}),
        ("another", {}),
        ("right", {"origin": "https://ailleurs.example"}),
        ("right", {"origin": "null"}),
        ("right", {"origin": URL.replace("8081", "8080")}),
        ("right", {"origin": URL, "sec-fetch-site": "same-site"}),
        ("right", {"sec-fetch-site": "cross-site"}),
    ],
)
def test_a_forged_form_changes_nothing(desk: Desk, token: str | None, headers: dict[str, str]) -> None:
    browser = desk.signed_in(INTERVENANTE)
    other = desk.signed_in(RESPONSABLE).csrf()
    form = {"mot": "b"}
    if token is not None:
        form["csrf"] = {"right": browser.csrf(), "another": other}.get(token, token)
    answer = browser.post("/essai/a", data=form, headers=headers)
    assert answer.status_code == 403
    assert "saved" not in answer.text
    assert "Rien n'a été changé" in unescape(answer.text)


def test_a_file_as_token_is_no_token(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    files = {"csrf": ("x", browser.csrf().encode())}
    assert browser.post("/essai/a", data={"mot": "b"}, files=files).status_code == 403


def test_uploads_have_the_size_their_section_says(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)

    def send(size: int, to: str = "/essai/fichier") -> Response:
        form = {"csrf": browser.csrf()}
        return browser.post(to, data=form, files={"fichier": ("a.csv", b"x" * size)})  # type: ignore[return-value]

    assert send(200 * 1024).text == "204800 bytes"
    for answer in (send(LARGE), send(70 * 1024, "/essai/a")):
        assert answer.status_code == 413
        assert "C'est trop gros" in unescape(answer.text)


def test_two_hundred_megabytes_are_refused_unread(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    read = 0

    def endless() -> Any:
        nonlocal read
        for _ in range(200 * 1024):
            read += 1024
            yield b"x" * 1024

    headers = {"x-csrf-token": browser.csrf(), "content-type": "multipart/form-data; boundary=x"}
    declared = {**headers, "content-length": str(200 * 1024 * 1024)}
    assert browser.post("/essai/fichier", content=b"x", headers=declared).status_code == 413
    assert browser.post("/essai/fichier", content=endless(), headers=headers).status_code == 413


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "application/json"],
)
def test_what_is_no_form_is_refused_in_a_sentence(desk: Desk, content_type: str) -> None:
    browser = desk.signed_in(INTERVENANTE)
    answer = browser.post("/essai/a", content=b"--x\r\ngarbage", headers={"content-type": content_type})
    assert answer.status_code in (400, 403)
    assert "<h1>" in answer.text


def test_strict_headers_on_every_answer(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    paths = ("/", "/connexion", "/rien", "/essai/rien", "/static/console.css", "/comptes")
    for path in paths:
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"


def test_failures_are_sentences_without_a_trace(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    for path, status, words in (
        ("/essai/rien", 500, "Un problème de notre côté"),
        ("/essai/pris", 503, "réessayez dans un instant"),
        ("/essai/change", 503, "réessayez dans un instant"),
        # No wait mends an error of ours: nobody is told that the directory is away.
        ("/essai/perdu", 500, "Un problème de notre côté"),
        ("/nulle-part", 404, "rien à cette adresse"),
        ("/static/../app.py", 404, "rien à cette adresse"),
    ):
        answer = browser.get(path)
        assert answer.status_code == status
        assert words in unescape(answer.text)
        assert "secret words" not in answer.text
        assert "Traceback" not in answer.text
    assert browser.put("/connexion").status_code == 405


def test_no_page_holds_a_style_or_a_script_of_its_own() -> None:
    for template in console_app.STATIC.parent.joinpath("templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert "| safe" not in text
        assert "<script>" not in text


def test_closing_an_account(desk: Desk) -> None:
    victim = desk.signed_in(INTERVENANTE)
    browser = desk.signed_in(RESPONSABLE)
    page = browser.get("/comptes")
    assert "Organisme" in page.text
    assert "Fermer le compte ines" in page.text
    assert "Fermer le compte rosalie" not in page.text
    assert browser.submit("/comptes/fermer", nom="rosalie").status_code == 400
    assert browser.submit("/comptes/fermer", nom="personne").status_code == 404
    assert browser.submit("/comptes/fermer", nom="ines").status_code == 303
    assert browser.submit("/comptes/fermer", nom="ines").status_code == 409
    assert victim.get("/").status_code == 303
    with desk.database.session() as session:
        entry = session.execute(
            select(AuditEntry).where(AuditEntry.action == "compte désactivé")
        ).scalar_one()
    assert (entry.actor, entry.role, entry.target) == ("rosalie", RESPONSABLE, "ines")


@pytest.mark.parametrize("role", [INTERVENANTE, PARTENAIRE])
def test_no_role_gives_itself_another(desk: Desk, role: str) -> None:
    browser = desk.signed_in(role)
    for path, fields in (
        ("/comptes/fermer", {"nom": "rosalie"}),
        ("/mot-de-passe", {"role": RESPONSABLE, "account_id": "rosalie"}),
    ):
        assert browser.submit(path, **fields).status_code in (400, 403)
    for path in ("/comptes", "/journal"):
        assert browser.get(path, headers={"x-role": RESPONSABLE}).status_code == 403
    with desk.database.session() as session:
        kept = {one.username: one.role for one in session.execute(select(Account)).scalars()}
    assert kept == {"ines": INTERVENANTE, "rosalie": RESPONSABLE, "paule": PARTENAIRE}


def test_the_journal_shows_who_did_what_newest_first(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    page = browser.get("/journal")
    assert page.text.index("connexion") < page.text.index("compte créé")
    found = browser.get("/journal", params={"qui": "serveur", "quoi": "ines"})
    assert "1 entrée" in found.text
    for odd in ("0", "-1", "abc", "²", "9" * 30):
        assert browser.get("/journal", params={"page": odd}).status_code == 200
