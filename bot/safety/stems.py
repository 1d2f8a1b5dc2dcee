"""The stems of the words that carry what a message is about.

`python -m bot.safety.teaching.wordings` notes which of them the wordings of a question hold; the engine gives
an answer by meaning only where the message holds one of them too (bot/nlu/likeliest.py).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import snowballstemmer

from bot.safety.french import clean, fold, plain

_WORD = re.compile(r"[a-z]{3,}")
_EMPTY = frozenset(
    re.findall(
        _WORD,
        """les une des que qui quoi elle nous vous ils elles aux cette ces mon mes ton tes son ses leur
        leurs pas plus est suis chu avoir etre fait faire peut peux veut veux vais dans sur sous pour
        par avec sans mais pis donc alors quand comment combien tout toute tous bien bon ben lui moi
        toi eux dit dire oui non the and can what how for""",
    )
)
"""Words that say nothing of a subject."""


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("french")


def content_stems(text: str) -> frozenset[str]:
    """Of a message as typed; a text of empty words has none."""
    words = _WORD.findall(fold(plain(clean(text))))
    return frozenset(_stemmer().stemWords([word for word in words if word not in _EMPTY]))
