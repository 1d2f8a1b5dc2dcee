"""The age of the person the help is for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.age import find_age

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("j'ai 19 ans", 19),
        ("jai dix-neuf ans", 19),
        ("J'ai trente-six ans.", 36),
        ("quatre-vingt-deux ans", 82),
        ("À quatre-vingts ans, je manque d'argent", 80),
        ("soixante et onze", 71),
        ("jé vin katre an", 24),
        ("27", 27),
        ("21, je cherche un psy", 21),
        ("g 17, jveux une cure", 17),
        ("née en 2007", 19),
        ("je suis en secondaire 4", 16),
        ("I'm 26, need a place", 26),
        ("ma fille de 16 ans se prostitue", 16),
        ("mon bébé de 2 ans et moi, j'ai 24 ans", 24),
        ("j'ai commencé à 16 ans, j'en ai 44", 44),
        ("une femme de 27 ans que j'accompagne", 27),
        ("ma sœur a 28", 28),
    ],
)
def test_an_age_is_found(text: str, age: int) -> None:
    assert find_age(text, TODAY) == age


@pytest.mark.parametrize(
    "text",
    [
        "3 enfants",
        "24/7",
        "ça fait 15 ans que je danse",
        "5 ans de prostitution",
        "il me battait il y a dix ans",
        "depuis 12 ans",
        "mon fils de 3 ans tousse",
        "J'ai commencé les escortes à vingt-deux ans, après ma rupture.",
        "j'ai 40 $ dans mon compte",
        "j'ai 12 clients par semaine",
        "rendez-vous à 14 h le 12 mai",
        "trou de dix ans dans mon cv",
        "au 310 rue des Cèdres",
        "le secondaire 5, j'veux le finir",
        "J'ai été exploitée pendant vingt ans",
        "",
    ],
)
def test_what_is_no_age_of_hers(text: str) -> None:
    assert find_age(text, TODAY) is None


@pytest.mark.parametrize("text", ["a" * 1000, "1 " * 500, "à 12 ans " * 110, "un et " * 160, "\u0301" * 50])
def test_hostile_texts_are_read(text: str) -> None:
    find_age(text, TODAY)
