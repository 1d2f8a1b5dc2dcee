"""The bench and the paths in a browser: from log-in to a saved path, another ranking, a partner refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from directory.accounts.roles import INTERVENANTE, PARTENAIRE
from directory.database import Database
from tests.bot.paths.stub import assistant_over
from tests.e2e.console.conftest import Desk, MakePage, fits, violations

SHOTS = os.environ.get("SENTIER_SHOTS")
"""A folder for pictures of the pages, for whoever wants to look at them."""


PATIENCE = 120_000
"""Milliseconds: every path is run while the page waits, on a machine that may be shared."""


@pytest.fixture(scope="module")
def desk(directory: Database) -> Iterator[Desk]:
    """The console with an assistant beside it that needs no model."""
    assistant, _ = assistant_over(directory)
    running = Desk(directory, assistant).start()
    yield running
    running.stop()


def shot(page, name: str) -> None:
    """A picture of the whole page, when they are wanted."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_from_a_message_to_a_saved_path(desk: Desk, signed_in: MakePage, axe: str) -> None:
    page = signed_in(INTERVENANTE)
    page.get_by_role("navigation").get_by_role("link", name="Banc d'essai").click()
    assert violations(page, axe) == []
    page.get_by_label("Ses messages, un par ligne").fill("allo\njcherche où dormir, mon chum me bat")
    page.get_by_text("Ce que Sentier sait d'elle avant").click()
    page.get_by_label("Lieu").fill("Gatineau")
    page.get_by_label("Moment").fill("2026-11-24T22:30")
    page.get_by_role("button", name="Essayer").click()
    expect(page.get_by_role("heading", name="Message 2")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("violence", exact=True).first).to_be_visible()
    expect(page.get_by_role("heading", name="Pourquoi ces services")).to_be_visible()
    expect(page.get_by_text("Itinérance Zéro").first).to_be_visible()
    page.get_by_text("écartés, avec la raison").click()
    assert violations(page, axe) == []
    assert fits(page)
    shot(page, "banc")
    page.get_by_label("Nom du parcours").fill("Gatineau, 22 h 30, battue")
    page.get_by_role("button", name="Enregistrer le parcours").click()
    page.wait_for_url(desk.url + "/parcours/gatineau-22-h-30-battue")
    assert violations(page, axe) == []
    shot(page, "parcours_un")


def test_the_paths_and_another_ranking(desk: Desk, signed_in: MakePage, axe: str) -> None:
    page = signed_in(INTERVENANTE, viewport={"width": 360, "height": 740})
    page.goto(desk.url + "/parcours")
    expect(page.get_by_text("0 en échec")).to_be_visible(timeout=PATIENCE)
    shot(page, "parcours")
    assert violations(page, axe) == []
    assert fits(page)
    page.get_by_role("link", name="Essayer un autre classement").click()
    page.get_by_label("Monter").select_option("open")
    page.get_by_label("Juste devant").select_option("near")
    # By keyboard alone.
    page.get_by_role("button", name="Essayer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("changeraient", timeout=PATIENCE)
    expect(page.get_by_text("pire").first).to_be_visible()
    assert violations(page, axe) == []
    assert fits(page)
    shot(page, "essai")


def test_a_partner_is_refused(desk: Desk, signed_in: MakePage) -> None:
    page = signed_in(PARTENAIRE)
    expect(page.get_by_role("navigation").get_by_role("link", name="Banc d'essai")).to_have_count(0)
    for path in ("/banc", "/parcours"):
        assert page.goto(desk.url + path).status == 403
