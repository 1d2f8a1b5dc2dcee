"""Échanges in a browser: a partner proposes, the desk decides, a note is shared; scripts stay words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import Database
from directory.desk.records import load
from directory.models import Organization
from directory.proposals import add
from tests.e2e.console.conftest import PARTNER, Desk, MakePage, fits, shot, violations

SCRIPT = "<script>document.title='pris'</script><img src=x onerror=\"document.title='pris'\">"
LISTING = "csa-gatineau"
HOUSE = "maison-alice-desmarais"


def test_from_a_partner_s_word_to_the_listing_and_back(
    desk: Desk, directory: Database, signed_in: MakePage, axe: str
) -> None:
    partner = signed_in(PARTENAIRE, viewport={"width": 360, "height": 740})
    partner.get_by_role("navigation").get_by_role("link", name="Propositions").click()
    partner.get_by_role("link", name="Proposer une correction").click()
    partner.get_by_label("Nom du service").fill("sécurité alimentaire gatineau")
    partner.get_by_role("button", name="Chercher").click()
    partner.get_by_role("link", name=re.compile("Centre en sécurité alimentaire de Gatineau")).click()
    partner.get_by_label("De quoi s'agit-il").select_option("numéro")
    partner.get_by_label("Le bon numéro").fill("819 555-0142")
    partner.get_by_label("En quelques mots").fill(f"L'ancien ne répond plus. {SCRIPT}")
    assert fits(partner)
    assert violations(partner, axe) == []
    partner.get_by_role("button", name="Envoyer").click()
    expect(partner.get_by_text("en attente")).to_be_visible()
    assert fits(partner)

    page = signed_in(RESPONSABLE)
    page.get_by_role("navigation").get_by_role("link", name="Propositions").click()
    assert violations(page, axe) == []
    page.get_by_role("link", name=re.compile("Centre en sécurité alimentaire")).click()
    expect(page.get_by_text("L'ancien ne répond plus.").first).to_be_visible()
    assert page.title() == "Proposition · Sentier"
    assert page.locator("main script, main img").count() == 0
    assert violations(page, axe) == []
    page.get_by_label("Accepter", exact=True).check()
    page.get_by_label("À la fiche, tout de suite").select_option(label="Ajouter 819-555-0142")
    page.get_by_label("Raison").fill("Vérifié au téléphone.")
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_text("Décidé le")).to_be_visible(timeout=120_000)
    with directory.session() as session:
        record = load(session, LISTING)
    assert record is not None
    assert "819-555-0142" in [phone["number"] for phone in record["phones"]]

    partner.reload()
    expect(partner.get_by_text("Vérifié au téléphone.")).to_be_visible()
    page.goto(desk.url + "/journal")
    expect(page.get_by_role("table")).to_contain_text("proposition acceptée")


def test_a_held_proposal_comes_back_when_its_change_is_refused(
    desk: Desk, directory: Database, signed_in: MakePage, axe: str
) -> None:
    """With the real gate: a house said to be gone changes a path, so both wait; refused, it is open."""
    with directory.session() as session:
        owner = session.execute(select(Organization.id).where(Organization.name == PARTNER)).scalar_one()
        identity = add(session, HOUSE, "fermé", "La maison a fermé.", date(2026, 11, 20), owner).id
        before = load(session, HOUSE)
    page = signed_in(RESPONSABLE)
    page.goto(f"{desk.url}/propositions/{identity}")
    page.get_by_label("Accepter", exact=True).check()
    page.get_by_label("À la fiche, tout de suite").select_option("disparu")
    page.get_by_label("Raison").fill("Dit au téléphone.")
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_role("status")).to_contain_text("Acceptée, mais pas encore faite", timeout=120_000)
    assert violations(page, axe) == []
    shot(page, "proposition_retenue")
    partner = signed_in(PARTENAIRE, viewport={"width": 360, "height": 740})
    partner.goto(desk.url + "/propositions")
    expect(partner.get_by_text("acceptée, en attente des parcours")).to_be_visible()
    page.get_by_role("link", name=re.compile("changement retenu n°")).click()
    expect(page.get_by_role("link", name="proposition acceptée")).to_be_visible()
    assert violations(page, axe) == []
    page.get_by_label("Pourquoi").fill("Un seul appel ne suffit pas.")
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_text("Le changement retenu est refusé")).to_be_visible()
    page.goto(f"{desk.url}/propositions/{identity}")
    expect(page.get_by_text("Un seul appel ne suffit pas.")).to_be_visible()
    expect(page.get_by_role("button", name="Enregistrer la décision")).to_be_visible()
    assert violations(page, axe) == []
    shot(page, "proposition_rouverte")
    partner.reload()
    expect(partner.get_by_text("Un seul appel ne suffit pas.")).to_be_visible()
    assert violations(partner, axe) == []
    assert fits(partner)
    shot(partner, "proposition_partenaire")
    with directory.session() as session:
        assert load(session, HOUSE) == before
    other = signed_in(INTERVENANTE)
    assert other.goto(f"{desk.url}/propositions/nouvelle").status == 403  # type: ignore[union-attr]


def test_accepted_with_changes_and_refused_each_with_a_reason(
    desk: Desk, directory: Database, signed_in: MakePage, axe: str
) -> None:
    with directory.session() as session:
        owner = session.execute(select(Organization.id).where(Organization.name == PARTNER)).scalar_one()
        hours = add(session, LISTING, "heures", "Ouvert la nuit.", date(2026, 11, 20), owner).id
        false = add(session, LISTING, "note", "Tout est faux.", date(2026, 11, 20), owner).id
    page = signed_in(RESPONSABLE)
    page.goto(f"{desk.url}/propositions/{hours}")
    page.get_by_label("Accepter avec changements").check()
    page.get_by_label("Texte retenu").fill("Ouvert la nuit, sauf le dimanche.")
    page.get_by_label("Raison").fill("Confirmé au téléphone.")
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_text("acceptée avec changements")).to_be_visible()
    assert violations(page, axe) == []
    page.goto(f"{desk.url}/propositions/{false}")
    page.get_by_label("Refuser").check()
    page.get_by_label("Raison").fill("Rien de précis.")
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_text("refusée", exact=True)).to_be_visible()
    partner = signed_in(PARTENAIRE)
    partner.goto(desk.url + "/propositions")
    for words in ("Ouvert la nuit, sauf le dimanche.", "Confirmé au téléphone.", "Rien de précis."):
        expect(partner.get_by_text(words)).to_be_visible()
    assert signed_in(INTERVENANTE).goto(desk.url + "/propositions/nouvelle").status == 403  # type: ignore[union-attr]


def test_only_the_responsable_decides(desk: Desk, directory: Database, signed_in: MakePage) -> None:
    with directory.session() as session:
        identity = add(session, LISTING, "autre", "Une remarque du public.", date(2026, 11, 20)).id
    page = signed_in(INTERVENANTE)
    page.goto(f"{desk.url}/propositions/{identity}")
    expect(page.get_by_text("Une remarque du public.")).to_be_visible()
    expect(page.get_by_role("button", name="Enregistrer la décision")).to_have_count(0)
    page.goto(desk.url + "/propositions/nouvelle")
    expect(page.get_by_text("Votre rôle ne donne pas accès")).to_be_visible()
    partner = signed_in(PARTENAIRE)
    partner.goto(f"{desk.url}/propositions/{identity}")
    expect(partner.get_by_text("Votre rôle ne donne pas accès")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_note_opened_by_a_partner_and_carried_on_by_the_team(
    desk: Desk, signed_in: MakePage, axe: str, script: bool
) -> None:
    what = f"Deux places de nuit à Maniwaki ({'avec' if script else 'sans'} script)."
    partner = signed_in(PARTENAIRE, java_script_enabled=script)
    partner.goto(desk.url + "/suivi")
    partner.get_by_role("link", name="Ouvrir une note").click()
    partner.get_by_label("Région").select_option("07")
    partner.get_by_label("Ce qui sera fait").fill(what)
    partner.get_by_label("Par qui").fill("CISSS de l'Outaouais")
    partner.get_by_role("button", name="Ouvrir la note").click()
    expect(partner.get_by_text("Partenaire, CISSS de l'Outaouais")).to_be_visible()
    page = signed_in(INTERVENANTE)
    page.goto(desk.url + "/suivi?region=07")
    if script:
        assert violations(page, axe) == []
    page.get_by_role("link", name=what).click()
    page.get_by_label("En quelques mots").fill("Une chambre est trouvée.")
    page.get_by_label("État").select_option("en cours")
    page.get_by_role("button", name="Ajouter la ligne").click()
    expect(page.get_by_text("[à faire → en cours] Une chambre est trouvée.")).to_be_visible()
    if script:
        assert violations(page, axe) == []
    partner.reload()
    expect(partner.get_by_text("Une chambre est trouvée.")).to_be_visible()
