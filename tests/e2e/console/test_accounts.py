"""Signing in, one's password, accounts and the journal, as people do it in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE, ROLES
from directory.database import Database
from tests.e2e.console.conftest import NAMES, PASSWORD, Desk, MakePage, fits, shot, violations

PATHS = ["/", "/mot-de-passe", "/comptes", "/journal", "/nulle-part"]


@pytest.mark.parametrize("script", [True, False])
def test_by_keyboard_alone_from_the_door_to_the_journal(
    desk: Desk, make_page: MakePage, script: bool
) -> None:
    page = make_page(java_script_enabled=script)
    page.goto(desk.url + "/journal")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")
    page.get_by_label("Nom", exact=True).focus()
    page.keyboard.type("rosalie")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(desk.code(RESPONSABLE))
    page.keyboard.press("Enter")
    # The page that was asked for.
    page.wait_for_url(desk.url + "/journal")
    expect(page.get_by_role("table")).to_contain_text("connexion")
    assert page.context.cookies()[0]["httpOnly"]
    assert page.context.cookies()[0]["sameSite"] == "Strict"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_sections_and_no_other(signed_in: MakePage, desk: Desk, role: str) -> None:
    page = signed_in(role)
    menu = page.get_by_role("navigation", name="Sections")
    for path in ("/comptes", "/journal"):
        expect(menu.locator(f'a[href="{path}"]')).to_have_count(int(role == RESPONSABLE))
        answer = page.goto(desk.url + path)
        assert answer is not None
        assert answer.status == (200 if role == RESPONSABLE else 403)
    expect(page.locator(".who")).to_contain_text(NAMES[role])


def test_a_wrong_password_is_said_without_saying_which(desk: Desk, make_page: MakePage) -> None:
    page = make_page()
    page.goto(desk.url + "/connexion")
    page.get_by_label("Nom", exact=True).fill("ines")
    page.get_by_label("Mot de passe").fill("pas le bon mot de passe")
    page.get_by_label("Code à six chiffres").fill("123456")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Le nom, le mot de passe ou le code n'est pas bon")
    assert page.title().startswith("Erreur")
    expect(page.get_by_label("Mot de passe")).to_have_value("")


def test_signing_out_and_the_back_button(desk: Desk, signed_in: MakePage) -> None:
    page = signed_in(RESPONSABLE)
    page.goto(desk.url + "/journal")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(desk.url + "/connexion")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")
    assert page.context.cookies() == []


def test_changing_the_password_and_coming_back_with_it(desk: Desk, signed_in: MakePage) -> None:
    new = "rivière lanterne café vélo"
    page = signed_in(PARTENAIRE)
    page.get_by_role("link", name="paule").click()
    for before, after in ((PASSWORD, new), (new, PASSWORD)):
        page.get_by_label("Mot de passe actuel").fill(before)
        page.get_by_label("Nouveau mot de passe").fill(after)
        page.get_by_label("Le nouveau, encore une fois").fill(after)
        page.get_by_label("Code à six chiffres").fill(desk.code(PARTENAIRE))
        page.get_by_role("button", name="Changer le mot de passe").click()
        expect(page.get_by_role("status")).to_contain_text("C'est fait")
    page.goto(desk.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/connexion", *PATHS])
def test_axe_and_320_pixels(
    desk: Desk, make_page: MakePage, signed_in: MakePage, axe: str, path: str, scheme: str
) -> None:
    options = {"viewport": {"width": 320, "height": 640}, "color_scheme": scheme}
    page = make_page(**options) if path == "/connexion" else signed_in(RESPONSABLE, **options)
    page.goto(desk.url + path)
    assert fits(page)
    assert violations(page, axe) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    assert fits(page)
    assert violations(page, axe) == []


def test_a_lost_key_of_the_codes_is_a_sentence(
    desk: Desk, directory: Database, make_page: MakePage, axe: str
) -> None:
    """The file that opens the secrets of codes is gone: nobody gets in, and the page says whom to ask."""
    key = Path(directory.engine.url.database).parent / "totp.key"
    kept = key.read_bytes()
    page = make_page()
    page.goto(desk.url + "/connexion")
    page.get_by_label("Nom", exact=True).fill(NAMES[INTERVENANTE])
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_label("Code à six chiffres").fill(desk.code(INTERVENANTE))
    key.unlink()
    try:
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("alert")).to_contain_text("la clé qui protège les codes manque")
        assert violations(page, axe) == []
        shot(page, "cle_perdue")
    finally:
        key.write_bytes(kept)
        key.chmod(0o600)
    page.errors.clear()  # type: ignore[attr-defined]  # the 503 that is meant
    desk.sign_in(page, INTERVENANTE)


def test_closing_an_account_ends_what_it_has_open(desk: Desk, signed_in: MakePage) -> None:
    """The last one: nobody signs in with this account afterwards."""
    other = signed_in(INTERVENANTE)
    page = signed_in(RESPONSABLE)
    page.get_by_role("navigation").get_by_role("link", name="Comptes").click()
    page.locator("summary", has_text="le compte ines").click()
    page.get_by_role("button", name="Fermer le compte ines").click()
    expect(page.get_by_role("row", name="ines")).to_contain_text("Fermé le")
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Connexion")
