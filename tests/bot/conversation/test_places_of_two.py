"""Whose place is named, and where services are sought when two people are in two towns."""

from __future__ import annotations

import pytest

from bot.conversation.case import HELPED, WRITER, Case, Place
from bot.conversation.places_of_two import placed, taken_up, whose_places

SEPT_ILES = Place("Sept-Îles", "09", whose=HELPED)
GRANBY = Place("Granby", "05", whose=WRITER)
ROOF = ("hebergement",)
SUPPORT = ("soutien_proches",)
TWO = Case(profile="proche", place=SEPT_ILES, other_place=GRANBY, last_needs=ROOF, last_shown=("a",))


@pytest.mark.parametrize(
    ("text", "own", "hers"),
    [
        ("nous autres on reste à Granby mais notre fille est partie à Sept-Îles", "Granby", "Sept-Îles"),
        ("Sept-Îles pour ma nièce, Granby pour moi", "Granby", "Sept-Îles"),
        ("J'écris de Granby. Ma meilleure amie vit à Sept-Îles.", "Granby", "Sept-Îles"),
        ("notre bureau est à Granby, une cliente est à Sept-Îles", "Granby", "Sept-Îles"),
        ("un psy à Sept-Îles pour ma soeur, moi j'habite Granby", "Granby", "Sept-Îles"),
        ("infirmière au CLSC de Granby, une dame que je suis est à Sept-Îles", "Granby", "Sept-Îles"),
        ("son intervenante à Granby", None, None),
        ("elle reste chez son ex à Sept-Îles", None, "Sept-Îles"),
        ("je suis inquiète pour ma cousine à Sept-Îles", None, "Sept-Îles"),
        ("pis de mon bord, à Granby", "Granby", None),
        ("ses parents vivent à Granby", None, None),
        ("à Granby", None, None),
    ],
)
def test_whose_place_it_is(text: str, own: str | None, hers: str | None) -> None:
    found = {side: place.name for side, place in whose_places(text).items()}
    assert (found.get(WRITER), found.get(HELPED)) == (own, hers)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("bon pis moi?", WRITER),
        ("et pour nous, dans notre coin?", None),
        ("et pour nous autres?", WRITER),
        ("pour ma cliente svp", HELPED),
        ("et ma soeur là-dedans?", HELPED),
        ("moi aussi", None),
        ("moi aussi j'ai peur", None),
        ("et elle, elle mange quoi?", None),
    ],
)
def test_which_of_the_two_is_taken_up(text: str, side: str | None) -> None:
    assert taken_up(text, TWO) == side
    assert taken_up(text, Case(place=GRANBY)) is None


def at(
    case: Case, text: str, given: Place | None = None, needs: tuple[str, ...] = ()
) -> tuple[str, str, tuple]:
    """Where `case` is after `text`: its place, the other one, and what is sought."""
    after = placed(case.add_needs(needs), text, given, asks=bool(needs))
    return (
        after.place.name if after.place else "",
        after.other_place.name if after.other_place else "",
        after.needs,
    )


BOTH = "on est à Granby, ma fille est à Sept-Îles"


def test_what_is_asked_goes_where_the_one_is_whom_it_is_for() -> None:
    relative = Case(profile="proche")
    assert at(relative, BOTH, GRANBY, ROOF) == ("Sept-Îles", "Granby", ROOF)
    assert at(relative, BOTH, GRANBY, SUPPORT) == ("Granby", "Sept-Îles", SUPPORT)
    # Support that was guessed beside what she needs is not sought in her town.
    assert at(relative, BOTH, GRANBY, (*ROOF, *SUPPORT)) == ("Sept-Îles", "Granby", ROOF)
    worker = Case(profile="intervenant")
    assert at(worker, BOTH, GRANBY, ("soutien_intervenants",))[0] == "Granby"
    # In her own talk the place read in the message is hers.
    assert at(Case(), BOTH, GRANBY, ROOF) == ("Granby", "", ROOF)


def test_a_later_request_finds_its_place() -> None:
    assert at(TWO, "du soutien pour les parents?", None, SUPPORT) == ("Granby", "Sept-Îles", SUPPORT)
    assert at(TWO, "quelqu'un qui peut m'écouter", None, ("ecoute",))[0] == "Granby"
    assert at(TWO, "un avocat pour elle", None, ("juridique",))[0] == "Sept-Îles"
    assert at(TWO, "merci bien") == ("Sept-Îles", "Granby", ())


def test_what_was_sought_for_the_other_is_sought_again() -> None:
    own = placed(TWO, "et pour moi?", None, asks=False)
    assert (own.place, own.needs, own.other_needs) == (GRANBY, SUPPORT, ROOF)
    hers = placed(own.answered(("b",)), "et pour ma fille?", None, asks=False)
    assert (hers.place, hers.needs, hers.other_needs) == (SEPT_ILES, ROOF, SUPPORT)
    named = placed(own.answered(("b",)), "pis pour elle à Sept-Îles?", SEPT_ILES, asks=False)
    assert (named.place, named.needs) == (SEPT_ILES, ROOF)


def test_the_other_place_named_alone_is_for_the_same() -> None:
    after = placed(TWO, "et à Granby?", GRANBY, asks=False)
    assert (after.place, after.other_place, after.last_needs) == (GRANBY, SEPT_ILES, ROOF)


def test_her_town_alone_asks_for_nothing_of_hers() -> None:
    supported = Case(profile="proche", place=Place("Granby", "05"), last_needs=SUPPORT, last_shown=("a",))
    after = placed(supported, "ma fille reste à Sept-Îles", SEPT_ILES, asks=False)
    assert (after.place, after.other_place, after.needs, after.last_needs) == (SEPT_ILES, GRANBY, (), ())


def test_a_correction_makes_no_second_place() -> None:
    sought = Case(profile="proche", place=Place("Granby", "05"), last_needs=ROOF, last_shown=("a",))
    for text in (
        "je suis à Sept-Îles",
        "non, elle est à Sept-Îles",
        "à Sept-Îles",
        "ma fille est à Sept-Îles",
    ):
        after = placed(sought, text, Place("Sept-Îles", "09"), asks=False)
        assert (after.place, after.other_place) == (SEPT_ILES, None), text
    moved = placed(TWO, "elle est rendue à Matane", Place("Matane", "01"), asks=False)
    assert (moved.place, moved.other_place) == (Place("Matane", "01"), GRANBY)
    apart = placed(sought, "moi je suis à Sept-Îles", Place("Sept-Îles", "09"), asks=False)
    assert (apart.place, apart.other_place) == (SEPT_ILES, GRANBY)
