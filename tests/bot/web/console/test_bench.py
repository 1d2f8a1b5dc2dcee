"""/banc and /parcours: what is shown, what is kept, who may."""

from __future__ import annotations

from html import unescape

import pytest
from httpx import Response
from sqlalchemy import select

from bot.web.console.bench import MOST_MESSAGES
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.models import AuditEntry, ImportDraft, ListingChange, SavedPath, Service
from directory.paths import saved
from directory.paths.model import Path
from directory.paths.reading import parse
from tests.bot.paths.stub import DirectoryEngine, assistant_over
from tests.bot.web.console.conftest import Browser, Desk
from tests.bot.web.console.test_desk import fields_of

TRY = {"messages": "jcherche où dormir", "moment": "2026-11-24T22:30", "canal": "web", "profil": "personne"}


def _path(name: str, place: str = "Gatineau", **expect: object) -> Path:
    expected = {"needs": ["hebergement"], **expect}
    return parse({"id": name, "place": place, "words": ["x"], "expect": expected}, "test")


@pytest.fixture(autouse=True)
def few_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shipped paths, one of which the small directory cannot answer."""
    found = (
        _path("bon", one_of=["refuge"]),
        _path("mauvais", "Sherbrooke", services=["cles"]),
    )
    monkeypatch.setattr(saved, "shipped_once", lambda: found)


@pytest.fixture
def engine(desk: Desk) -> DirectoryEngine:
    """The console with an assistant beside it."""
    desk.console.assistant, engine = assistant_over(desk.database)
    return engine


def test_a_partner_reaches_neither(desk: Desk) -> None:
    browser = desk.signed_in(PARTENAIRE)
    for path in ("/banc", "/parcours", "/parcours/bon", "/parcours/essai"):
        assert browser.get(path).status_code == 403
    assert browser.submit("/banc", **TRY).status_code == 403
    assert browser.submit("/banc/enregistrer", **TRY, titre="x").status_code == 403


def test_the_bench_says_so_when_no_engine_runs(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    assert "ne tourne pas" in browser.get("/banc").text
    assert browser.submit("/banc", **TRY).status_code == 503


def test_a_message_shows_what_is_understood_read_and_left_out(desk: Desk, engine: DirectoryEngine) -> None:
    page = desk.signed_in(INTERVENANTE).submit("/banc", **TRY, age="17", lieu="Gatineau").text
    assert "demander_ressource" in page
    assert "Refuge" in page
    assert "819-555-0100" in page
    assert "Ce qu&#39;elle lit par texto" in page or "Ce qu'elle lit par texto" in page
    assert "segment" in page
    assert "écartés" in page
    assert engine.slots["age"] == 17


def test_nothing_typed_is_kept(desk: Desk, engine: DirectoryEngine) -> None:
    desk.signed_in(INTERVENANTE).submit("/banc", **TRY)
    assert desk.console.assistant is not None
    assert desk.console.assistant.conversations.identities() == []
    with desk.database.session() as session:
        assert session.execute(select(SavedPath)).scalars().all() == []
        details = session.execute(select(AuditEntry.detail)).scalars().all()
    assert not any("dormir" in detail for detail in details)


def test_what_is_saved_has_no_personal_data_and_stands_among_the_paths(
    desk: Desk, engine: DirectoryEngine
) -> None:
    browser = desk.signed_in(INTERVENANTE)
    answer = browser.submit(
        "/banc/enregistrer",
        **{
            **TRY,
            "messages": "jcherche où dormir, mon numéro est 819 555-1234",
            "lieu": "Gatineau",
            "titre": "Gatineau, la nuit",
            "besoin": "hebergement",
            "region": "07",
            "service:refuge": "doit",
            "service:centre": "jamais",
        },
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/parcours/gatineau-la-nuit"
    with desk.database.session() as session:
        row = session.execute(select(SavedPath)).scalar_one()
        assert "555-1234" not in row.document
        path = saved.saved_paths(session)[0]
        trail = session.execute(select(AuditEntry.action)).scalars().all()
    assert path.expected.services == ("refuge",)
    assert path.expected.never == ("centre",)
    assert path.pinned is not None
    assert path.pinned.case == {
        "needs": ["hebergement"],
        "profile": "personne",
        "place": {"name": "Gatineau", "region": "07"},
    }
    assert "parcours enregistré" in trail
    page = browser.get("/parcours/gatineau-la-nuit").text
    assert "centre est montré, et ne devrait jamais" in page.casefold()
    assert "Gatineau, la nuit" in browser.get("/parcours").text
    # A name is taken once; only a responsable removes.
    again = browser.submit("/banc/enregistrer", **TRY, titre="Gatineau, la nuit")
    assert again.status_code == 400
    assert "porte déjà ce nom" in again.text
    assert browser.submit("/parcours/gatineau-la-nuit/supprimer").status_code == 403
    assert desk.signed_in(RESPONSABLE).submit("/parcours/gatineau-la-nuit/supprimer").status_code == 303
    assert browser.get("/parcours/gatineau-la-nuit").status_code == 404
    assert desk.signed_in(RESPONSABLE).submit("/parcours/bon/supprimer").status_code == 404


@pytest.mark.parametrize(
    ("title", "most", "sentence"),
    [
        ("Bon", saved.MOST_SAVED, "porte déjà ce nom"),
        ("///", saved.MOST_SAVED, "un nom en lettres"),
        ("Un de trop", 0, "supprimer"),
    ],
)
def test_a_path_that_cannot_be_saved_says_why(
    desk: Desk, engine: DirectoryEngine, monkeypatch: pytest.MonkeyPatch, title: str, most: int, sentence: str
) -> None:
    monkeypatch.setattr(saved, "MOST_SAVED", most)
    answer = desk.signed_in(INTERVENANTE).submit("/banc/enregistrer", **TRY, titre=title)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_a_place_with_somebody_beside_it_is_kept_by_its_name(desk: Desk, engine: DirectoryEngine) -> None:
    place = "chez Mme Julie Gagnon, Gatineau"
    browser = desk.signed_in(INTERVENANTE)
    assert browser.submit("/banc/enregistrer", **TRY, titre="Chez elle", lieu=place).status_code == 303
    with desk.database.session() as session:
        (path,) = saved.saved_paths(session)
    assert path.persona.place == "Gatineau"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"messages": ""}, "Écrivez de un"),
        ({"messages": "a\n" * (MOST_MESSAGES + 1)}, "Écrivez de un"),
        ({"age": "deux"}, "nombre de 0 à 120"),
        ({"age": "²"}, "nombre de 0 à 120"),
        ({"lieu": "Zzyzx"}, "pas connu"),
        ({"moment": "hier"}, "s&#39;écrit comme"),
    ],
)
def test_what_cannot_be_tried_is_said(
    desk: Desk, engine: DirectoryEngine, change: dict[str, str], sentence: str
) -> None:
    answer = desk.signed_in(INTERVENANTE).submit("/banc", **{**TRY, **change})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert engine.asked == []


def test_a_stored_script_never_runs(desk: Desk, engine: DirectoryEngine) -> None:
    browser = desk.signed_in(INTERVENANTE)
    script = "<script>alert(1)</script> dormir"
    assert "<script>" not in browser.submit("/banc", **{**TRY, "messages": script}).text
    saved_at = browser.submit("/banc/enregistrer", **{**TRY, "messages": script}, titre="<b>gras</b> x")
    assert "<script>" not in browser.get(saved_at.headers["location"]).text
    assert "<b>gras" not in browser.get("/parcours").text


def test_the_paths_are_run_with_the_directory_of_today(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    page = browser.get("/parcours").text
    assert "1 comme attendu, 1 en échec" in page
    assert "il manque cles" in page
    assert "il manque cles" in browser.get("/parcours/mauvais").text.casefold()
    assert browser.get("/parcours/inconnu").status_code == 404


def test_a_path_opens_on_the_bench(desk: Desk, engine: DirectoryEngine) -> None:
    page = desk.signed_in(INTERVENANTE).get("/banc?parcours=bon").text
    assert 'value="2026-11-24T10:00"' in page
    assert desk.signed_in(INTERVENANTE).get("/banc?parcours=inconnu").status_code == 404


def test_another_ranking_is_tried_and_changes_nothing(desk: Desk) -> None:
    browser = desk.signed_in(INTERVENANTE)
    assert "0 parcours" in browser.submit("/parcours/essai", monter="open", devant="near").text
    nothing = browser.submit("/parcours/essai")
    assert nothing.status_code == 400
    assert "Choisissez un critère" in nothing.text
    bad = browser.submit("/parcours/essai", monter="open", devant="near", sans="near")
    assert bad.status_code == 400


def test_what_was_not_shown_can_be_expected_or_forbidden(desk: Desk, engine: DirectoryEngine) -> None:
    browser = desk.signed_in(INTERVENANTE)
    fields = {**TRY, "lieu": "Gatineau", "titre": "Ce qui manque", "besoin": "violence_conjugale"}
    unknown = browser.submit("/banc/enregistrer", **fields, doit_aussi="refuge, maison-inconnue")
    assert unknown.status_code == 400
    assert "maison-inconnue" in unknown.text
    answer = browser.submit(
        "/banc/enregistrer", **fields, doit_aussi="ailleurs, refuge", jamais_aussi="centre", ligne="refuge"
    )
    assert answer.status_code == 303
    with desk.database.session() as session:
        (path,) = saved.saved_paths(session)
    assert set(path.expected.services) == {"ailleurs", "refuge"}
    assert path.expected.never == ("centre",)
    assert path.expected.lines == ("refuge",)
    assert path.expected.needs == ("violence_conjugale",)


SHEET = b"id;name;needs;areas;phones\r\ncles;Les Cl\xc3\xa9s;hebergement;05;819-555-0142\r\n"


def send(browser: Browser, name: str, data: bytes) -> Response:
    return browser.post(
        "/parcours/essai/fichier",
        data={"csrf": browser.csrf()},
        files={"fichier": (name, data)},
        headers={"origin": browser.origin},
    )


def standing(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.session() as session:
        return [tuple(row) for row in session.execute(select(Service.slug, Service.name))]


def test_a_file_of_listings_is_tried_and_not_kept(desk: Desk) -> None:
    before = standing(desk)
    browser = desk.signed_in(INTERVENANTE)
    page = unescape(send(browser, "fiches.csv", SHEET).text)
    assert "« fiches.csv » (1 à ajouter, 0 à changer)" in page.replace("\xa0", " ")
    assert "1 parcours changerait : 1 mieux" in page.replace("\xa0", " ")
    # The name, of a listing that stands nowhere yet.
    assert "problème réglé : il manque Les Clés" in page.replace("\xa0", " ")
    assert standing(desk) == before
    with desk.database.session() as session:
        assert session.execute(select(ImportDraft)).first() is None
        assert session.execute(select(ListingChange)).first() is None


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("fiches.zip", b"PK\x03\x04", "compressés"),
        ("fiches.csv", b"id;name;areas\r\nX Y;;07\r\n", "Ligne 1"),
        ("fiches.csv", b"", "vide"),
    ],
)
def test_a_file_that_cannot_be_tried_says_why(desk: Desk, name: str, data: bytes, words: str) -> None:
    answer = send(desk.signed_in(INTERVENANTE), name, data)
    assert answer.status_code == 400
    assert words in unescape(answer.text)


def test_a_file_too_large_to_try_is_not_read(desk: Desk) -> None:
    assert send(desk.signed_in(INTERVENANTE), "fiches.csv", b"x" * (6 * 1024 * 1024)).status_code == 413


def test_a_partner_tries_nothing(desk: Desk) -> None:
    browser = desk.signed_in(PARTENAIRE)
    assert send(browser, "fiches.csv", SHEET).status_code == 403
    for path in ("/parcours/essai/fiche", "/parcours/essai/fiche/refuge"):
        assert browser.get(path).status_code == 403
        assert browser.submit(path, name="x").status_code == 403


def trying(browser: Browser, path: str, **changed: object) -> Response:
    """Sends the form of a listing to `path` with these fields changed; the page it stands on is `path`'s."""
    page = browser.get(path).text
    form = page[page.index('<form class="fields listing"') :]
    assert "Essayer sur les parcours" in form
    return browser.post(path, data={**fields_of(form), **changed}, headers={"origin": browser.origin})


def test_an_edited_listing_is_tried_from_its_form(desk: Desk) -> None:
    before = standing(desk)
    browser = desk.signed_in(INTERVENANTE)
    assert "/parcours/essai/fiche/refuge" in browser.get("/repertoire/fiche/refuge").text
    page = unescape(trying(browser, "/parcours/essai/fiche/refuge", status="inactive").text)
    assert "n'est plus montré : Refuge" in page.replace("\xa0", " ")
    # What was typed stays in the form, and she has no way to save it.
    assert '<option selected value="inactive">' in page
    assert ">Enregistrer<" not in page
    assert browser.submit("/repertoire/fiche/refuge/modifier", name="x").status_code == 403
    assert standing(desk) == before


def test_the_responsable_tries_then_saves_from_the_same_form(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    form = browser.get("/repertoire/fiche/refuge/modifier").text
    assert 'formaction="/parcours/essai/fiche/refuge#effets"' in form
    page = trying(browser, "/parcours/essai/fiche/refuge", name="Le refuge d'ici").text
    assert "0 parcours changerait" in page
    assert 'action="/repertoire/fiche/refuge/modifier"' in page
    assert ">Enregistrer<" in page


def test_a_new_listing_is_tried_from_the_form(desk: Desk) -> None:
    before = standing(desk)
    browser = desk.signed_in(INTERVENANTE)
    fields = {"name": "Les Clés", "slug": "cles", "needs": "hebergement", "areas-0-region": "05"}
    page = unescape(
        trying(browser, "/parcours/essai/fiche", **fields, **{"phones-0-number": "819-555-0142"}).text
    )
    assert "problème réglé : il manque Les Clés" in page.replace("\xa0", " ")
    assert standing(desk) == before
    taken = trying(browser, "/parcours/essai/fiche", **{**fields, "slug": "refuge"})
    assert taken.status_code == 409
    assert "déjà pris" in taken.text
    wrong = trying(browser, "/parcours/essai/fiche", name="")
    assert wrong.status_code == 400
