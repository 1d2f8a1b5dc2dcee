"""Search: accents, slips, whole sentences, places."""

from __future__ import annotations

import pytest

from bot.web.centre.listings import Catalogue
from bot.web.centre.search import Index


@pytest.fixture(scope="module")
def index(directory) -> Index:
    return Index(Catalogue(directory).listings().values())


@pytest.mark.parametrize(
    ("question", "expected", "region"),
    [
        ("hébergement gatineau", "hebergement", "07"),
        ("HEBERGEMENT GATINEAU", "hebergement", "07"),
        ("hebergment gatinau", "hebergement", "07"),
        ("avoca montréal", "juridique", "06"),
        ("je veux dormir à Rouyn", "hebergement", "08"),
        ("psycologue", "sante_psychologique", None),
        ("avocta", "juridique", None),
        ("drogue saguenay", "dependances", "02"),
        ("dépannage alimentaire à Buckingham", "aide_alimentaire", "07"),
        ("avortement", "grossesse", None),
    ],
)
def test_questions(index: Index, question: str, expected: str, region: str | None) -> None:
    found = index.search(question)
    assert found.listings
    assert found.region == region
    if region:
        assert region in found.listings[0].regions
    assert expected in found.listings[0].needs


def test_a_name_comes_first(index: Index) -> None:
    assert index.search("la sortie").listings[0].slug == "la-sortie"
    assert "sos-violence-conjugale" in [one.slug for one in index.search("sos violence").listings[:2]]


def test_a_corrected_word_is_told(index: Index) -> None:
    assert index.search("psycologue").corrected[0][0] == "psycologue"


@pytest.mark.parametrize("question", ["", "   ", "xyzzyq", "le la les", "💛", "a" * 5000, "%_%"])
def test_nothing_to_find(index: Index, question: str) -> None:
    assert index.search(question).listings == ()


def test_her_own_town_comes_first(index: Index) -> None:
    found = index.search("hébergement rouyn-noranda")
    assert found.listings[0].municipality == "Rouyn-Noranda"
