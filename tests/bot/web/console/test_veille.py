"""/veille over a small directory: what each state of the counts shows, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, ROLES
from directory.veille import publication
from directory.veille.store import add
from directory.veille.weeks import Season
from tests.bot.web.console.conftest import Desk

AUTUMN = Season(2026, 3)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layouts of two needs and three regions: the proof is tested elsewhere."""
    whole = publication.layouts_of
    monkeypatch.setattr(
        publication,
        "layouts_of",
        lambda period: whole(period, ("hebergement", "juridique"), ("06", "07", "")),
    )


def count(desk: Desk, week: date, need: str, times: int) -> None:
    seen = (("region", "07"), ("channel", "web"), ("profile", "personne"))
    with desk.database.session() as session:
        add(session, {(week, "none", need, *one): times for one in seen})


def test_nothing_counted_yet(desk: Desk) -> None:
    page = desk.signed_in(INTERVENANTE).get("/veille").text
    assert "Rien n'est encore publié" in page
    # The clock of the test stands in the ninth week of the autumn.
    assert "la prochaine fois, le 4 janvier 2027" in page


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_the_same_rounded_numbers(desk: Desk, role: str) -> None:
    count(desk, AUTUMN.first, "hebergement", 23)
    count(desk, AUTUMN.first, "juridique", 3)
    # The week under way, and a whole week that is not yet part of what is out.
    count(desk, date(2026, 11, 23), "hebergement", 40)
    browser = desk.signed_in(role)
    page = browser.get("/veille").text
    assert "Automne 2026, jusqu&#39;au 22 novembre 2026" in page
    assert '<td class="number">20</td>' in page
    for secret in (">23<", ">26<", ">3<", ">63<"):
        assert secret not in page
    portrait = browser.get("/veille/portrait/07").text
    assert "<h1>Outaouais, automne 2026" in portrait
    assert "20 demandes sans réponse dans la région, sur 20" in portrait


def test_csv_comes_as_a_file(desk: Desk) -> None:
    count(desk, AUTUMN.first, "hebergement", 23)
    browser = desk.signed_in(PARTENAIRE)
    answer = browser.get("/veille/lacunes.csv?periode=2026-automne")
    assert answer.headers["content-disposition"] == 'attachment; filename="veille-lacunes-2026-automne.csv"'
    assert '"20"' in answer.content.decode("utf-8-sig")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/veille?periode=2026-ete",
        "/veille?periode=%3Cscript%3E",
        "/veille/portrait/99",
        "/veille/portrait?region=",
        "/veille/rien.csv",
        "/veille/voies.png",
        "/veille/demandes.exe",
    ],
)
def test_what_does_not_exist_is_refused_in_a_sentence(desk: Desk, path: str) -> None:
    count(desk, AUTUMN.first, "hebergement", 23)
    answer = desk.signed_in(INTERVENANTE).get(path)
    assert answer.status_code == 404
    assert "On ne peut pas continuer" in answer.text
    assert "<script>" not in answer.text


def test_nobody_without_an_account(desk: Desk) -> None:
    for path in ("/veille", "/veille/portrait/07", "/veille/demandes.csv", "/veille/demandes.png"):
        assert desk.browser().get(path).headers["location"].startswith("/connexion")


def test_a_stopped_count_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIER_VEILLE", "off")
    assert "Le comptage est arrêté" in desk.signed_in(INTERVENANTE).get("/veille").text
