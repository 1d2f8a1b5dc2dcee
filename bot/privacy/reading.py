"""The message in the form the rules read, with the way back to every character as it was typed.

The rules read two parallel strings: `cased` (no accents, no invisible characters, one kind of apostrophe and
of dash) and `folded` (the same in lower case). They have the same length; `index` leads back to the message.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

_SAME = str.maketrans("’‘ʼ`´‐‑‒–—−", "'''''------")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Word:
    """A run of letters, hyphens inside; an apostrophe parts two words."""

    text: str
    start: int
    end: int
    capital: bool
    upper: bool


@dataclass
class Reading:
    """A message ready for the rules."""

    raw: str
    cased: str
    folded: str
    index: list[int] | None
    words: list[Word] = field(default_factory=list)
    shouted: bool = False

    @classmethod
    def of(cls, raw: str) -> Reading:
        """Read `raw`; any string is accepted, lone surrogates and zalgo included."""
        if raw.isascii():
            cased, index = raw, None
        else:
            cased, index = _plain(raw)
        folded = "".join(map(_lower, cased)) if not cased.isascii() else cased.lower()
        reading = cls(raw, cased, folded, index)
        letters = sum(map(str.isalpha, cased))
        reading.shouted = letters >= 8 and sum(map(str.isupper, cased)) > 0.7 * letters
        for match in _WORD.finditer(folded):
            typed = cased[match.start() : match.end()]
            capital = typed[0].isupper() and not reading.shouted
            upper = len(typed) > 1 and typed.isupper() and not reading.shouted
            reading.words.append(Word(match[0], match.start(), match.end(), capital, upper))
        return reading

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of `raw` that folded positions `start` to `end` stand for."""
        if self.index is None or start >= end:
            return start, end
        last = self.index[end - 1]
        stop = last + 1
        following = self.index[end] if end < len(self.index) else len(self.raw)
        # Marks that were dropped belong to the letter before them.
        while stop < following and unicodedata.category(self.raw[stop]) in ("Mn", "Me"):
            stop += 1
        return self.index[start], stop


def _plain(raw: str) -> tuple[str, list[int]]:
    """`raw` without accents and invisible characters, and the position each kept character comes from."""
    kept: list[str] = []
    index: list[int] = []
    for position, char in enumerate(raw):
        base = char if char.isascii() else _base(char)
        if base:
            kept.append(base)
            index.extend([position] * len(base))
    return "".join(kept), index


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    char = char.translate(_SAME)
    if char.isascii():
        return char
    if char in "œŒæÆß":
        return {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss"}[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cs", "Co"):
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    return "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) != "Mn")[:4]


def _lower(char: str) -> str:
    """Lower case that never changes the length."""
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char
