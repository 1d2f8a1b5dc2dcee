"""Full-text search over a few texts: French stems, accents and case set aside."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import snowballstemmer

from directory.geography import fold

# Words that say nothing about a service.
EMPTY = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "est",
        "et",
        "eux",
        "il",
        "je",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "lui",
        "ma",
        "mais",
        "me",
        "mes",
        "moi",
        "mon",
        "ne",
        "nos",
        "notre",
        "nous",
        "on",
        "ou",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "son",
        "sur",
        "ta",
        "te",
        "tes",
        "toi",
        "ton",
        "tu",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
    ]
)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    return snowballstemmer.stemmer("french")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded French word: "hebergements" and "hebergement" share one."""
    return str(_stemmer().stemWord(word))


def needles_of(text: str) -> tuple[str, ...]:
    """Return the stems to look for; () when the text holds no telling word."""
    return tuple(dict.fromkeys(stem(word) for word in fold(text).split() if word not in EMPTY))


def matches(needles: Iterable[str], texts: Iterable[str]) -> bool:
    """Return whether every needle is the stem, or the start of a word, of the texts."""
    wanted = list(needles)
    if not wanted:
        return True
    words = {word for text in texts for word in fold(text).split()}
    stems = {stem(word) for word in words}
    return all(
        needle in stems or (len(needle) >= 4 and any(word.startswith(needle) for word in words))
        for needle in wanted
    )
