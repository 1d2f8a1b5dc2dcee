"""Words of a message with their offsets, folded, and how they sound.

`directory` depends on no other package of the project, so the little folding it needs is here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

MAX_LENGTH = 1000
"""Characters of a message that are read; the rest is ignored."""

# Combining and zero-width characters stay inside their word and disappear when it is folded; the colon
# does too, between letters ("Kahnawà:ke").
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u200b-\u200f\u2060]|:(?=[a-z]{2}))*")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})

FUNCTION_WORDS = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "sur", "su"]
)
"""Small words that never begin or end a misspelled name by accident."""

_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "mt": "mont"}


@dataclass(frozen=True)
class Token:
    """One word: folded `text`, `raw` as typed, its `start` and `end`, and what stands `before` it."""

    text: str
    raw: str
    start: int
    end: int
    before: str


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Lower case, without accents or invisible characters; ligatures written out."""
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LIGATURES))
    return "".join(char for char in decomposed if char.isalnum())


def tokenize(text: str) -> list[Token]:
    """The words of the first MAX_LENGTH characters of `text`; "st", "ste", "mt" are written out."""
    tokens: list[Token] = []
    last = 0
    for match in _WORD.finditer(text[:MAX_LENGTH]):
        raw = match.group()
        folded = fold(raw)
        if not folded:
            continue
        folded = _SAINTS.get(folded, folded)
        tokens.append(Token(folded, raw, match.start(), match.end(), text[last : match.start()]))
        last = match.end()
    return tokens


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name: "St-Félix-d'Otis" -> ("saint", "felix", "d", "otis")."""
    return tuple(token.text for token in tokenize(name))


_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ph", "f"),
        (r"sch|sh|ch", "S"),
        (r"gn", "N"),
        (r"[ck]qu|qu|q|ck", "k"),
        (r"x(?=$)", ""),
        (r"(?:eau|aux|au)", "o"),
        (r"oeu|oe|eu", "E"),
        (r"oi|oy", "W"),
        (r"ou|oo", "U"),
        (r"ge(?=[aoU])", "j"),
        (r"gu(?=[eiy])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"h", ""),
        (r"(?:ain|ein|yn|ym|im|in)(?![aeiouyEWUon])", "I"),
        (r"(?:an|am|en|em)(?![aeiouyEWUnm])", "A"),
        (r"(?:on|om)(?![aeiouyEWUnm])", "O"),
        (r"(?<=[aeiouyEWUAIO])s(?=[aeiouyEWU])", "z"),
        (r"(?:ai|ei|ay|ey|est|et|er|ez|es)$", "e"),
        (r"ai|ei|ay|ey", "e"),
        (r"y", "i"),
        (r"G", "g"),
        (r"([a-zA-Z])\1+", r"\1"),
        (r"[tdspxz]+$", ""),
        (r"(?<=[a-zSNUWE])e$", ""),
        (r"(?<=[a-zSNUWEIAO])[tds]+$", ""),
    )
)


_SMALL = {"d": "d", "de": "d", "des": "d", "du": "du", "l": "l", "le": "l", "la": "la", "les": "l"}


def single(word: str) -> str:
    """The word with every letter that stands several times running said once: "brossard" -> "brosard"."""
    return "".join(letter for letter, _ in groupby(word))


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """Roughly how a folded French word is heard: "joliete" and "joliette" give the same.

    "saint" and "sainte" give the same too: people type one for the other.
    """
    if word in ("saint", "sainte", "sin", "sint", "sainct"):
        return "sI"
    if word in _SMALL:
        return _SMALL[word]
    heard = word
    for pattern, by in _SOUNDS:
        heard = pattern.sub(by, heard)
    return heard or word
