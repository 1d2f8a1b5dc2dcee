"""Words written out as standard French."""

from __future__ import annotations

import pytest

from bot.safety.french import standardise


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("y s'en vient", "y s en vient"),
        ("y sen vient", "y s en vient"),
        ("elle s'en va", "elle s en va"),
        ("chu ss place", "je suis sans place"),
        ("sen argent", "sans argent"),
        ("sans venir", "sans venir"),
    ],
)
def test_without_and_going_away_are_told_apart(typed: str, written: str) -> None:
    assert standardise(typed) == written
