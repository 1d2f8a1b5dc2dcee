"""The bench and the paths in a browser: from log-in to a saved path, another ranking, a partner refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import Database
from directory.desk.records import load
from directory.models import SavedPath
from tests.bot.paths.stub import assistant_over
from tests.e2e.console.conftest import Desk, MakePage, fits, shot, violations

HOUSE = "maison-alice-desmarais"

PATIENCE = 120_000
"""Milliseconds: every path is run while the page waits, on a machine that may be shared."""


@pytest.fixture(scope="module")
def desk(directory: Database) -> Iterator[Desk]:
    """The console with an assistant beside it that needs no model."""
    assistant, _ = assistant_over(directory)
    running = Desk(directory, assistant).start()
    yield running
    running.stop()


def test_from_a_message_to_a_saved_path(
    desk: Desk, directory: Database, signed_in: MakePage, axe: str
) -> None:
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
    page.get_by_text("Ce qui manque, ou ne devrait pas").click()
    page.get_by_label("Fiches qui doivent être montrées aussi").fill(HOUSE)
    assert violations(page, axe) == []
    shot(page, "banc_garder")
    page.get_by_role("button", name="Enregistrer le parcours").click()
    page.wait_for_url(desk.url + "/parcours/gatineau-22-h-30-battue")
    expect(page.get_by_text("il manque Maison Alice-Desmarais").first).to_be_visible()
    assert violations(page, axe) == []
    shot(page, "parcours_un")
    # It fails, as it should; the tests after it count the paths that fail.
    with directory.session() as session:
        session.execute(delete(SavedPath))


def test_the_paths_and_another_ranking(desk: Desk, signed_in: MakePage, axe: str) -> None:
    page = signed_in(INTERVENANTE, viewport={"width": 360, "height": 740})
    page.goto(desk.url + "/parcours")
    expect(page.get_by_text("0 en échec")).to_be_visible(timeout=PATIENCE)
    shot(page, "parcours")
    assert violations(page, axe) == []
    assert fits(page)
    page.get_by_role("link", name="Essayer avant de publier").click()
    page.get_by_label("Monter").select_option("open")
    page.get_by_label("Juste devant").select_option("near")
    # By keyboard alone.
    page.get_by_role("button", name="Essayer", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("changeraient", timeout=PATIENCE)
    expect(page.get_by_text("pire").first).to_be_visible()
    assert violations(page, axe) == []
    assert fits(page)
    shot(page, "essai")


def test_a_listing_is_tried_before_it_is_live(
    desk: Desk, directory: Database, signed_in: MakePage, axe: str
) -> None:
    """An intervenante closes a house in its form, sees which path suffers, and nothing is kept."""
    with directory.session() as session:
        before = load(session, HOUSE)
    page = signed_in(INTERVENANTE)
    page.get_by_role("navigation").get_by_role("link", name="Répertoire").click()
    page.get_by_label("Nom, organisme, ville ou numéro").fill("Alice-Desmarais")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name=re.compile("Alice-Desmarais")).first.click()
    page.get_by_role("link", name="Essayer un changement").click()
    expect(page.get_by_role("button", name="Enregistrer")).to_have_count(0)
    page.get_by_label("État", exact=True).select_option("inactive")
    page.get_by_role("button", name="Essayer sur les parcours").click()
    expect(page.get_by_role("status")).to_contain_text("moins bien", timeout=PATIENCE)
    expect(page.get_by_text("n'est plus montré").first).to_be_visible()
    assert violations(page, axe) == []
    assert fits(page)
    shot(page, "essai_fiche")
    with directory.session() as session:
        assert load(session, HOUSE) == before


def test_a_new_listing_and_a_file_are_tried(
    desk: Desk, directory: Database, signed_in: MakePage, axe: str, tmp_path: Path
) -> None:
    page = signed_in(RESPONSABLE, viewport={"width": 360, "height": 740})
    page.goto(desk.url + "/parcours/essai")
    page.get_by_role("link", name="Essayer une nouvelle fiche").click()
    page.get_by_label("Nom", exact=True).fill("Une maison à Hull")
    page.get_by_role("group", name="Besoins").get_by_label(re.compile("violence conjugale", re.I)).check()
    page.get_by_role("group", name="Besoins").get_by_label(re.compile("^hébergement", re.I)).check()
    page.get_by_label("Numéro", exact=True).first.fill("819 555-0142")
    page.get_by_label("Région", exact=True).first.select_option("07")
    page.get_by_label("Municipalité", exact=True).first.fill("Gatineau")
    assert violations(page, axe) == []
    page.get_by_role("button", name="Essayer sur les parcours").click()
    expect(page.get_by_role("status")).to_contain_text("essayé sur une copie", timeout=PATIENCE)
    expect(page.get_by_text("Une maison à Hull").first).to_be_visible()
    assert fits(page)
    shot(page, "essai_nouvelle")
    page.goto(desk.url + "/parcours/essai")
    file = tmp_path / "fiches.csv"
    file.write_text(f"id;status\r\n{HOUSE};inactive\r\n", encoding="utf-8")
    page.get_by_label("Fichier de fiches").set_input_files(file)
    page.get_by_role("button", name="Essayer ce fichier").click()
    expect(page.get_by_role("status")).to_contain_text("1 à changer", timeout=PATIENCE)
    expect(page.get_by_text("n'est plus montré : Maison Alice-Desmarais")).to_be_visible()
    assert violations(page, axe) == []
    assert fits(page)
    shot(page, "essai_fichier")
    with directory.session() as session:
        record = load(session, HOUSE)
        assert record is not None
        assert record["status"] == "active"
        assert load(session, "une-maison-a-hull") is None


def test_a_partner_is_refused(desk: Desk, signed_in: MakePage) -> None:
    page = signed_in(PARTENAIRE)
    expect(page.get_by_role("navigation").get_by_role("link", name="Banc d'essai")).to_have_count(0)
    for path in ("/banc", "/parcours", "/parcours/essai", f"/parcours/essai/fiche/{HOUSE}"):
        assert page.goto(desk.url + path).status == 403
