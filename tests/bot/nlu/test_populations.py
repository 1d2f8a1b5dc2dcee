"""The populations that a message names."""

from __future__ import annotations

import pytest

from bot.nlu.populations import find_populations


def test_populations() -> None:
    assert find_populations("je suis innue, j'ai 17 ans et mes enfants sont avec moi", 17) == (
        "jeunes",
        "autochtones",
        "avec_enfants",
    )
    assert find_populations("femme trans sans papiers") == ("immigrantes", "lgbtq")
    assert find_populations("je cherche un avocat") == ()


@pytest.mark.parametrize("text", ["a" * 1000, "1 " * 500, "un et " * 160, "\u0301" * 50])
def test_hostile_texts_are_read(text: str) -> None:
    find_populations(text)
