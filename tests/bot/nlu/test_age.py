"""The age of the person the help is for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.age import find_age

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("41a rimouski, une psy svp", 41),
        ("22 trans woman in Laval", 22),
        ("ma copine de 24 veut sortir de là", 24),
        ("j'ai dansé à 19 ans, pis après la rue", None),
        ("javè 16 an kan jé comencé", None),
        ("33 a la porte", None),
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
        ("je suis en secondaire 4", 15),
        ("sec 5, mes parents savent rien", 16),
        ("19 et demi", 19),
        ("38 ans passés", 38),
        ("24 mais on me carte encore", 24),
        ("jviens d'avoir mes vingt-six", 26),
        ("mon ado de 16 reçoit des cadeaux d'un gars de snap", 16),
        ("ma cousine revient d'un foyer, 18, Joliette", 18),
        ("she's 15 and she ran away", 15),
        ("un bonhomme de 52 ans paye la chambre de ma nièce de 17 ans", 17),
        ("j'vais avoir 41 en juin, là j'ai 40", 40),
        ("23 en avril donc 22", 22),
        ("Je vais avoir 18 ans dans trois jours.", 17),
        ("elle aura 16 ans en juin", 15),
        ("31F Gatineau need a bed", 31),
        ("f29 laval, un psy", 29),
        ("Femme, 52, je cherche un avocat", 52),
        ("maman de 33, je cherche du répit", 33),
        ("my friend, she is 17", 17),
        ("52 balais pis encore debout", 52),
        ("jen ai 23, jveux sortir", 23),
        ("ma tante a 61 pis a boit", 61),
        ("un groupe où un homme de 47 ans peut en parler", 47),
        ("chu un gars de 34 ans qui paye", 34),
        ("un lit pour une jeune 16 en fugue, Sorel", 16),
        ("une usagère (33) qui veut un logement", 33),
        ("à 51 ans j'ai peur de recommencer", 51),
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
        "À 18 ans, j'ai rencontré un photographe. J'y suis restée longtemps.",
        "j'ai travaillé quinze ans dans les bars",
        "chu descendue en ville à 19 ans, un gars m'a offert une job",
        "elle avait pas 16 ans, c'est sûr",
        "ma cousine sort avec un gars de 33 ans, c'est tu louche",
        "la première fois j'étais en secondaire 3",
        "j'ai rien vu de pareil en quinze ans",
        "en bas de 18 ans, on a tu droit à de l'aide",
        "",
    ],
)
def test_what_is_no_age_of_hers(text: str) -> None:
    assert find_age(text, TODAY) is None


@pytest.mark.parametrize("text", ["a" * 1000, "1 " * 500, "à 12 ans " * 110, "un et " * 160, "\u0301" * 50])
def test_hostile_texts_are_read(text: str) -> None:
    find_age(text, TODAY)
