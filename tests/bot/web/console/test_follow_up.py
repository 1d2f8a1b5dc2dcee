"""Échanges: notes of who will do what, shared between organizations."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import select

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.models import AuditEntry, FollowUp, FollowUpEntry
from tests.bot.web.console.conftest import Browser, Desk

NOTE = {
    "region": "07",
    "besoin": "hebergement",
    "quoi": "Deux places de nuit à Maniwaki.",
    "qui": "CISSS de l'Outaouais",
    "pour": "2026-12-15",
}


def opened(browser: Browser, **fields: str) -> str:
    answer = browser.submit("/suivi/nouveau", **{**NOTE, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def lines(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.session() as session:
        rows = session.execute(select(FollowUpEntry).order_by(FollowUpEntry.id)).scalars()
        return [(row.signed, row.words) for row in rows]


def test_a_note_is_shared_dated_and_signed_by_role(desk: Desk) -> None:
    partner, desk_side = desk.signed_in(PARTENAIRE), desk.signed_in(RESPONSABLE)
    note = opened(partner)
    for browser in (partner, desk_side, desk.signed_in(INTERVENANTE)):
        assert "Deux places de nuit" in browser.get("/suivi").text
    done = desk_side.submit(note, etat="en cours", mots="Une chambre est trouvée.", pour="2026-12-20")
    assert done.headers["location"] == note
    assert lines(desk) == [
        ("Partenaire, Organisme", "Note ouverte."),
        ("Responsable du répertoire", "[à faire → en cours, pour le 2026-12-20] Une chambre est trouvée."),
    ]
    page = unescape(partner.get(note).text)
    assert "2026-11-24" in page
    assert "Responsable du répertoire" in page
    assert "rosalie" not in page
    with desk.database.session() as session:
        trail = list(
            session.execute(select(AuditEntry.action).where(AuditEntry.target == note[-36:])).scalars()
        )
    assert trail == ["suivi ouvert", "suivi complété"]


def test_filters_and_closed_notes(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    first = opened(browser)
    opened(browser, region="10", besoin="", quoi="Un transport vers Chibougamau.")
    assert "Chibougamau" not in browser.get("/suivi?region=07").text
    assert "Chibougamau" not in browser.get("/suivi?besoin=hebergement").text
    assert "Chibougamau" in browser.get("/suivi?region=rien&besoin=rien").text
    browser.submit(first, etat="fait")
    assert "Maniwaki" not in browser.get("/suivi").text
    assert "Maniwaki" in browser.get("/suivi?tout=1").text


def test_what_is_late_is_said(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    opened(browser, pour="2026-11-20")
    opened(browser, pour="", quoi="Sans date.")
    page = browser.get("/suivi").text
    assert page.count("en retard") == 1
    assert page.index("Maniwaki") < page.index("Sans date")


def test_a_partner_adds_words_to_any_note_and_steers_hers_only(desk: Desk) -> None:
    partner = desk.signed_in(PARTENAIRE)
    hers, theirs = opened(partner), opened(desk.signed_in(INTERVENANTE))
    assert partner.submit(theirs, mots="Nous aiderons.").status_code == 303
    refused = partner.submit(theirs, etat="fait")
    assert refused.status_code == 403
    assert "à qui a ouvert la note" in refused.text
    assert 'name="etat"' not in partner.get(theirs).text
    assert partner.submit(hers, etat="fait").status_code == 303
    with desk.database.session() as session:
        states = {one.id: one.state for one in session.execute(select(FollowUp)).scalars()}
    assert states == {hers[-36:]: "fait", theirs[-36:]: "à faire"}


@pytest.mark.parametrize(
    "fields",
    [
        {"region": "", "besoin": ""},
        {"region": "99"},
        {"besoin": "argent-facile"},
        {"quoi": ""},
        {"qui": " "},
        {"pour": "demain"},
        {"quoi": "mot " * 400},
        {"qui": "mot " * 60},
    ],
)
def test_a_note_that_lacks_something_is_not_kept(desk: Desk, fields: dict[str, str]) -> None:
    answer = desk.signed_in(INTERVENANTE).submit("/suivi/nouveau", **{**NOTE, **fields})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    with desk.database.session() as session:
        assert session.execute(select(FollowUp)).first() is None


def test_a_line_that_says_nothing_is_not_kept(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    note = opened(browser)
    for fields in ({}, {"mots": " "}, {"etat": "gagné"}, {"pour": "2026-13-40"}, {"etat": "à faire"}):
        assert browser.submit(note, **fields).status_code == 400
    assert browser.submit("/suivi/rien", mots="x").status_code == 404
    assert len(lines(desk)) == 1


def test_no_person_stands_in_a_note(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    note = opened(browser, qui="Marie Tremblay, CALACS", quoi="Rappeler Mme Julie Gagnon au 514 555-0199.")
    browser.submit(note, mots="Écrire à julie.gagnon@example.com.")
    with desk.database.session() as session:
        one = session.execute(select(FollowUp)).scalar_one()
    words = f"{one.what} {one.who} {lines(desk)}"
    for personal in ("Gagnon", "0199", "Tremblay", "julie.gagnon@"):
        assert personal not in words
    assert "CALACS" in words


def test_scripts_and_formulas_are_only_words(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    note = opened(browser, quoi="<script>alert(1)</script>", qui="=1+1")
    browser.submit(note, mots="-2+3<img src=x>")
    for path in ("/suivi", note):
        page = browser.get(path).text
        assert "<script" not in page
        assert "<img" not in page
    body = browser.get("/suivi.csv").content.decode("utf-8-sig")
    assert '"\'=1+1"' in body
    assert "\"'-2+3" in body
