"""Simulated typing, to see what a classifier loses on it. Seeded: the same text always comes out the same."""

from __future__ import annotations

import random
from collections.abc import Callable

from bot.safety.french import strip_accents

# As people write texts in Québec: (standard, typed). Ours, and meant to be rough.
_TEXTO = (
    ("je suis", "chu"),
    ("je ne sais pas", "jsp"),
    ("je veux", "jveu"),
    ("je peux", "jpeu"),
    ("j'ai", "jai"),
    ("c'est", "c"),
    ("est-ce que", "esk"),
    ("quelqu'un", "qqun"),
    ("pour", "pr"),
    ("dans", "ds"),
    ("avec", "ak"),
    ("parce que", "pcq"),
    ("il y a", "ya"),
    ("qu'est-ce que", "keske"),
    ("quand", "kan"),
    ("que ", "ke "),
    ("qui ", "ki "),
    ("quoi", "koi"),
    ("beaucoup", "bcp"),
    ("aussi", "ossi"),
    ("eau", "o"),
)
_NEAR = {
    "a": "qzs", "e": "rzd", "i": "uo", "o": "ip", "u": "yi", "s": "dqa", "t": "ry", "n": "bm", "r": "et",
    "l": "km",
}  # fmt: skip


def without_accents(text: str) -> str:
    """Accents gone."""
    return strip_accents(text)


def capitals(text: str) -> str:
    """Everything in capitals."""
    return text.upper()


def texto(text: str) -> str:
    """Lower case, no accents, text-message spelling, no closing mark."""
    folded = text.lower()
    for standard, typed in _TEXTO:
        folded = folded.replace(standard, typed)
    return strip_accents(folded).rstrip(".!")


def typos(text: str) -> str:
    """About one typing slip in twelve letters: swapped, doubled, dropped or neighbouring keys."""
    chance = random.Random(text)
    letters = list(text)
    index = 1
    while index < len(letters) - 1:
        if letters[index].isalpha() and chance.random() < 1 / 12:
            kind = chance.randrange(4)
            if kind == 0:
                letters[index], letters[index + 1] = letters[index + 1], letters[index]
            elif kind == 1:
                letters.insert(index, letters[index])
            elif kind == 2:
                del letters[index]
            else:
                near = _NEAR.get(letters[index].lower())
                letters[index] = chance.choice(near) if near else letters[index]
            index += 2
        index += 1
    return "".join(letters)


NOISES: dict[str, Callable[[str], str]] = {
    "clean": lambda text: text,
    "no accents": without_accents,
    "capitals": capitals,
    "texto": texto,
    "typos": typos,
}
"""Each way of typing by name."""
