"""The gazetteer against the whole register, hand-written messages, and hostile text."""

from __future__ import annotations

import csv
import json
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.errors import DataFileInvalid
from directory.places import Gazetteer, PlaceMatch
from directory.places.gazetteer import DATA_FOLDER

HERE = Path(__file__).parent
EVAL = Path(__file__).parents[3] / "shared" / "eval"

AMBIGUOUS_REGISTER_NAMES = {
    "Clermont": {"03", "08"},
    "Kawawachikamach": {"09", "10"},
    "L'Ange-Gardien": {"03", "07"},
    "Lac-Simon": {"07", "08"},
    "Notre-Dame-de-Lourdes": {"14", "17"},
    "Rivière-Saint-Jean": {"09", "11"},
    "Saint-Augustin": {"02", "09"},
    "Saint-Cyprien": {"01", "12"},
    "Saint-Damase": {"01", "16"},
    "Saint-Donat": {"01", "14"},
    "Saint-Elzéar": {"11", "12"},
    "Saint-Isidore": {"12", "16"},
    "Saint-Lambert": {"08", "16"},
    "Saint-Louis-de-Gonzague": {"12", "16"},
    "Saint-Léon-le-Grand": {"01", "04"},
    "Saint-Siméon": {"03", "11"},
    "Saint-Stanislas": {"02", "04"},
    "Saint-Sébastien": {"05", "16"},
    "Saint-Séverin": {"04", "12"},
    "Sainte-Françoise": {"01", "17"},
    "Sainte-Félicité": {"01", "12"},
    "Sainte-Monique": {"02", "17"},
    "Sainte-Perpétue": {"12", "17"},
    "Sainte-Sabine": {"05", "12"},
}
# Not in the register twice, but in two regions all the same.
OTHER_AMBIGUOUS_NAMES = {
    "Ville-Marie": {"06", "08"},
    "Saint-Henri": {"06", "12"},
    "Saint-Michel": {"06", "16"},
    "Saint-Bruno": {"02", "16"},
    "Rive-Sud": {"12", "16"},
    "Rive-Nord": {"14", "15"},
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def register() -> list[dict[str, str]]:
    with (DATA_FOLDER / "municipalites.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def regions(match: PlaceMatch | None) -> set[str]:
    if match is None:
        return set()
    return {choice.region for choice in match.ambiguous} or {match.region or ""}


WRITINGS: dict[str, Callable[[str], str]] = {
    "je suis à NAME": lambda name: f"je suis à {name}",
    "NAME": lambda name: name,
    "sans accents": lambda name: f"je suis a {plain(name)}",
    "sans accents, minuscules": lambda name: plain(name).lower(),
    "MAJUSCULES": lambda name: f"JE SUIS À {name.upper()}",
    "sans traits d'union": lambda name: name.replace("-", " ").replace("–", " "),
    "st et ste": lambda name: name.replace("Sainte-", "ste ").replace("Saint-", "st-"),
    "apostrophe courbe": lambda name: "j’habite à " + name.replace("'", "’"),
    "accents décomposés": lambda name: unicodedata.normalize("NFD", f"je suis à {name}"),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_every_municipality_is_found(
    gazetteer: Gazetteer, register: list[dict[str, str]], writing: str
) -> None:
    missed = [
        row["name"]
        for row in register
        if row["region_code"] not in regions(gazetteer.find(WRITINGS[writing](row["name"])))
    ]
    assert missed == []


def test_every_municipality_glued_is_found(gazetteer: Gazetteer, register: list[dict[str, str]]) -> None:
    glued = [(row, "".join(filter(str.isalnum, plain(row["name"]).lower()))) for row in register]
    missed = [
        text
        for row, text in glued
        if len(text) >= 7 and row["region_code"] not in regions(gazetteer.find(text))
    ]
    assert missed == []


def test_every_municipality_in_a_sentence_is_found(
    gazetteer: Gazetteer, register: list[dict[str, str]]
) -> None:
    found = 0
    for row in register:
        match = gazetteer.find(f"Je cherche une place pour dormir à {row['name']}, as-tu un numéro?")
        found += row["region_code"] in regions(match)
    assert found >= 0.995 * len(register)


def mistype(name: str, rng: random.Random) -> str:
    """One letter missing, added, changed, or swapped with the next."""
    at = rng.choice([position for position, char in enumerate(name) if char.isalpha()])
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    following = name[at + 1 : at + 2]
    kinds = [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]
    if following.isalpha():
        kinds.append(name[:at] + following + name[at] + name[at + 2 :])
    return rng.choice(kinds)


@pytest.mark.parametrize("seed", [11, 12])
@pytest.mark.parametrize("writing", ["je suis à {}", "{}"])
def test_municipalities_with_one_typo(
    gazetteer: Gazetteer, register: list[dict[str, str]], seed: int, writing: str
) -> None:
    """Some typos make another real name, or an ordinary word: those cannot be told, the rest is found."""
    rng = random.Random(seed)
    long_enough = [row for row in register if sum(map(str.isalpha, row["name"])) >= 6]
    found = sum(
        row["region_code"] in regions(gazetteer.find(writing.format(mistype(row["name"], rng))))
        for row in long_enough
    )
    assert found / len(long_enough) >= 0.98


@pytest.mark.parametrize(
    ("name", "expected"), [*AMBIGUOUS_REGISTER_NAMES.items(), *OTHER_AMBIGUOUS_NAMES.items()]
)
def test_names_of_several_regions_keep_all_their_choices(
    gazetteer: Gazetteer, name: str, expected: set[str]
) -> None:
    for text in (name, f"je suis à {name}", plain(name).lower()):
        match = gazetteer.find(text)
        assert match is not None
        assert match.region is None
        assert {choice.region for choice in match.ambiguous} == expected


@pytest.mark.parametrize(("name", "expected"), AMBIGUOUS_REGISTER_NAMES.items())
def test_a_region_resolves_a_namesake(gazetteer: Gazetteer, name: str, expected: set[str]) -> None:
    for region in expected:
        match = gazetteer.resolve(name, region)
        assert match is not None
        assert (match.region, match.ambiguous) == (region, ())


def test_no_other_register_name_is_in_two_regions(register: list[dict[str, str]]) -> None:
    by_name: dict[str, set[str]] = {}
    for row in register:
        by_name.setdefault(row["name"], set()).add(row["region_code"])
    assert {name: codes for name, codes in by_name.items() if len(codes) > 1} == AMBIGUOUS_REGISTER_NAMES


@pytest.mark.parametrize("sentence", lines("places_none.txt"))
def test_ordinary_sentences_name_no_place(gazetteer: Gazetteer, sentence: str) -> None:
    assert gazetteer.find(sentence) is None


@pytest.mark.parametrize("line", lines("places_found.txt"))
def test_places_as_people_type_them(gazetteer: Gazetteer, line: str) -> None:
    text, names, expected = line.split("|")
    match = gazetteer.find(text)
    assert match is not None
    assert match.name in names.split("/")
    if expected == "-":
        assert match.outside
        assert match.region is None
    elif expected == "?":
        assert (match.kind, match.region) == ("fsa_rural", None)
    else:
        assert regions(match) == set(expected.split(","))
        assert not match.outside


def test_the_span_is_the_place_in_the_text(gazetteer: Gazetteer) -> None:
    text = "Bonjour, je suis à Trois-Rivières depuis hier"
    match = gazetteer.find(text)
    assert match is not None
    assert text[slice(*match.span)] == "Trois-Rivières"


def test_a_town_has_coordinates_and_a_region_has_none(gazetteer: Gazetteer) -> None:
    town, region = gazetteer.find("Sherbrooke"), gazetteer.find("en Estrie")
    assert town is not None
    assert region is not None
    assert town.lat == pytest.approx(45.4, abs=0.1)
    assert town.coord_quality == "A"
    assert (region.kind, region.lat, region.coord_quality) == ("region", None, None)


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("Saint-Sauveur", "03", "La Cité-Limoilou"),
        ("Saint-Sauveur", None, "Saint-Sauveur"),
        ("le plateau", "07", "Gatineau"),
        ("la pêche", None, "La Pêche"),
        ("xyzzy", None, None),
        ("", None, None),
    ],
)
def test_resolve_reads_a_text_that_is_only_a_place(
    gazetteer: Gazetteer, name: str, region: str | None, expected: str | None
) -> None:
    match = gazetteer.resolve(name, region)
    assert (match.name if match else None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\ud800\udfff\ud800",
        "😀" * 1000,
        "a" * 100_000,
        "Ri\u200bmou\u200dski",
        "Z̸̢̛a̷̧l̵g̶o̴ " * 50,
        "\u202eiksuomiR",
        "-".join(["saint"] * 300),
        "à de la " * 200,
        "123 456 789 " * 80,
        "(((((((((" * 100,
        "١٢٣ Римуски 里穆斯基",
    ],
)
def test_hostile_text_gets_an_answer(gazetteer: Gazetteer, text: str) -> None:
    match = gazetteer.find(text)
    assert match is None or isinstance(match, PlaceMatch)
    gazetteer.resolve(text)


def test_invisible_letters_do_not_hide_a_place(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("je suis à Ri\u200bmou\u200dski")
    assert match is not None
    assert match.name == "Rimouski"


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataFileInvalid, match="cannot be read"):
        Gazetteer.load(tmp_path)


@pytest.mark.skipif(not EVAL.is_dir(), reason="the shared evaluation examples are not here")
def test_the_shared_examples_have_the_right_region(gazetteer: Gazetteer) -> None:
    wrong = []
    for file in ("places_examples.jsonl", "understanding_examples.jsonl"):
        for line in (EVAL / file).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            expected = row.get("place") or {} if "place" in row else row
            match = gazetteer.find(row["text"])
            region = match.region if match else None
            if region != expected.get("region"):
                wrong.append((row["text"], region))
    assert wrong == []


@pytest.mark.parametrize("text", ["mercii", "Merciii bcp", "merccii", "ouii merci", "bonnjour", "jaime saaa"])
def test_a_drawn_out_word_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) is None


@pytest.mark.parametrize(("text", "region"), [("lavall", "13"), ("Magogg", "05"), ("shawiniggan", "04")])
def test_a_drawn_out_place_is_one(gazetteer: Gazetteer, text: str, region: str) -> None:
    assert regions(gazetteer.find(text)) == {region}


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("mon frère vit à Matane", True),
        ("elle dort chez ma tante à Amos", True),
        ("ma cousine est partie à Magog", True),
        ("my mother lives in Granby", True),
        ("j'ai longtemps travaillé à Alma", True),
        ("je suis allée à Rimouski en fin de semaine", True),
        ("ils sont tous à Gatineau?", True),
        ("je viens de Gaspé", True),
        ("j'étudie à Alma", True),
        ("ma niece s'en va a Sorel", True),
        ("j'aimerais travailler à Alma", False),
        ("y a-tu un cours à Alma", False),
        ("ma tante va venir me prendre à Sorel", False),
        ("je veux pas retourner à Sorel", True),
        ("je peux pas rentrer chez nous. Sorel", False),
        ("chu chez ma tante à Amos", False),
        ("un centre qui est à Magog", False),
        ("je vis à Matane", False),
        ("je suis proche de Matane", False),
    ],
)
def test_the_place_of_somebody_else_or_of_another_time_is_loose(
    gazetteer: Gazetteer, text: str, loose: bool
) -> None:
    match = gazetteer.find(text)
    assert match is not None
    assert match.loose is loose


@pytest.mark.parametrize(
    ("dwelling", "day"),
    [
        ("mon appart est à {}", "j'étudie en soins à {}"),
        ("mon loyer est a {}", "jetudie en soins a {}"),
        ("je paye un bail à {}", "je suis aux études à {}"),
        ("chez nous c'est à {}", "je suis étudiante à {}"),
        ("jhabite {}", "jtravaille a {}"),
        ("je dors à {}", "je danse à {}"),
        ("je reste à {}", "je viens de {}"),
        ("j'ai une chambre à {}", "mes clients sont à {}"),
        ("my apartment is in {}", "I study in {}"),
        ("ma chambre est à {}", "mon chum a un logement à {}"),
        ("je suis à {}", "ma cousine s'en va à {}"),
    ],
)
@pytest.mark.parametrize("order", ["{home}, {day}", "{day}, {home}", "{day} pis {home}"])
def test_where_she_lives_goes_before_where_she_studies_or_works(
    gazetteer: Gazetteer, dwelling: str, day: str, order: str
) -> None:
    text = order.format(home=dwelling.format("Granby"), day=day.format("Rimouski"))
    match = gazetteer.find(text)
    assert match is not None
    assert match.name == "Granby"
    assert not match.loose


def test_where_she_is_now_goes_before_where_her_things_are(gazetteer: Gazetteer) -> None:
    match = gazetteer.find("mon appart est à Granby, chu pognée à Rimouski")
    assert match is not None
    assert match.name == "Rimouski"


@pytest.mark.parametrize("text", ["chu a St Henri", "St-Henri", "je reste à Saint-Henri"])
def test_a_namesake_is_the_one_of_the_region_of_the_talk(gazetteer: Gazetteer, text: str) -> None:
    assert regions(gazetteer.find(text)) == {"06", "12"}
    assert regions(gazetteer.find(text, region="06")) == {"06"}
    assert regions(gazetteer.find(text, region="12")) == {"12"}
    assert regions(gazetteer.find(text, region="05")) == {"06", "12"}


@pytest.mark.parametrize(
    "text",
    [
        "y a rien de plus près que Rimouski?",
        "une place ailleurs qu'à Alma",
        "à part Granby, y a quoi",
        "hors de Granby",
        "je peux pas aller à Sorel",
        "Val-d'Or c'est trop loin",
    ],
)
def test_where_she_does_not_want_to_search_is_no_place_of_hers(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) is None


def test_too_far_from_everything_is_where_she_lives(gazetteer: Gazetteer) -> None:
    assert regions(gazetteer.find("je reste à Fermont, c'est trop loin de tout")) == {"09"}


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("le Village, coin Beaudry", "06"),
        ("pas loin de Laurier, sur le Plateau", "06"),
        ("station Joliette, dans Hochelaga", "06"),
        ("à Montréal, proche de Sherbrooke", "06"),
        ("dans un village, proche de Joliette", "14"),
        ("partie de Montréal, chu proche de Joliette", "14"),
        ("proche de Sherbrooke", "05"),
    ],
)
def test_a_station_beside_its_quarter_is_no_far_town(gazetteer: Gazetteer, text: str, region: str) -> None:
    assert regions(gazetteer.find(text)) == {region}


def test_a_station_counts_where_she_is_known_to_be(gazetteer: Gazetteer) -> None:
    assert regions(gazetteer.find("coin Frontenac", region="06")) == {"06"}
    assert regions(gazetteer.find("proche de Frontenac", region="05")) == {"05"}
    assert regions(gazetteer.find("finalement proche de Frontenac", region="06")) == {"05"}
    match = gazetteer.find("proche de Verdun", region="06")
    assert match is not None
    assert match.name == "Verdun"


def test_a_relative_gives_the_place_of_the_woman(gazetteer: Gazetteer) -> None:
    text = "je vis à Alma, ma nièce est rendue à Gatineau"
    assert regions(gazetteer.find(text)) == {"02"}
    assert regions(gazetteer.find(text, for_another=True)) == {"07"}
    studies = "ma nièce étudie à Granby, elle habite à Gaspé"
    assert regions(gazetteer.find(studies, for_another=True)) == {"11"}
    parents = "mes parents sont à Amos, elle vit à Gaspé"
    assert regions(gazetteer.find(parents, for_another=True)) == {"11"}


def test_who_works_in_the_street_has_a_town(gazetteer: Gazetteer) -> None:
    assert regions(gazetteer.find("intervenante de rue mauricie")) == {"04"}
    assert gazetteer.find("sur la rue Joliette") is None
