"""The word lists of the redaction, read once, when the first message arrives."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_MUNICIPALITIES = Path(__file__).parents[2] / "directory" / "data" / "municipalites.csv"


@dataclass(frozen=True)
class Lexicons:
    """Folded words. `places` holds every municipality, `cities` only what can never be a surname.
    `phrases`: names of organisations and public figures, by their first word."""

    first: frozenset[str]
    ambiguous: frozenset[str]
    surnames: frozenset[str]
    ordinary: frozenset[str]
    places: frozenset[str]
    cities: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    public_numbers: frozenset[str]

    def is_first(self, word: str) -> bool:
        """A first name that is nothing else: "karine", "marie-pier"."""
        if word in self.first:
            return True
        if "-" not in word:
            return False
        parts = word.split("-")
        return all(part in self.first or part in self.ambiguous for part in parts) and word not in self.places

    def is_ambiguous(self, word: str) -> bool:
        """A first name that is also a word or a place: "rose", "alma"."""
        return word in self.ambiguous

    def is_surname(self, word: str) -> bool:
        """A family name, compound ones included: "beaupre-simoneau"."""
        if word in self.surnames:
            return True
        return "-" in word and all(
            part in self.surnames or part in self.first
            for part in word.split("-")
            if part not in ("st", "ste")
        )

    def is_ordinary(self, word: str) -> bool:
        """A word of ordinary messages."""
        return word in self.ordinary or all(part in self.ordinary for part in word.split("-"))


@dataclass(frozen=True)
class CueWords:
    """The sections of data/cue_words.txt, which says what each is for."""

    blockers: frozenset[str]
    houses: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    function: frozenset[str]
    never: frozenset[str]
    months: frozenset[str]
    wordy: frozenset[str]
    wordy_capital: frozenset[str]
    adjectives: frozenset[str]
    verbs: frozenset[str]
    nickname_heads: frozenset[str]
    accented_words: frozenset[str]
    kin: frozenset[str]
    after_number: frozenset[str]
    dates: frozenset[str]
    toll_free: frozenset[str]
    canadian_areas: frozenset[str]
    mailboxes: frozenset[str]
    site_pages: frozenset[str]
    acts: frozenset[str]
    persons: frozenset[str]


@lru_cache(maxsize=1)
def cue_words() -> CueWords:
    """The words around names and civic numbers."""
    sections: dict[str, list[str]] = {}
    for line in _lines("cue_words.txt"):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        else:
            current += line.split()
    return CueWords(**{name: frozenset(words) for name, words in sections.items()})


@lru_cache(maxsize=1)
def lexicons() -> Lexicons:
    """The lists of bot/privacy/data/, and the municipalities of the directory when that folder is there."""
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for name in ("organisations.txt", "public_figures.txt"):
        for line in _lines(name):
            words = tuple(re.findall(r"[a-z]+", line))
            phrases.setdefault(words[0], []).append(words)
    return Lexicons(
        first=_words("first_names.txt"),
        ambiguous=_words("first_names_ambiguous.txt"),
        surnames=_words("surnames.txt"),
        ordinary=_words("ordinary_words.txt"),
        places=_places(),
        cities=_words("places.txt"),
        phrases={first: tuple(found) for first, found in phrases.items()},
        public_numbers=_words("public_numbers.txt"),
    )


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


def _places() -> frozenset[str]:
    names = _words("places.txt")
    if not _MUNICIPALITIES.exists():
        return names
    with _MUNICIPALITIES.open(encoding="utf-8", newline="") as rows:
        return names | {_fold(row["name"]).replace(" ", "-") for row in csv.DictReader(rows)}


def _fold(text: str) -> str:
    text = text.lower().replace("’", "'").replace("œ", "oe")
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
