"""/repertoire: each task to its result, and every way in that must stay shut."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pytest
from httpx import Response

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import Database
from directory.desk import publish
from directory.desk.history import history
from directory.desk.publish import submit
from directory.desk.records import load
from directory.exchange.files import project_document
from directory.paths.comparing import PathDifference
from directory.proposals import proposals
from tests.bot.web.console.conftest import Browser, Desk
from tests.directory.conftest import listing, write

PAGES = {
    "/repertoire": (INTERVENANTE, RESPONSABLE, PARTENAIRE),
    "/repertoire?q=refuge&region=07&besoin=hebergement": (INTERVENANTE, RESPONSABLE, PARTENAIRE),
    "/repertoire/fiche/refuge": (INTERVENANTE, RESPONSABLE, PARTENAIRE),
    "/repertoire/fiche/refuge/historique": (INTERVENANTE, RESPONSABLE),
    "/repertoire/historique": (INTERVENANTE, RESPONSABLE),
    "/repertoire/retenus": (INTERVENANTE, RESPONSABLE),
    "/repertoire/verifications?lesquelles=toutes": (INTERVENANTE, RESPONSABLE),
    "/repertoire/appels?lesquelles=toutes": (INTERVENANTE, RESPONSABLE),
    "/repertoire/doublons": (INTERVENANTE, RESPONSABLE),
    "/repertoire/doublons/refuge/centre": (INTERVENANTE, RESPONSABLE),
    "/repertoire/export.csv": (INTERVENANTE, RESPONSABLE),
    "/repertoire/export.json": (INTERVENANTE, RESPONSABLE),
    "/repertoire/nouvelle": (RESPONSABLE,),
    "/repertoire/fiche/refuge/modifier": (RESPONSABLE,),
    "/repertoire/importer": (RESPONSABLE,),
}
POSTS = {
    "/repertoire/nouvelle": (RESPONSABLE,),
    "/repertoire/fiche/refuge/modifier": (RESPONSABLE,),
    "/repertoire/fiche/refuge/verifier": (INTERVENANTE, RESPONSABLE),
    "/repertoire/fiche/refuge/noter": (INTERVENANTE, RESPONSABLE),
    "/repertoire/fiche/refuge/proposer": (INTERVENANTE,),
    "/repertoire/fiche/refuge/fermer": (RESPONSABLE,),
    "/repertoire/fiche/refuge/rouvrir": (RESPONSABLE,),
    "/repertoire/historique/1/annuler": (RESPONSABLE,),
    "/repertoire/retenus/1": (RESPONSABLE,),
    "/repertoire/doublons/refuge/centre": (RESPONSABLE,),
    "/repertoire/importer": (RESPONSABLE,),
    "/repertoire/importer/faire": (RESPONSABLE,),
    "/repertoire/importer/essayer": (RESPONSABLE,),
}


@pytest.fixture(autouse=True)
def no_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped paths speak of the real directory: here the gate holds nothing unless a test says so."""
    opened = lambda database, apply_change: []  # noqa: E731
    monkeypatch.setattr("directory.desk.publish.submit", _with(opened))
    monkeypatch.setattr("bot.web.console.desk_history.looked_at_again", lambda database, number: False)


def _with(gate: Any) -> Any:
    return lambda *arguments, **more: submit(*arguments, **more, gate=gate)


def exported(database: Database) -> bytes:
    with database.session() as session:
        return json.dumps(project_document(session), ensure_ascii=False).encode()


def standing(database: Database, slug: str) -> dict[str, Any]:
    with database.session() as session:
        found = load(session, slug)
    assert found is not None
    return found


def fields_of(page: str) -> dict[str, Any]:
    """What the form of a listing sends back untouched, as far as these tests need it."""
    from html import unescape

    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" not in found or (found.get("type") in ("checkbox", "radio") and " checked" not in tag):
            continue
        sent.setdefault(found["name"], []).append(unescape(found.get("value", "")))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.findall(r'<option selected value="([^"]*)"', body) or re.findall(r'value="([^"]*)"', body)
        sent[name] = chosen[:1]
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.S):
        sent[name] = [unescape(text)]
    return sent


def edit(browser: Browser, slug: str, **changed: Any) -> Response:
    path = f"/repertoire/fiche/{slug}/modifier" if slug else "/repertoire/nouvelle"
    page = browser.get(path).text
    form = page[page.index('<form class="fields listing"') :]
    fields = {**fields_of(form), **{key.replace("__", "-"): value for key, value in changed.items()}}
    return browser.post(path, data=fields, headers={"origin": browser.origin})


def send_file(browser: Browser, name: str, data: bytes) -> Response:
    return browser.post(
        "/repertoire/importer",
        data={"csrf": browser.csrf()},
        files={"fichier": (name, data)},
        headers={"origin": browser.origin},
    )


def test_each_page_is_for_its_roles_only(desk: Desk) -> None:
    for role in (INTERVENANTE, RESPONSABLE, PARTENAIRE):
        browser = desk.signed_in(role)
        for path, roles in PAGES.items():
            answer = browser.get(path)
            assert answer.status_code == (200 if role in roles else 403), (role, path, answer.text[:300])
        for path, roles in POSTS.items():
            answer = browser.submit(path)
            assert (answer.status_code == 403) == (role not in roles), (role, path, answer.status_code)
    assert desk.browser().get("/repertoire").status_code == 303


def test_a_partner_sees_her_own_listings_and_no_internal_note(desk: Desk, directory: Database) -> None:
    write(directory, listing("refuge", notes="note interne"))
    browser = desk.signed_in(PARTENAIRE)
    page = browser.get("/repertoire").text
    assert "/repertoire/fiche/refuge" in page
    assert "/repertoire/fiche/ailleurs" not in page
    assert browser.get("/repertoire/fiche/ailleurs").status_code == 404
    assert "note interne" not in browser.get("/repertoire/fiche/refuge").text


def test_edit_then_undo_brings_the_exact_listing_back(desk: Desk, directory: Database) -> None:
    before = exported(directory)
    browser = desk.signed_in(RESPONSABLE)
    answer = edit(
        browser, "refuge", name="Le <b>refuge</b>", phones__0__number="819-555-0199", raison="page relue"
    )
    assert answer.headers["location"] == "/repertoire/fiche/refuge?fait=edit"
    now = standing(directory, "refuge")
    assert (now["name"], now["phones"][0]["number"]) == ("Le <b>refuge</b>", "819-555-0199")
    assert "<b>refuge</b>" not in browser.get("/repertoire/fiche/refuge").text
    past = browser.get("/repertoire/fiche/refuge/historique").text
    assert "page relue" in past
    assert "<b>refuge</b>" not in past
    with directory.session() as session:
        (entry,) = history(session, "refuge")
    undo = f"/repertoire/historique/{entry.id}/annuler"
    assert browser.submit(undo, raison="").status_code == 400
    assert browser.submit(undo, raison="erreur").headers["location"] == "/repertoire/fiche/refuge?fait=undo"
    assert exported(directory) == before


def test_a_new_listing_is_added_and_its_addition_undone(desk: Desk, directory: Database) -> None:
    before = exported(directory)
    browser = desk.signed_in(RESPONSABLE)
    answer = edit(
        browser,
        "",
        name="Maison de l'Aube",
        needs=["hebergement"],
        areas__0__region="07",
        areas__0__kind="mrc",
        areas__0__part="Papineau",
        hours_text="Lundi au vendredi, 9 h à 17 h",
        access_pets="oui",
    )
    assert answer.headers["location"] == "/repertoire/fiche/maison-de-l-aube?fait=add"
    made = standing(directory, "maison-de-l-aube")
    assert made["opening_hours"] == "Mo-Fr 09:00-17:00; PH off"
    assert made["areas"] == [{"text": "MRC Papineau", "type": "mrc", "extent": "07/Papineau"}]
    assert made["access"] == {"pets": True}
    assert edit(browser, "", name="Maison de l'Aube", areas__0__region="07").status_code == 409
    with directory.session() as session:
        (entry,) = history(session, "maison-de-l-aube")
    assert browser.submit(f"/repertoire/historique/{entry.id}/annuler", raison="double").status_code == 303
    assert exported(directory) == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Le nom manque"),
        ({"website": "javascript:alert(1)"}, "doit commencer par http"),
        ({"opening_hours": "quand on peut"}, "notation d"),
        ({"min_age": "abc"}, "Âge minimal"),
        ({"min_age": "30", "max_age": "20"}, "dépasse"),
        ({"areas-0-region": ""}, "territoire"),
        ({"phones-0-number": "appelez"}, "aucun chiffre"),
        ({"address_confidential": "y", "description": "Au 123 rue des Érables"}, "confidentielle"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    desk: Desk, directory: Database, changed: dict[str, str], said: str
) -> None:
    before = exported(directory)
    answer = edit(desk.signed_in(RESPONSABLE), "refuge", **changed)
    assert answer.status_code == 400
    assert said in answer.text.replace("&#39;", "'")
    assert exported(directory) == before


def test_hours_are_read_over_before_they_are_saved(desk: Desk, directory: Database) -> None:
    before = exported(directory)
    browser = desk.signed_in(RESPONSABLE)
    page = edit(browser, "refuge", hours_text="Lundi au jeudi, 8 h à midi", apercu="1").text
    assert "Lundi au jeudi : de 8 h à 12 h" in page
    page = edit(browser, "refuge", hours_text="sur appel", apercu="1").text
    assert "heures inconnues" in page
    assert exported(directory) == before


def test_two_at_once_never_write_over_each_other(desk: Desk, directory: Database) -> None:
    browser = desk.signed_in(RESPONSABLE)
    page = browser.get("/repertoire/fiche/refuge/modifier").text
    edit(browser, "refuge", name="Première")
    late = {**fields_of(page[page.index('<form class="fields listing"') :]), "name": "Seconde"}
    answer = browser.post("/repertoire/fiche/refuge/modifier", data=late, headers={"origin": browser.origin})
    assert answer.status_code == 409
    assert standing(directory, "refuge")["name"] == "Première"


def test_a_check_says_who_by_role_how_when_and_next(desk: Desk, directory: Database) -> None:
    browser = desk.signed_in(INTERVENANTE)
    answer = browser.submit("/repertoire/fiche/refuge/verifier", comment="phone", note="tout est juste")
    assert answer.headers["location"].endswith("fait=verify")
    assert standing(directory, "refuge")["verifications"][-1] == {
        "role": "intervenante",
        "method": "phone",
        "verified_on": "2026-11-24",
        "next_due": "2027-02-22",
        "note": "tout est juste",
    }
    for bad in (
        {"comment": "x"},
        {"comment": "phone", "date": "2027-01-01"},
        {"comment": "phone", "date": "x"},
    ):
        assert browser.submit("/repertoire/fiche/refuge/verifier", **bad).status_code == 400
    # The role of an intervenante does not reach confidence, whatever the form says.
    browser.submit("/repertoire/fiche/refuge/verifier", comment="visit", confiance="low")
    assert standing(directory, "refuge")["confidence"] == "high"


def test_notes_and_proposals_of_an_intervenante(desk: Desk, directory: Database) -> None:
    browser = desk.signed_in(INTERVENANTE)
    browser.submit("/repertoire/fiche/refuge/noter", note="rappeler en janvier")
    assert standing(directory, "refuge")["notes"] == "2026-11-24 (intervenante) : rappeler en janvier"
    browser.submit("/repertoire/fiche/refuge/proposer", sorte="numéro", numero="819 555-0188", texte="faux")
    with directory.session() as session:
        (made,) = proposals(session)
    assert made.text == "Numéro proposé : 819-555-0188\nfaux"


def test_closing_for_a_time_and_reopening(desk: Desk, directory: Database) -> None:
    before = standing(directory, "refuge")
    browser = desk.signed_in(RESPONSABLE)
    closing = {"du": "2026-12-20", "au": "2027-01-05", "raison": "Fêtes"}
    assert browser.submit("/repertoire/fiche/refuge/fermer", **{**closing, "raison": ""}).status_code == 400
    assert (
        browser.submit("/repertoire/fiche/refuge/fermer", **{**closing, "au": "2026-12-01"}).status_code
        == 400
    )
    assert (
        browser.submit("/repertoire/fiche/refuge/fermer", **closing)
        .headers["location"]
        .endswith("fait=close")
    )
    now = standing(directory, "refuge")
    assert (now["closed_from"], now["closed_until"], now["closure_reason"]) == tuple(closing.values())
    browser.submit("/repertoire/fiche/refuge/rouvrir")
    assert standing(directory, "refuge") == before


def held_path(database: Any, apply_change: Any) -> list[PathDifference]:
    """A gate that tries the change and finds a path worse."""
    from sqlalchemy.orm import Session

    with Session(database.engine, future=True) as session:
        apply_change(session)
        session.rollback()
    return [PathDifference("gatineau-nuit", "Une nuit à Gatineau", "pire", ("« refuge » n'est plus là",))]


def test_a_change_of_a_path_is_held_until_accepted_with_a_word(
    desk: Desk, directory: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.desk.publish.submit", _with(held_path))
    before = exported(directory)
    browser = desk.signed_in(RESPONSABLE)
    held = edit(browser, "refuge", name="Autre").headers["location"]
    assert held == "/repertoire/retenus/1"
    assert exported(directory) == before
    page = browser.get(held).text.replace("&#39;", "'")
    assert "Une nuit à Gatineau" in page
    assert "n'est plus là" in page
    assert "Autre" in page
    seen = desk.signed_in(INTERVENANTE).get(held)
    assert "Accepter et faire" not in seen.text
    assert browser.submit(held, decision="accepter", raison="").status_code == 400
    assert exported(directory) == before
    assert browser.submit(held, decision="accepter", raison="voulu").status_code == 303
    assert standing(directory, "refuge")["name"] == "Autre"
    assert browser.submit(held, decision="accepter", raison="voulu").status_code == 409
    with directory.session() as session:
        (entry,) = history(session, "refuge")
    assert "voulu" in entry.reason


def test_a_held_change_that_would_now_change_more_is_read_again(
    desk: Desk, directory: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another listing was changed meanwhile, and what is accepted would not be what was read."""
    monkeypatch.setattr("directory.desk.publish.submit", _with(held_path))
    browser = desk.signed_in(RESPONSABLE)
    held = edit(browser, "refuge", name="Autre").headers["location"]

    def more(database: Any, apply_change: Any) -> list[PathDifference]:
        found = held_path(database, apply_change)
        return [*found, PathDifference("hull", "Un matin à Hull", "pire", ("« refuge » n'est plus là",))]

    monkeypatch.setattr(
        "bot.web.console.desk_history.looked_at_again", partial(publish.looked_at_again, gate=more)
    )
    again = browser.submit(held, decision="accepter", raison="voulu")
    assert again.status_code == 409
    assert "Relisez, puis décidez" in again.text
    assert "Un matin à Hull" in again.text
    assert standing(directory, "refuge")["name"] == "Refuge"
    assert browser.submit(held, decision="accepter", raison="voulu").status_code == 303
    assert standing(directory, "refuge")["name"] == "Autre"


def test_a_held_change_of_a_listing_that_changed_since_is_not_made(
    desk: Desk, directory: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = desk.signed_in(RESPONSABLE)
    with monkeypatch.context() as gate:
        gate.setattr("directory.desk.publish.submit", _with(held_path))
        edit(browser, "refuge", name="Autre")
    edit(browser, "refuge", cost="gratuit")
    assert browser.submit("/repertoire/retenus/1", decision="accepter", raison="oui").status_code == 409
    assert standing(directory, "refuge")["name"] == "Refuge"
    assert browser.submit("/repertoire/retenus/1", decision="refuser", raison="périmé").status_code == 303


def test_an_import_is_previewed_then_made_then_undone(desk: Desk, directory: Database) -> None:
    before = exported(directory)
    browser = desk.signed_in(RESPONSABLE)
    rows = b"id;name;phones;areas\r\nrefuge;Le refuge;819-555-0142;07\r\nneuf;Neuf;;05 | 06\r\n"
    page = send_file(browser, "fiches.csv", rows).text
    assert "1 à ajouter, 1 à changer" in page
    assert exported(directory) == before
    found = re.search(r'name="brouillon" value="([^"]+)"', page)
    assert found
    tried = browser.submit("/repertoire/importer/essayer", brouillon=found[1])
    assert (tried.status_code, "Essai de" in tried.text) == (200, True)
    assert exported(directory) == before
    answer = browser.submit("/repertoire/importer/faire", brouillon=found[1], raison="liste 2026")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/repertoire?fait=import"
    assert standing(directory, "refuge")["phones"][0]["number"] == "819-555-0142"
    assert [area["extent"] for area in standing(directory, "neuf")["areas"]] == ["05", "06"]
    assert browser.submit("/repertoire/importer/faire", brouillon=found[1]).status_code == 404
    with directory.session() as session:
        (entry,) = history(session, "neuf")
    browser.submit(f"/repertoire/historique/{entry.id}/annuler?lot=1", raison="mauvais fichier")
    assert exported(directory) == before


def test_an_import_of_a_confidential_listing_is_made_and_said(desk: Desk, directory: Database) -> None:
    write(directory, listing("refuge", address_confidential=True))
    browser = desk.signed_in(RESPONSABLE)
    rows = b"id,name,address_confidential\nrefuge,Le refuge,oui\ncentre,Le centre,oui\n"
    found = re.search(r'name="brouillon" value="([^"]+)"', send_file(browser, "a.csv", rows).text)
    assert found
    answer = browser.submit("/repertoire/importer/faire", brouillon=found[1])
    assert (answer.status_code, answer.headers.get("location")) == (303, "/repertoire?fait=import")
    assert [standing(directory, slug)["name"] for slug in ("refuge", "centre")] == ["Le refuge", "Le centre"]
    assert standing(directory, "centre")["address_confidential"]
    assert browser.submit("/repertoire/importer/faire", brouillon=found[1]).status_code == 404


def test_another_s_import_cannot_be_made(desk: Desk, directory: Database) -> None:
    page = send_file(desk.signed_in(RESPONSABLE), "a.csv", b"id,name\nrefuge,X\n").text
    found = re.search(r'name="brouillon" value="([^"]+)"', page)
    assert found
    desk.later(hours=25)
    answer = desk.signed_in(RESPONSABLE).submit("/repertoire/importer/faire", brouillon=found[1])
    assert answer.status_code == 404
    assert standing(directory, "refuge")["name"] == "Refuge"


@lru_cache(maxsize=1)
def zip_bomb() -> bytes:
    """A small file that unpacks to 100 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("services.json", b"0" * 100_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("services.zip", zip_bomb, "compressés"),
        ("services.json", zip_bomb, "compressés"),
        ("services.json", gzip.compress(b"0" * 1000), "compressés"),
        ("fiches.xlsx", b"PK\x03\x04", "compressés"),
        ("a.json", b"[" * 200_000, "JSON"),
        ("a.json", b"[" + b"9" * 5000 + b"]", "JSON"),
        ("a.json", b'{"format": "sentier-directory/1", "services": 3}', "JSON"),
        ("a.json", b"[1, 2]", "fiche"),
        ("a.csv", b"nom,ville\nx,y\n", "colonnes"),
        ("a.csv", "id,name\né,x\n".encode("latin-1"), "UTF-8"),
        ("a.csv", b"", "vide"),
        ("a.csv", b"id,name\nrefuge,X\0\n", "texte"),
        ("a.csv", b"id,name,areas\nrefuge,X,{bad\n", "Ligne 2"),
        ("a.csv", b"id,website\nrefuge,javascript:1\n", "http://"),
        ("../../etc/<b>passwd", b"id,name\nrefuge,\n", "Le nom manque"),
    ],
)
def test_a_file_that_is_no_list_of_listings_is_refused_with_a_sentence(
    desk: Desk, directory: Database, name: str, data: bytes | Callable[[], bytes], said: str
) -> None:
    before = exported(directory)
    answer = send_file(desk.signed_in(RESPONSABLE), name, data if isinstance(data, bytes) else data())
    assert answer.status_code == 400, answer.text[:500]
    assert said in answer.text.replace("&#39;", "'")
    assert "<b>passwd" not in answer.text
    assert exported(directory) == before


def test_a_file_of_200_mb_is_refused_before_it_is_read(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    headers = {"origin": browser.origin, "content-type": "multipart/form-data; boundary=x"}
    declared = {**headers, "content-length": str(200 * 1024 * 1024)}
    answer = browser.post("/repertoire/importer", content=b"", headers=declared)
    assert answer.status_code == 413
    assert "au plus 5 Mo" in answer.text


def test_an_address_does_not_come_to_a_secret_place_by_a_file(desk: Desk, directory: Database) -> None:
    write(directory, listing("refuge", address_confidential=True))
    rows = 'id,addresses\nrefuge,"[{""address_1"": ""12 rue Cachée"", ""city"": ""Hull""}]"\n'
    answer = send_file(desk.signed_in(RESPONSABLE), "a.csv", rows.encode())
    assert answer.status_code == 400
    assert "confidentielle" in answer.text
    with directory.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT records FROM import_draft").fetchall()
    assert kept == []


def test_an_export_holds_no_formula_and_comes_back_as_it_was(desk: Desk, directory: Database) -> None:
    write(
        directory,
        listing("refuge", name='=HYPERLINK("http://x","y")', notes="+1\n@b", description="-2+3", cost="\t=1"),
    )
    browser = desk.signed_in(RESPONSABLE)
    sheet = browser.get("/repertoire/export.csv").content
    cells = [cell for row in sheet.decode("utf-8-sig").split("\r\n") for cell in row.split('";"')]
    assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "-", "@", "\t"))]
    assert "0 à ajouter, 0 à changer" in send_file(browser, "export.csv", sheet).text
    assert (
        "0 à ajouter, 0 à changer"
        in send_file(browser, "export.json", browser.get("/repertoire/export.json").content).text
    )


def test_duplicates_are_found_and_decided(desk: Desk, directory: Database) -> None:
    write(directory, listing("refuge-2", name="Refuge", organization="Autre"))
    browser = desk.signed_in(RESPONSABLE)
    pair = "/repertoire/doublons/refuge/refuge-2"
    assert pair in browser.get("/repertoire/doublons").text
    assert browser.submit(pair, decision="differents").status_code == 303
    assert pair not in browser.get("/repertoire/doublons").text
    browser.submit(pair, decision="premiere")
    assert standing(directory, "refuge-2")["status"] == "defunct"
    assert standing(directory, "refuge")["status"] == "active"


def test_the_queue_puts_what_was_reported_first(desk: Desk, directory: Database) -> None:
    desk.signed_in(INTERVENANTE).submit("/repertoire/fiche/centre/proposer", sorte="fermé", texte="disparu")
    desk.later(days=200)
    page = desk.signed_in(INTERVENANTE).get("/repertoire/verifications").text
    assert page.index("/repertoire/fiche/centre") < page.index("/repertoire/fiche/refuge")
    assert "en retard" in page
    calls = desk.signed_in(INTERVENANTE).get("/repertoire/appels?lesquelles=retard&region=07").text
    assert "819-555-0100" in calls
