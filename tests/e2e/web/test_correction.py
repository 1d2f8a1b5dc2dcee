"""Proposing a correction from a listing, in Chromium: with and without a script, by keyboard, by all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from directory.database import Database
from directory.proposals import proposals
from tests.e2e.web.conftest import MakePage, Site, node_module
from tests.e2e.web.live import Live
from tests.e2e.web.talk import stored

LISTING = "/ressources/service/csa-gatineau"


def _open(page: Page, live: Live) -> None:
    page.goto(live.url + LISTING)
    page.get_by_text("Proposer une correction").click()
    expect(page.get_by_label("Ce qui est faux")).to_be_visible()


def _kept(directory: Database) -> list[str]:
    with directory.session() as session:
        return [one.text for one in proposals(session)]


def _send(page: Page, words: str) -> None:
    page.get_by_label("Qu'est-ce qui").select_option("numéro")
    page.get_by_label("Ce qui est faux").fill(words)
    page.get_by_role("button", name="Envoyer la proposition").click()


@pytest.mark.parametrize("script", [True, False])
def test_from_the_listing_to_the_thanks(
    make_page: MakePage, live: Live, directory: Database, script: bool
) -> None:
    page = make_page(viewport={"width": 360, "height": 740}, java_script_enabled=script)
    _open(page, live)
    expect(page.locator("[name=site]")).not_to_be_visible()
    page.get_by_label("Le bon numéro").fill("555")
    _send(page, f"Le poste est 4, script {script}.")
    expect(page.get_by_role("alert")).to_contain_text("dix chiffres")
    expect(page.get_by_label("Ce qui est faux")).to_have_value(f"Le poste est 4, script {script}.")
    page.get_by_label("Le bon numéro").fill("819 555-0142")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci")
    assert f"Numéro proposé : 819-555-0142\nLe poste est 4, script {script}." in _kept(directory)
    assert [url for url in page.opened if not url.startswith(live.url + "/")] == []  # type: ignore[attr-defined]
    if script:
        assert set(stored(page).values()) == {0}
    page.reload()
    page.get_by_role("link", name="Revenir à la fiche").click()
    page.wait_for_url(re.compile(re.escape(LISTING) + "$"))


def test_it_opens_and_goes_by_keyboard(page: Page, live: Live, directory: Database) -> None:
    page.goto(live.url + LISTING)
    page.locator(".correct summary").focus()
    page.keyboard.press("Enter")
    # Two links to help come first.
    for name in ("", "", "sorte", "numero", "texte"):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.name") == name
    page.get_by_label("Qu'est-ce qui").select_option("autre")
    page.keyboard.type("Au clavier.")
    # The field no person sees is not on the way.
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Enter")
    page.wait_for_url("**/correction/merci")
    assert "Au clavier." in _kept(directory)


def test_leaving_takes_what_was_typed(page: Page, live: Live, weather: Site) -> None:
    _open(page, live)
    page.get_by_label("Ce qui est faux").fill("des mots à ne pas laisser")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(weather.url + "/")
    page.go_back()
    if LISTING in page.url:
        assert page.locator("textarea").input_value() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wrong", [False, True])
def test_axe_and_320_pixels_with_the_form_open(
    make_page: MakePage, live: Live, scheme: str, wrong: bool
) -> None:
    page = make_page(viewport={"width": 320, "height": 568}, color_scheme=scheme)
    _open(page, live)
    if wrong:
        page.get_by_label("Le bon numéro").fill("555")
        _send(page, "")
        # The console reports the refusal of the form itself.
        expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate((node_module("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            ".correct summary, .correction :is(button, select, textarea, input)"
        )].filter(node => node.getClientRects().length
            && node.getBoundingClientRect().height < 43.5).map(node => node.outerHTML.slice(0, 80))"""
    )
    assert small == []
