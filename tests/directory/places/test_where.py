"""Where she is, beside where others are, where she wants to go back, and names that several places have."""

from __future__ import annotations

import pytest

from directory.places import Gazetteer, PlaceMatch


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def found(gazetteer: Gazetteer, text: str, region: str | None = None) -> PlaceMatch:
    match = gazetteer.find(text, region=region)
    assert match is not None
    return match


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("chu en basse-ville, dans St-Sauveur", "03"),
        ("haute-ville, Montcalm", "03"),
        ("St-Sauveur, dans la basse ville", "03"),
        ("St-Sauveur, à Québec", "03"),
        ("St-Sauveur, près de la rue Saint-Joseph", "15"),
        ("dans la haute-ville de Matane", "01"),
        ("la basse-ville de Gatineau", "07"),
    ],
)
def test_a_name_of_several_places_goes_with_what_is_named_beside_it(
    gazetteer: Gazetteer, text: str, region: str
) -> None:
    assert found(gazetteer, text).region == region


@pytest.mark.parametrize(
    ("text", "known", "region"),
    [
        ("à St-Sauveur", "03", "03"),
        ("à St-Sauveur", "05", "15"),
        ("finalement je suis à St-Sauveur", "03", "15"),
        ("St-Sauveur, dans les Laurentides", "03", "15"),
        ("à St-Hubert", "01", "01"),
        ("à Saint-Georges", "05", "12"),  # a village of that name there is far smaller
        ("à Laval", "03", "13"),
    ],
)
def test_a_name_of_several_places_goes_with_the_region_of_the_talk(
    gazetteer: Gazetteer, text: str, known: str, region: str
) -> None:
    assert found(gazetteer, text, known).region == region


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("j'ai le goût de retourner à Kuujjuaq", True),
        ("j'aimerais revenir vivre à Matane", True),
        ("comment rentrer chez nous, Matane", True),
        ("peux-tu m'aider à la raccompagner à Matane", True),
        ("le pimp reste encore à Matane", True),
        ("je dois rentrer chez moi à Matane", False),
        ("je retourne aux études à Matane", False),
        ("je suis retournée à Matane", False),
        ("me raccompagner à Matane", False),
        ("il reste une place à Matane", False),
        ("je peux la convaincre de revenir à Matane", False),
        ("ma nièce veut rentrer à Matane", False),
        ("de l'aide pour pas y retourner, à Matane", False),
        ("mon frère il vit à Matane", False),
        ("je dors à Matane", False),
        ("autour de Matane", False),
    ],
)
def test_where_she_is_not(gazetteer: Gazetteer, text: str, elsewhere: bool) -> None:
    match = found(gazetteer, text)
    assert match.elsewhere is elsewhere
    assert match.loose or not elsewhere


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("un constat de Granby", True),
        ("la juge de Granby a dit non", True),
        ("une contravention pas réglée, de Granby", True),
        ("les policiers de Granby", True),
        ("un poste de police à Granby", False),
        ("un poste de police de Granby", False),
        ("police de Granby, on cherche un lit", False),
        ("près du palais de justice de Granby", False),
        ("le cégep de Granby", False),
    ],
)
def test_who_wrote_or_judges_says_little(gazetteer: Gazetteer, text: str, loose: bool) -> None:
    assert found(gazetteer, text).loose is loose


@pytest.mark.parametrize(
    "text",
    [
        "je veux retourner à Inukjuak, là je dors au square Viger",
        "autour Atwater, mais je veux rentrer chez nous à Inukjuak",
        "une contravention de Granby, je reste à Montréal",
        "il vit à Granby, chu à Montréal",
    ],
)
def test_where_she_is_goes_first(gazetteer: Gazetteer, text: str) -> None:
    match = found(gazetteer, text)
    assert (match.region, match.loose) == ("06", False)


def test_a_spot_of_the_past_is_loose(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "j'ai grandi à Montréal, près du square Viger").loose
    assert not found(gazetteer, "près du square Viger").loose


@pytest.mark.parametrize("text", ["j'étudie à Laval", "etudiante a laval", "je fais mon bac à Laval"])
def test_a_student_at_laval_may_be_in_quebec(gazetteer: Gazetteer, text: str) -> None:
    match = found(gazetteer, text)
    assert (match.name, match.region) == ("Laval", None)
    assert {choice.region for choice in match.ambiguous} == {"03", "13"}
    assert found(gazetteer, text, "03").region == "03"
    assert found(gazetteer, text, "13").region == "13"


@pytest.mark.parametrize(
    "text", ["je suis à Laval", "j'étudie à l'UdeM, j'habite à Laval", "étudiante, je reste à Laval"]
)
def test_whoever_lives_at_laval_is_there(gazetteer: Gazetteer, text: str) -> None:
    assert found(gazetteer, text).region == "13"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("au square Cabot, pas au marché", "Montréal"),
        ("Cabot square", "Montréal"),
        ("proche d'Atwater", "Montréal"),
        ("carré Viger", "Montréal"),
        ("berri uqam", "Montréal"),
        ("parc Émilie-Gamelin", "Montréal"),
        ("au carré d'Youville", "Québec"),
        ("gare du Palais", "Québec"),
        ("aux Galeries de Hull", "Gatineau"),
        ("carrefour de l'Estrie", "Sherbrooke"),
    ],
)
def test_squares_and_landmarks_give_their_town(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert found(gazetteer, text).name == name


def test_one_place_and_not_another(gazetteer: Gazetteer) -> None:
    for text in ("le square Viger, pas Gatineau", "le square Viger pas à Gatineau"):
        match = found(gazetteer, text)
        assert text[slice(*match.span)] == "square Viger"


@pytest.mark.parametrize("text", ["h2l.", "g1k svp", "je suis dans h2l", "secteur g1k pis j'ai faim", "G1K!"])
def test_the_first_half_of_a_postal_code_is_a_place(gazetteer: Gazetteer, text: str) -> None:
    assert found(gazetteer, text).region == ("06" if "h2l" in text else "03")


@pytest.mark.parametrize("text", ["le modèle g1k est brisé", "jai h1n1", "mon char c'est une g2l"])
def test_letters_and_digits_in_a_sentence_are_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) is None
