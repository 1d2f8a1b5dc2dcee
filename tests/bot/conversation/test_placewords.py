"""What is around a place in a message."""

from __future__ import annotations

import pytest

from bot.conversation.placewords import may_be_a_place, only_a_place, says_where


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
