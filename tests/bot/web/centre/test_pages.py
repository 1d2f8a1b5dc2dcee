"""Every page answers, names its sources, escapes what it shows, and works without a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.conversation.answers import ANSWERS, load_answers
from bot.web.app import create_app
from bot.web.centre import pages
from bot.web.centre.listings import Catalogue
from bot.web.centre.pages import TEXTS
from bot.web.settings import WebSettings
from directory.database import create_database
from directory.vocabulary import vocabulary


def test_every_need_and_region_has_a_page(client) -> None:
    for need in vocabulary().needs:
        assert client.get(f"/ressources/besoin/{need}").status_code == 200
    for region in vocabulary().regions:
        assert client.get(f"/ressources/region/{region}").status_code == 200


@pytest.mark.slow
def test_every_listing_has_a_page_and_a_sheet(client, directory) -> None:
    for slug, listing in Catalogue(directory).listings().items():
        for path in (f"/ressources/service/{slug}", f"/ressources/service/{slug}/feuille"):
            answer = client.get(path)
            assert answer.status_code == 200
            for call in listing.calls:
                assert call.number in answer.text


def test_every_question_has_a_page_with_its_sources(client) -> None:
    for answer in load_answers():
        page = client.get(f"/ressources/questions/{answer.key}")
        assert page.status_code == 200
        assert page.text.count("<li>") >= len(answer.sources)
        assert ("attend la relecture" in page.text) == (answer.reviewed == "needed")


@pytest.mark.parametrize("damage", [None, "answers: [", "answers: [1]", "- rien", "answers:\n- key: loi"])
def test_answers_that_cannot_be_read_are_said_and_read_again(
    client, tmp_path, monkeypatch, caplog, damage: str | None
) -> None:
    file = tmp_path / "answers.yml"
    if damage is not None:
        file.write_text(damage, encoding="utf-8")
    monkeypatch.setattr(pages, "load_answers", lambda: load_answers(file))
    for path in ("/ressources/questions", "/ressources/questions/loi_prostitution"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "questions fréquentes ne sont pas disponibles" in answer.text
        assert 'href="tel:211"' in answer.text
    assert [one.getMessage() for one in caplog.records if one.name == pages.__name__] == [
        "answers_unreadable"
    ] * 2
    file.write_bytes(ANSWERS.read_bytes())
    assert client.get("/ressources/questions/loi_prostitution").status_code == 200


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_has_a_page(client, key: str) -> None:
    page = client.get(f"/ressources/{key}")
    assert page.status_code == 200
    assert "<h1>" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/ressources/besoin/rien",
        "/ressources/besoin/hebergement?region=99",
        "/ressources/region/99",
        "/ressources/region/07?besoin=rien",
        "/ressources/service/rien",
        "/ressources/service/rien/feuille",
        "/ressources/questions/rien",
    ],
)
def test_what_does_not_exist(client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="tel:211"' in answer.text


def test_a_question_is_shown_back_escaped(client) -> None:
    page = client.get("/ressources/recherche", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


@pytest.mark.slow
def test_every_link_of_the_pages_leads_somewhere(client) -> None:
    seen: set[str] = set()
    waiting = ["/ressources", *(f"/ressources/{key}" for key in TEXTS), "/ressources/questions"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith("/hsds"):
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if len(seen) > 400:
            break
        links = re.findall(r'href="(/[^"#]*)', answer.text)
        waiting.extend(link.replace("&amp;", "&") for link in links if "region=" not in link)
    assert len(seen) > 250


def test_links_to_other_sites_say_nothing_of_where_she_comes_from(client) -> None:
    for path in (
        "/ressources/service/csa-gatineau",
        "/ressources/besoin/hebergement",
        "/ressources/questions",
    ):
        for tag in re.findall(r'<a [^>]*href="https?://[^>]*>', client.get(path).text):
            assert "noreferrer" in tag


def test_the_privacy_page_names_who_answers_for_it(client, assistant, directory) -> None:
    page = client.get("/ressources/confidentialite").text
    assert "Organisme Exemple" in page
    assert "vie@organisme.example" in page
    bare = create_app(assistant, lambda: {}, settings=WebSettings(), database=directory)
    assert "doit inscrire son nom ici" in TestClient(bare).get("/ressources/confidentialite").text


def test_the_privacy_page_says_who_may_keep_a_copy_when_sms_is_on(client, assistant, directory) -> None:
    page = client.get("/ressources/confidentialite").text
    assert "n'est enregistré nulle part" in page
    assert "Il n'est envoyé à aucune autre entreprise" in page
    assert "copie du texte" not in page
    settings = WebSettings.from_environment({"SENTIER_SMS": "twilio"})
    by_sms = create_app(assistant, lambda: {}, settings=settings, database=directory)
    page = TestClient(by_sms).get("/ressources/confidentialite").text
    assert "nulle part" not in page
    assert "Elles peuvent garder une copie du texte et votre numéro." in page


def test_the_privacy_page_says_what_is_counted(client, assistant, directory, monkeypatch) -> None:
    page = client.get("/ressources/confidentialite").text
    assert "Ce que nous comptons" in page
    assert "Sous 5, aucun nombre" in page
    monkeypatch.setenv("SENTIER_VEILLE", "off")
    stopped = create_app(assistant, lambda: {}, settings=WebSettings(), database=directory)
    assert "rien n'est compté" in TestClient(stopped).get("/ressources/confidentialite").text


def test_pages_to_be_found_and_pages_not_to_be(client) -> None:
    assert client.get("/ressources").headers["x-robots-tag"] == "all"
    assert client.get("/").headers["x-robots-tag"] == "noindex"


def test_a_directory_that_does_not_answer_is_a_page_with_numbers(assistant, tmp_path: Path) -> None:
    (tmp_path / "directory.db").write_bytes(b"not a database" * 200)
    database = create_database(f"sqlite:///{tmp_path / 'directory.db'}")
    app = create_app(assistant, lambda: {}, settings=WebSettings(), database=database)
    answer = TestClient(app).get("/ressources")
    assert answer.status_code == 503
    assert 'href="tel:811"' in answer.text
    # The conversation's page needs no database.
    assert TestClient(app).get("/").status_code == 200


def test_no_page_speaks_of_no_trace_at_all(client) -> None:
    for path in ("/", "/p", "/ressources", *(f"/ressources/{key}" for key in TEXTS)):
        assert "aucune trace" not in client.get(path).text.lower().replace("aucune trace sûre", "")
