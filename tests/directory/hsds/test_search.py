"""Search finds words in any French form, with or without accents."""

from __future__ import annotations

import pytest

from directory.hsds.search import matches, needles_of


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("hebergements", "Maison d'hébergement", True),
        ("HÉBERGEMENT", "hebergement temporaire", True),
        ("aide aux femmes", "Aide pour une femme", True),
        ("victimes violées", "aide à la victime violée", True),
        ("gatineau", "À Gatineau", True),
        ("herberg", "hébergement", False),
        ("heberg", "hébergement", True),
        ("rue", "drogue", False),
        ("de la", "n'importe quoi", True),
        ("avocat gratuit", "avocat", False),
    ],
)
def test_search(question: str, text: str, found: bool) -> None:
    assert matches(needles_of(question), [text]) is found
