"""Postal codes: urban prefixes of Québec name a town, rural ones do not; other provinces are outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from directory.places import lexicon as lx
from directory.places.entries import Entry, read_rows
from directory.places.text import tokenize

_CODE = re.compile(r"(?<![\w])([A-Za-z]\d[A-Za-z])(?:[\s-]?(\d[A-Za-z]\d))?(?![\w])")
_PROVINCES = {
    "A": "Terre-Neuve-et-Labrador",
    "B": "Nouvelle-Écosse",
    "C": "Île-du-Prince-Édouard",
    "E": "Nouveau-Brunswick",
    "K": "Ontario",
    "L": "Ontario",
    "M": "Ontario",
    "N": "Ontario",
    "P": "Ontario",
    "R": "Manitoba",
    "S": "Saskatchewan",
    "T": "Alberta",
    "V": "Colombie-Britannique",
    "X": "Territoires du Nord-Ouest",
    "Y": "Yukon",
}
_RURAL_SURE = 0.95
_LEADING = lx.AT | {"secteur", "coin", "quartier", "code", "proche", "pres"}


def _placed(text: str, match: re.Match[str]) -> bool:
    """ "h2l.", "je suis dans h2l pis j'ai faim"."""
    before, after = tokenize(text[: match.start()]), tokenize(text[match.end() :])
    if all(token.text in lx.FILLERS for token in (*before, *after)):
        return True
    return bool(before) and before[-1].text in _LEADING


@dataclass(frozen=True)
class PostalHit:
    """A postal prefix at `start`..`end`; `likely` is the region most rural addresses of it are in."""

    start: int
    end: int
    entry: Entry
    likely: str | None


class PostalCodes:
    """Reads fsa.csv (prefix -> region) and fsa_towns.csv (urban prefix -> town)."""

    def __init__(self, folder: Path, places: dict[tuple[str, str], Entry]) -> None:
        self._entries: dict[str, Entry] = {}
        self._likely: dict[str, str] = {}
        towns = {row["fsa"]: row["municipality"] for row in read_rows(folder / "fsa_towns.csv")}
        for row in read_rows(folder / "fsa.csv"):
            prefix, region = row["fsa"], row["region_code"]
            lat, lon = float(row["lat"]), float(row["lon"])
            if prefix[1] == "0":
                self._entries[prefix] = Entry(prefix, "fsa_rural", ())
                if float(row["share"]) >= _RURAL_SURE:
                    self._likely[prefix] = region
                continue
            town = places.get((towns.get(prefix, ""), region))
            name = town.name if town else prefix
            mrc = town.mrc if town else None
            self._entries[prefix] = Entry(
                name, "fsa", (region,), town.name if town else None, mrc, lat, lon, "C"
            )

    def find(self, text: str, only_place: bool) -> PostalHit | None:
        """The first postal code or prefix of `text`.

        A prefix in small letters counts by itself, among filler words or after a word that leads to a place.
        """
        for match in _CODE.finditer(text):
            prefix, rest = match[1].upper(), match[2]
            placed = only_place or "postal" in text.lower() or _placed(text, match)
            if not (rest or match[1].isupper() or placed):
                continue
            entry = self._entries.get(prefix)
            if entry is None and rest and prefix[0] in _PROVINCES:
                entry = Entry(_PROVINCES[prefix[0]], "outside", ())
            if entry is not None:
                return PostalHit(match.start(), match.end(), entry, self._likely.get(prefix))
        return None
