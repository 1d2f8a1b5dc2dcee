"""Counts hold an event, a need and a region, and nothing else can get in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversation import counts


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    counts.clear()
    yield
    counts.clear()


def test_the_same_event_adds_up() -> None:
    counts.note("problem_full", "hebergement", "07")
    counts.note("problem_full", "hebergement", "07")
    counts.note("referred", "juridique", None)
    assert counts.snapshot() == {("problem_full", "hebergement", "07"): 2, ("referred", "juridique", None): 1}


@pytest.mark.parametrize(
    ("event", "need", "region"),
    [
        ("mon chum me bat", "hebergement", "07"),
        ("referred", "je m'appelle Josée", "07"),
        ("referred", "hebergement", "J9X 1A1"),
    ],
)
def test_free_text_is_refused(event: str, need: str, region: str) -> None:
    with pytest.raises(ValueError, match="vocabulary"):
        counts.note(event, need, region)
    assert counts.snapshot() == {}
