"""The directory desk in Chromium: each task from signing in to its result, by the roles that may."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import Database
from directory.desk.history import history
from directory.desk.records import load
from directory.exchange.files import project_document
from directory.records import put_record
from tests.e2e.console.conftest import Desk, MakePage, fits, shot, violations

SLUG = "csa-gatineau"
PAGES = {
    RESPONSABLE: (
        "/repertoire",
        f"/repertoire/fiche/{SLUG}",
        f"/repertoire/fiche/{SLUG}/modifier",
        f"/repertoire/fiche/{SLUG}/historique",
        "/repertoire/nouvelle",
        "/repertoire/importer",
        "/repertoire/historique",
        "/repertoire/retenus",
        "/repertoire/doublons",
        "/repertoire/verifications?lesquelles=jamais",
        "/repertoire/appels?region=07",
    ),
    INTERVENANTE: (f"/repertoire/fiche/{SLUG}",),
    PARTENAIRE: ("/repertoire",),
}


DONE = re.compile(r"fait=|/retenus/\d")
"""The address after a change: made, or held."""


def exported(database: Database) -> bytes:
    """What the directory holds, as an export writes it."""
    with database.session() as session:
        return json.dumps(project_document(session), ensure_ascii=False, indent=1).encode()


def standing(database: Database, slug: str) -> dict[str, Any]:
    with database.session() as session:
        found = load(session, slug)
    assert found is not None
    return found


def accepted(page: Page) -> None:
    """Accepts a change that the shipped paths hold, where they do."""
    if "/retenus/" in page.url:
        page.get_by_label("Pourquoi").fill("voulu")
        page.get_by_role("button", name="Accepter et faire").click()
        expect(page.get_by_role("status")).to_contain_text("est fait")


@pytest.mark.parametrize("role", PAGES)
def test_every_page_is_for_everybody(signed_in: MakePage, desk: Desk, axe: str, role: str) -> None:
    page = signed_in(role)
    for path in PAGES[role]:
        page.goto(desk.url + path)
        page.set_viewport_size({"width": 1280, "height": 800})
        assert violations(page, axe) == [], path
        page.set_viewport_size({"width": 340, "height": 740})
        assert fits(page), path


def test_found_corrected_read_over_and_taken_back(
    signed_in: MakePage, desk: Desk, directory: Database
) -> None:
    before = exported(directory)
    page = signed_in(RESPONSABLE, java_script_enabled=False)
    page.get_by_role("link", name="Répertoire", exact=True).click()
    page.get_by_label("Nom, organisme, ville ou numéro").fill("securite alimentaire gatineau")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Centre en sécurité alimentaire de Gatineau").click()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Heures en mots").fill("Lundi au jeudi, 9 h à midi")
    page.get_by_role("button", name="Relire les heures").click()
    expect(page.locator("#semaine")).to_contain_text("Lundi au jeudi : de 9 h à 12 h")
    page.get_by_label("Coût").fill("<script>alert(1)</script> gratuit")
    page.get_by_label("Pourquoi ce changement").fill("appelé ce matin")
    page.get_by_role("button", name="Enregistrer").last.click()
    accepted(page)
    now = standing(directory, SLUG)
    assert now["opening_hours"] == "Mo-Th 09:00-12:00; PH off"
    page.goto(f"{desk.url}/repertoire/fiche/{SLUG}")
    expect(page.get_by_text("<script>alert(1)</script> gratuit")).to_be_visible()
    page.get_by_role("link", name=re.compile("Histoire")).click()
    expect(page.get_by_text("appelé ce matin")).to_be_visible()
    page.get_by_role("link", name=re.compile("Revenir à avant")).first.click()
    page.get_by_label("Pourquoi").fill("pour voir")
    page.get_by_role("button", name="Revenir à avant").click()
    accepted(page)
    assert exported(directory) == before


def test_a_change_that_breaks_a_path_is_stopped(
    signed_in: MakePage, desk: Desk, directory: Database, axe: str
) -> None:
    slug = "la-sejournelle-shawinigan"
    before = exported(directory)
    page = signed_in(RESPONSABLE)
    page.goto(f"{desk.url}/repertoire/fiche/{slug}/modifier")
    page.get_by_label("Visible par").select_option("hidden")
    page.get_by_role("button", name="Enregistrer").last.click()
    page.wait_for_url("**/repertoire/retenus/*")
    expect(page.get_by_role("heading", name="Parcours qui changent")).to_be_visible()
    expect(page.get_by_text("moins bien").first).to_be_visible()
    assert violations(page, axe) == []
    assert exported(directory) == before
    other = signed_in(INTERVENANTE)
    other.goto(page.url)
    expect(other.get_by_text("Une responsable du répertoire décidera.")).to_be_visible()
    page.get_by_label("Pourquoi").fill("erreur de case")
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_role("status")).to_contain_text("refusé")
    assert exported(directory) == before


def test_an_intervenante_notes_a_call_and_cannot_edit(
    signed_in: MakePage, desk: Desk, directory: Database
) -> None:
    page = signed_in(INTERVENANTE)
    page.goto(f"{desk.url}/repertoire/verifications?lesquelles=jamais&region=07")
    page.get_by_role("link", name="Banque alimentaire de la Lièvre").click()
    slug = page.url.rsplit("/", 1)[1]
    page.get_by_label("Comment").select_option("phone")
    page.get_by_label("En un mot").fill("tout est juste")
    page.get_by_role("button", name="Noter la vérification").click()
    page.wait_for_load_state()
    if "/retenus/" in page.url:
        keeper = signed_in(RESPONSABLE)
        keeper.goto(page.url)
        accepted(keeper)
    last = standing(directory, slug)["verifications"][-1]
    assert (last["role"], last["method"], last["note"]) == ("intervenante", "phone", "tout est juste")
    answer = page.goto(f"{desk.url}/repertoire/fiche/{slug}/modifier")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("Votre rôle ne donne pas accès")).to_be_visible()


def test_a_partner_sees_hers_alone(signed_in: MakePage, desk: Desk) -> None:
    page = signed_in(PARTENAIRE)
    page.goto(desk.url + "/repertoire")
    expect(page.locator("tbody tr").first).to_be_visible()
    answer = page.goto(f"{desk.url}/repertoire/fiche/{SLUG}")
    assert answer is not None
    assert answer.status == 404
    for path in ("nouvelle", "importer", "export.csv", "historique", "retenus", "appels", "doublons"):
        refused = page.goto(f"{desk.url}/repertoire/{path}")
        assert refused is not None
        assert refused.status == 403, path


def test_a_listing_is_added_closed_for_a_time_reopened_and_found_to_be_a_duplicate(
    signed_in: MakePage, desk: Desk, directory: Database, axe: str
) -> None:
    page = signed_in(RESPONSABLE)
    page.goto(desk.url + "/repertoire/nouvelle")
    page.get_by_label("Nom", exact=True).fill("Comptoir d'essai")
    page.get_by_role("group", name="Besoins").get_by_label("Aide alimentaire").check()
    page.get_by_label("Numéro", exact=True).first.fill("819 555-0199")
    page.get_by_label("Région", exact=True).first.select_option("10")
    page.get_by_label("Pourquoi ce changement").fill("essai")
    page.get_by_role("button", name="Enregistrer").last.click()
    page.wait_for_url(DONE)
    accepted(page)
    assert standing(directory, "comptoir-d-essai")["phones"][0]["number"] == "819-555-0199"

    page.goto(desk.url + "/repertoire/fiche/comptoir-d-essai")
    page.get_by_text("Fermer pour un temps").click()
    page.get_by_label("Du", exact=True).fill("2026-12-20")
    page.get_by_label("Au (dernier jour fermé)").fill("2027-01-05")
    page.get_by_label("Raison").fill("Fêtes")
    assert violations(page, axe) == []
    page.get_by_role("button", name="Fermer pour ce temps").click()
    page.wait_for_url(DONE)
    accepted(page)
    assert standing(directory, "comptoir-d-essai")["closed_until"] == "2027-01-05"
    other = signed_in(INTERVENANTE)
    other.goto(desk.url + "/repertoire/fiche/comptoir-d-essai")
    expect(other.get_by_role("button", name="Rouvrir la fiche")).to_have_count(0)
    page.goto(desk.url + "/repertoire/fiche/comptoir-d-essai")
    page.get_by_role("button", name="Rouvrir la fiche").click()
    page.wait_for_url(DONE)
    accepted(page)
    assert standing(directory, "comptoir-d-essai")["closed_until"] is None

    with directory.session() as session:
        twin = {"id": "comptoir-d-essai-2", "name": "Comptoir d'essais"}
        put_record(session, {**standing(directory, "comptoir-d-essai"), **twin})
    page.goto(desk.url + "/repertoire/doublons")
    page.get_by_role("link", name=re.compile("Comparer Comptoir d'essai")).first.click()
    assert violations(page, axe) == []
    shot(page, "doublon")
    other.goto(page.url)
    expect(other.get_by_role("button", name="Ce ne sont pas des doublons")).to_have_count(0)
    page.get_by_role("button", name="Ce ne sont pas des doublons").click()
    expect(page.get_by_role("status")).to_contain_text("la paire ne reviendra plus")
    expect(page.get_by_role("link", name=re.compile("Comparer Comptoir d'essai"))).to_have_count(0)


def test_a_file_is_previewed_imported_and_taken_back(
    signed_in: MakePage, desk: Desk, directory: Database, tmp_path: Path, axe: str
) -> None:
    before = exported(directory)
    sheet = tmp_path / "fiches.csv"
    sheet.write_text(
        f"id;cost;phones;name;areas\n{SLUG};Gratuit;873-376-2724;Centre alimentaire;07\n"
        "essai-neuf;;819-555-0100;Essai neuf;07 | 08\n",
        encoding="utf-8",
    )
    page = signed_in(RESPONSABLE)
    page.goto(desk.url + "/repertoire/importer")
    page.get_by_label("Fichier").set_input_files(sheet)
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_role("status")).to_contain_text("1 à ajouter, 1 à changer")
    assert violations(page, axe) == []
    assert exported(directory) == before
    page.get_by_role("button", name="Essayer sur les parcours").click()
    expect(page.get_by_role("status")).to_contain_text("essayé sur une copie", timeout=120_000)
    assert violations(page, axe) == []
    assert exported(directory) == before
    page.get_by_label("Pourquoi cet import").fill("liste d'essai")
    page.get_by_role("button", name="Importer").click()
    page.wait_for_load_state()
    accepted(page)
    assert standing(directory, "essai-neuf")["name"] == "Essai neuf"
    with directory.session() as session:
        (entry,) = history(session, "essai-neuf")
    page.goto(f"{desk.url}/repertoire/historique/{entry.id}/annuler?lot=1")
    assert violations(page, axe) == []
    page.get_by_label("Pourquoi").fill("essai fini")
    page.get_by_role("button", name="Revenir à avant").click()
    page.wait_for_load_state()
    accepted(page)
    assert exported(directory) == before


def test_a_file_of_200_mb_is_refused(signed_in: MakePage, desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "services.json"
    with large.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    page = signed_in(RESPONSABLE)
    token = page.locator("input[name=csrf]").first.input_value()
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    with large.open("rb") as data:
        answer = httpx.post(
            desk.url + "/repertoire/importer",
            data={"csrf": token},
            files={"fichier": ("services.json", data)},
            cookies=cookies,
            headers={"origin": desk.url},
            timeout=60,
        )
    assert answer.status_code == 413
    assert "au plus 5 Mo" in answer.text


def test_the_call_list_prints_on_paper(signed_in: MakePage, desk: Desk) -> None:
    page = signed_in(INTERVENANTE)
    page.goto(desk.url + "/repertoire/appels?region=07")
    expect(page.locator(".paper").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".paper").first).to_be_visible()
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".tabs")).to_be_hidden()
    expect(page.get_by_text("819-648-2550")).to_be_visible()
