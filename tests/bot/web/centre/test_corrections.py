"""The form under each listing: what it says, what it keeps, what it refuses, and that it shows nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.conversation.turn import Assistant
from bot.web.app import create_app
from bot.web.centre import corrections
from bot.web.centre.corrections import KIND_LABELS, Draft
from bot.web.centre.listings import Catalogue
from bot.web.settings import WebSettings
from directory.database import Database, create_database
from directory.models import Proposal, Service
from directory.proposals import MAX_TEXT, MAX_UNDECIDED, proposals

FORM = "/ressources/service/csa-gatineau/correction"
GOOD = {"sorte": "heures", "numero": "", "texte": "Fermé le samedi, zébrure.", "site": ""}


@pytest.fixture
def own(directory: Database, tmp_path: Path) -> Iterator[Database]:
    """A copy of the directory that a test may write to."""
    copied = shutil.copy(str(directory.engine.url.database), tmp_path / "directory.db")
    database = create_database(f"sqlite:///{copied}")
    yield database
    database.close()


@pytest.fixture
def writer(assistant: Assistant, own: Database) -> TestClient:
    settings = WebSettings(contact="vie@organisme.example")
    return TestClient(create_app(assistant, lambda: {}, settings=settings, database=own))


def kept(database: Database) -> list[Proposal]:
    with database.session() as session:
        return proposals(session)


@pytest.mark.slow
def test_every_public_listing_has_the_form(client: TestClient, directory: Database) -> None:
    for slug in Catalogue(directory).listings():
        page = client.get(f"/ressources/service/{slug}").text
        assert f'action="/ressources/service/{slug}/correction" method="post"' in page
        assert "N'écrivez aucun renseignement personnel" in page
        assert "Une personne lit chaque proposition" in page


def test_the_form_has_its_own_page_out_of_search_engines(client: TestClient) -> None:
    page = client.get(FORM)
    assert page.status_code == 200
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.headers["cache-control"] == "no-store"
    for label in KIND_LABELS.values():
        assert label in page.text


def test_a_proposal_is_kept_and_thanked_on_another_page(writer: TestClient, own: Database) -> None:
    sent = writer.post(FORM, data=GOOD, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{FORM}/merci")
    assert "set-cookie" not in sent.headers
    thanks = writer.get(f"{FORM}/merci")
    assert "<h1>Merci</h1>" in thanks.text
    assert "zébrure" not in thanks.text
    (one,) = kept(own)
    assert (one.service_slug, one.kind, one.text) == ("csa-gatineau", "heures", GOOD["texte"])


def test_sent_twice_it_is_kept_once(writer: TestClient, own: Database) -> None:
    for _ in range(2):
        assert writer.post(FORM, data=GOOD).status_code == 200
    assert len(kept(own)) == 1


def test_personal_data_of_the_sender_is_gone_before_it_is_kept(writer: TestClient, own: Database) -> None:
    words = (
        "Je m'appelle Julie Gagnon, 438 555-0188, julie.gagnon@exemple.ca, 12 rue des Lilas. Fermé le lundi."
    )
    writer.post(FORM, data={**GOOD, "texte": words})
    (one,) = kept(own)
    assert "Fermé le lundi." in one.text
    for secret in ("Julie", "Gagnon", "555-0188", "exemple.ca", "Lilas"):
        assert secret not in one.text


def test_the_right_number_has_its_own_field(writer: TestClient, own: Database) -> None:
    writer.post(FORM, data={**GOOD, "sorte": "numéro", "numero": "(819) 555 0142", "texte": "Le bon."})
    (one,) = kept(own)
    assert one.text == "Numéro proposé : 819-555-0142\nLe bon."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sorte": ""}, "Choisissez ce qui est à corriger."),
        ({"sorte": "horaire"}, "Choisissez ce qui est à corriger."),
        ({"texte": "  \r\n "}, "Écrivez ce qui est faux"),
        ({"numero": "555-01"}, "Il faut dix chiffres"),
        ({"texte": "mot " * 260}, "C&#39;est trop long de 39 caractères"),
        ({"texte": "mot " * 15000}, "C&#39;est trop long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    writer: TestClient, own: Database, change: dict[str, str], sentence: str
) -> None:
    answer = writer.post(FORM, data={**GOOD, **change})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'role="alert"' in answer.text
    assert "<title>Erreur : " in answer.text
    if "texte" not in change:
        assert "zébrure" in answer.text
    if "sorte" not in change:
        assert '<option value="heures" selected>' in answer.text
    assert kept(own) == []


def test_what_comes_back_on_the_page_is_redacted_and_escaped(writer: TestClient) -> None:
    text = "<script>alert(1)</script></textarea> mon numéro est 438 555-0188"
    answer = writer.post(FORM, data={"sorte": "", "texte": text, "numero": '"><script>'})
    assert "<script>alert" not in answer.text
    assert '"><script>' not in answer.text
    assert "555-0188" not in answer.text


def test_the_longest_text_goes_through(writer: TestClient, own: Database) -> None:
    assert writer.post(FORM, data={**GOOD, "texte": "é" * MAX_TEXT}).status_code == 200
    assert len(kept(own)[0].text) == MAX_TEXT
    assert Draft("autre", "819 555-0100", "é" * MAX_TEXT).problem() is not None


def test_a_program_that_fills_every_field_is_thanked_for_nothing(writer: TestClient, own: Database) -> None:
    answer = writer.post(FORM, data={**GOOD, "site": "https://exemple.org"})
    assert "<h1>Merci</h1>" in answer.text
    assert kept(own) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site", "origin": "https://ailleurs.example"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://ailleurs.example"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 303),
        # An old phone says nothing more than that it says nothing.
        ({"origin": "null"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({}, 303),
    ],
)
def test_only_our_own_page_sends_it(
    writer: TestClient, own: Database, headers: dict[str, str], status: int
) -> None:
    answer = writer.post(FORM, data=GOOD, headers=headers, follow_redirects=False)
    assert answer.status_code == status
    assert len(kept(own)) == (status == 303)


def test_a_flood_is_refused_in_a_sentence_and_loses_nothing_typed(
    writer: TestClient, own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.proposals.MAX_UNDECIDED", 2)
    for number in range(2):
        assert writer.post(FORM, data={**GOOD, "texte": f"Proposition {number}"}).status_code == 200
    answer = writer.post(FORM, data=GOOD)
    assert answer.status_code == 429
    assert "Beaucoup de propositions attendent" in answer.text
    assert "vie@organisme.example" in answer.text
    assert "zébrure" in answer.text
    assert len(kept(own)) == 2 < MAX_UNDECIDED


def test_a_directory_that_cannot_be_written_says_so(
    writer: TestClient, own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory.errors import DatabaseLocked

    def locked(*_: object) -> None:
        raise DatabaseLocked("in use")

    monkeypatch.setattr(corrections, "add", locked)
    answer = writer.post(FORM, data=GOOD)
    assert answer.status_code == 503
    assert "renvoyez-la dans un instant" in answer.text
    assert "zébrure" in answer.text


def test_a_listing_the_public_does_not_see_takes_no_proposal(writer: TestClient, own: Database) -> None:
    with own.session() as session:
        slugs = {slug for (slug,) in session.query(Service.slug)}
    hidden = sorted(slugs - set(Catalogue(own).listings()))
    assert hidden
    for slug in ("rien", hidden[0]):
        path = f"/ressources/service/{slug}/correction"
        assert writer.get(path).status_code == 404
        assert writer.post(path, data=GOOD).status_code == 404
        assert writer.get(f"{path}/merci").status_code == 404
    assert kept(own) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"\xff\xfe=1", 400), (b"&".join(b"a=1" for _ in range(30)), 400), (b"x" * 70_000, 413), (b"", 400)],
)
def test_a_body_that_is_no_form(writer: TestClient, own: Database, body: bytes, status: int) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = writer.post(FORM, content=body, headers=headers)
    assert answer.status_code == status
    assert kept(own) == []


def test_nothing_of_it_is_shown_anywhere(writer: TestClient) -> None:
    writer.post(FORM, data=GOOD)
    for path in (
        "/ressources/service/csa-gatineau",
        "/ressources/service/csa-gatineau/feuille",
        "/ressources/besoin/violence_sexuelle",
        "/ressources/recherche?q=zebrure",
        FORM,
    ):
        page = writer.get(path)
        assert page.status_code == 200, path
        assert "zébrure" not in page.text


def test_the_pages_that_speak_of_it(client: TestClient) -> None:
    assert "« Proposer une correction » ouvre un formulaire" in client.get("/ressources/inclusion").text
    assert "proposition de correction" in client.get("/ressources/confidentialite").text
