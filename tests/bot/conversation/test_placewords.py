"""What is around a place in a message."""

from __future__ import annotations

import re

import pytest

from bot.conversation.case import Case, Place
from bot.conversation.placewords import (
    PLACE_EXTRACTOR,
    keeps_away,
    may_be_a_place,
    only_a_place,
    says_where,
    with_her_place,
    without_asking_town,
)
from bot.conversation.precise import precise_answers


def entity(text: str, name: str) -> dict[str, int]:
    start = text.index(name)
    return {"start": start, "end": start + len(name)}


@pytest.mark.parametrize(
    ("text", "name", "only"),
    [
        ("Matane", "Matane", True),
        ("pis à Matane?", "Matane", True),
        ("ok bon, disons proche de Magog", "Magog", True),
        ("pas loin de Magog", "Magog", True),
        ("je reste à Magog", "Magog", True),
        ("pas à Matane", "Matane", False),
        ("une avocate à Magog", "Magog", False),
        ("Magog, 15 ans", "Magog", False),
        ("mon chum est parti à Matane", "Matane", False),
    ],
)
def test_a_place_and_nothing_else(text: str, name: str, only: bool) -> None:
    assert only_a_place(text, [entity(text, name)]) is only


def test_without_a_place_nothing_is_one() -> None:
    assert not only_a_place("ici", [])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Sainte-Rose-du-Lac", True),
        ("chu dans un rang proche d'Amqui", True),
        ("je vis sur la réserve", True),
        ("je me suis cachée chez le voisin", False),
        ("il a pris mes clés hier soir en partant", False),
    ],
)
def test_a_name_that_no_map_knows(text: str, where: bool) -> None:
    assert says_where(text) is where


@pytest.mark.parametrize(
    ("text", "may"), [("zork", True), ("machin truc", True), ("je sais pas", False), ("où?", False)]
)
def test_an_answer_of_a_word_or_two(text: str, may: bool) -> None:
    assert may_be_a_place(text) is may


MAGOG = Case(place=Place("Magog", "05"))
SHOWN = Case(last_shown=("a", "b"))


def place_kept(text: str, name: str, case: Case, *, for_another: bool = False) -> str | None:
    """The name of the place that stands when the extractor gave `name`."""
    heard = {
        "entity": "place",
        "value": name,
        "region": "00",
        "extractor": PLACE_EXTRACTOR,
        **entity(text, name),
    }
    entities = with_her_place({"text": text, "entities": [heard]}, case, for_another=for_another)["entities"]
    return entities[0]["value"] if entities else None


@pytest.mark.parametrize(
    ("text", "name", "case", "kept"),
    [
        ("mon frère vit à Matane", "Matane", MAGOG, None),
        ("mon frère vit à Matane", "Matane", Case(), "Matane"),
        ("je suis rendue à Matane", "Matane", MAGOG, "Matane"),
        ("jtravaille a Matane", "Matane", MAGOG, None),
        ("jtravaille a Matane", "Matane", Case(), "Matane"),
        ("chu a St-Henri", "St-Henri", Case(place=Place("Verdun", "06")), "Le Sud-Ouest"),
        ("je viens de Matane", "Matane", Case(place=Place("Magog", "05"), asked="place"), "Matane"),
        ("j'aimerais retourner à Matane", "Matane", Case(), None),
        ("j'aimerais retourner à Matane", "Matane", MAGOG, None),
        ("j'aimerais retourner à Matane", "Matane", Case(asked="place"), "Matane"),
        ("il reste toujours à Matane", "Matane", Case(), None),
        ("une contravention de Matane", "Matane", MAGOG, None),
        ("à l'université, à Laval", "Laval", Case(), "Laval"),
        ("plus proche que Matane?", "Matane", MAGOG, None),
        ("c'est-tu à Matane", "Matane", SHOWN, None),
        ("c'est à Matane?", "Matane", SHOWN, None),
        ("c'est à Matane", "Matane", SHOWN, "Matane"),
        ("coin Frontenac", "Frontenac", Case(place=Place("Montréal", "06")), "Montréal"),
    ],
)
def test_the_place_that_stands(text: str, name: str, case: Case, kept: str | None) -> None:
    assert place_kept(text, name, case) == kept


def test_a_relative_gives_the_place_of_the_woman() -> None:
    assert place_kept("ma nièce est à Matane", "Matane", MAGOG, for_another=True) == "Matane"
    assert place_kept("ma nièce est à Matane", "Matane", MAGOG) is None
    assert place_kept("mes parents sont à Matane", "Matane", MAGOG, for_another=True) is None


def test_what_no_extractor_read_stays() -> None:
    parse = {"text": "mon frère vit à Matane", "entities": [{"entity": "place", "value": "Matane"}]}
    assert with_her_place(parse, MAGOG, for_another=False) is parse


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("C'est long. Dis-moi ta ville et je cherche un toit.", "C'est long."),
        ("Elle se tait : dites-moi la ville et j'en cherche une.", "Elle se tait."),
        ("C'est long; dites-moi votre ville et je cherche.", "C'est long."),
        ("C'est long. Si elle part, dites-moi la ville et je cherche.", "C'est long."),
        ("C'est long; pour lui, dites-moi la ville et je cherche.", "C'est long."),
        ("C'est long. Garde le bail, dis-moi ta ville et je cherche un toit.", "C'est long. Garde le bail."),
        (
            "C'est long. Dis-moi ta ville et je cherche; ce soir, pas seule.",
            "C'est long. Ce soir, pas seule.",
        ),
        ("Dis-moi ton besoin et ta ville, et je cherche.", "Dis-moi ton besoin, et je cherche."),
        ("Dites-moi la ville et ce qu'il faut, et je cherche.", "Dites-moi ce qu'il faut, et je cherche."),
        ("Sa ville et la tienne, c'est loin.", "Sa ville et la tienne, c'est loin."),
    ],
)
def test_the_town_is_not_asked_of_whoever_has_said_it(text: str, left: str) -> None:
    assert without_asking_town(text) == left


def test_no_answer_asks_for_a_known_town_or_breaks_off() -> None:
    for answer in precise_answers():
        for text in (answer.tu, answer.vous):
            left = without_asking_town(text)
            assert re.search(r"-moi (?:ta|la|votre) (?:ville|région)", left, re.IGNORECASE) is None, (
                answer.key
            )
            assert left == text or left.endswith((".", "?", "!")), answer.key
            clause = re.split(r"(?<=[.;:?!])\s", left)[-1]
            broken = re.fullmatch(r"(?:si|pour|avant|sinon|en attendant)\b[^,]*", clause, re.IGNORECASE)
            assert left == text or not broken, answer.key


@pytest.mark.parametrize(
    "text",
    [
        "à Amos, mais pas dans mon village",
        "un petit bout de chemin, tout le monde se connaît",
        "j'aimerais mieux ailleurs qu'ici",
        "quelque chose en dehors de ma ville",
        "un peu plus loin de chez nous svp",
        "pas icitte, le monde jase",
        "j'ai peur de me faire reconnaître",
        "Matane, mais on se connaît tous",
        "il connaît tout le monde en ville",
        "pas à côté de chez ma mère",
        "not too close",
    ],
)
def test_she_wants_nothing_where_she_lives(text: str) -> None:
    assert keeps_away(text)


@pytest.mark.parametrize(
    "text",
    [
        "c'est pas proche",
        "y en a pas dans ma ville",
        "c'est trop loin de chez nous",
        "on se connaît depuis deux ans",
        "je suis pas d'ici",
        "pas loin de Granby",
        "je connais personne ici",
        "je connais pas la ville",
        "il est pas ici",
        "le monde me juge",
    ],
)
def test_a_complaint_of_the_distance_is_no_limit(text: str) -> None:
    assert not keeps_away(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("je sais pas pourquoi j'ai pleuré de même", "raconter"),
        ("je sais pas quoi penser de tout ça", "raconter"),
        ("je comprends pas ce qu'il veut de moi", "raconter"),
        ("j'aurais voulu que ma fille ait une autre mère", "raconter"),
        ("je sais pas si je l'aime encore", "raconter"),
        ("je sais pas", "ne_sait_pas"),
        ("jsais vraiment pas", "ne_sait_pas"),
        ("je sais pas trop honnêtement", "ne_sait_pas"),
        ("je sais pas c'est quoi la région", "ne_sait_pas"),
        ("aucune idée où on est", "ne_sait_pas"),
    ],
)
def test_a_doubt_of_something_else_is_no_answer_to_which_town(text: str, intent: str) -> None:
    ranking = [{"name": "ne_sait_pas", "confidence": 0.6}, {"name": "raconter", "confidence": 0.3}]
    parse = {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": []}
    asked = Case(needs=("ecoute",), asked="place", asked_times=1)
    assert with_her_place(parse, asked, for_another=False)["intent"]["name"] == intent


@pytest.mark.parametrize(
    "text", ["je sais pas, Alma peut-être", "chais pas trop, mettons Alma, mais loin d'ici"]
)
def test_a_doubt_that_names_a_town_is_an_answer(text: str) -> None:
    town = {"entity": "place", "value": "Alma", "extractor": PLACE_EXTRACTOR, **entity(text, "Alma")}
    reading = {"name": "ne_sait_pas", "confidence": 0.6}
    parse = {"text": text, "intent": reading, "intent_ranking": [reading], "entities": [town]}
    asked = Case(needs=("ecoute",), asked="place", asked_times=1)
    assert with_her_place(parse, asked, for_another=False)["intent"]["name"] == "donner_lieu"
