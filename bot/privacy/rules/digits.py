"""Runs of digits however they are typed: "5.1.4.5.5.5.0.1.9.9", "514 cinq cinq cinq 01 99", "819-555-o1o7".

A run is a list of groups, each with the digits it stands for and its place in the folded text, with nothing
between them but spaces and light punctuation. The rules of `numbers` read runs, never raw text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.privacy.reading import Reading

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "oh": 0,
    "kat": 4, "katre": 4, "cink": 5, "sink": 5, "set": 7, "uit": 8, "disse": 10,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "nonante": 90,
}  # fmt: skip
_NUMBER_WORD = "|".join(sorted([*_UNITS, *_TENS, "cent", "cents"], key=len, reverse=True))
_ATOM = re.compile(
    rf"[+]?(?:\d|(?<![a-z])[oil](?=[oil]{{0,3}}\d)|(?<=\d )o(?= \d))(?:\d|"
    rf"[oil](?=[\doil]{{0,12}}(?![a-z])))*|(?<![a-z])(?:{_NUMBER_WORD})(?![a-z])"
)
_GAP = re.compile(
    r"[\s.\-/()_*·•,:~|'#]{0,4}\Z|\s?-\s?et\s?-?\Z|\s(?:et|pis)\s\Z|\s?(?:tiret|point|espace|dash|trait "
    r"d'union)\s?\Z"
)
_LETTER_DIGITS = str.maketrans("oil", "011")


@dataclass(frozen=True)
class Group:
    """Digits read together; `spelled` when they were written in words."""

    digits: str
    start: int
    end: int
    spelled: bool


def runs(reading: Reading) -> list[list[Group]]:
    """Every run of the message, from left to right."""
    folded = reading.folded
    found: list[list[Group]] = []
    current: list[tuple[str, int, int]] = []
    for match in _ATOM.finditer(folded):
        if current and not _GAP.match(folded[current[-1][2] : match.start()][:18]):
            found.append(_groups(current, folded))
            current = []
        current.append((match[0], match.start(), match.end()))
    if current:
        found.append(_groups(current, folded))
    return found


def _groups(atoms: list[tuple[str, int, int]], folded: str) -> list[Group]:
    """Number words joined into numbers: cinq cent quatorze -> 514, quatre-vingt-dix-neuf -> 99."""
    groups: list[Group] = []
    i = 0
    while i < len(atoms):
        text, start, end = atoms[i]
        if (
            text[0].isdigit()
            or text[0] == "+"
            or not (text in _UNITS or text in _TENS or text.startswith("cent"))
        ):
            groups.append(Group(text.lstrip("+").translate(_LETTER_DIGITS), start, end, False))
            i += 1
            continue
        value, used = _number(_phrase(atoms, i, folded))
        groups.append(Group(str(value), start, atoms[i + used - 1][2], True))
        i += used
    return groups


def _phrase(atoms: list[tuple[str, int, int]], i: int, folded: str) -> list[str]:
    """The number words from atom `i` on that one number could be made of: a comma ends it."""
    words = [atoms[i][0]]
    for before, after in zip(atoms[i : i + 5], atoms[i + 1 : i + 6], strict=False):
        if "," in folded[before[2] : after[1]] or after[0][0].isdigit():
            break
        words.append(after[0])
    return words


def _number(words: list[str]) -> tuple[int, int]:
    value, used = 0, 0
    if len(words) > 1 and 2 <= _UNITS.get(words[0], 0) <= 9 and words[1] in ("cent", "cents"):
        value, used = _UNITS[words[0]] * 100, 2
    elif words[0] in ("cent", "cents"):
        value, used = 100, 1
    if used == len(words):
        return value, used
    below, more = _below_hundred(words[used:])
    # "quatre cent" + nothing readable stays 400; without a hundred there is always one word to read.
    return (value + below, used + more) if more else (value, used)


def _below_hundred(words: list[str]) -> tuple[int, int]:
    first = words[0]
    second = words[1] if len(words) > 1 else ""
    if first == "quatre" and second in ("vingt", "vingts"):
        third = _UNITS.get(words[2], 0) if len(words) > 2 else 0
        if third == 10 and len(words) > 3 and 7 <= _UNITS.get(words[3], 0) <= 9:
            return 90 + _UNITS[words[3]], 4
        return (80 + third, 3) if 0 < third < 17 else (80, 2)
    if first in _TENS:
        unit = _UNITS.get(second, 0)
        if first == "soixante" and unit == 10 and len(words) > 2 and 7 <= _UNITS.get(words[2], 0) <= 9:
            return 70 + _UNITS[words[2]], 3
        limit = 17 if first == "soixante" else 10
        return (_TENS[first] + unit, 2) if 0 < unit < limit else (_TENS[first], 1)
    if first in _UNITS:
        if first == "dix" and 7 <= _UNITS.get(second, 0) <= 9:
            return 10 + _UNITS[second], 2
        return _UNITS[first], 1
    return 0, 0
