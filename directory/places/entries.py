"""Reading the place files of directory/data/ into entries: one per place, with all its names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from directory.errors import DataFileInvalid
from directory.places.text import words

_COMMUNITY_TYPES = ("Réserve indienne", "Village nordique", "Village cri", "Village naskapi", "Terre")
# Territories so wide that their name says less than the hamlet's own.
_WIDE = ("Eeyou Istchee Baie-James", "Côte-Nord-du-Golfe-du-Saint-Laurent", "L'Île-d'Anticosti")
OUTSIDE_KIND = "outside"
_SAINT_STEM = re.compile(r"(Sainte?-.+?)(?:[- –](?:de|du|des|sur|la|le|les|à|aux|en)[- ]|[- –][dl]['’])")


@dataclass(frozen=True)
class Entry:
    """One place. `regions` has one code, several for a vague word ("Rive-Sud"), none outside Québec."""

    name: str
    kind: str
    regions: tuple[str, ...]
    municipality: str | None = None
    mrc: str | None = None
    lat: float | None = None
    lon: float | None = None
    coord_quality: str | None = None
    population: int = 0


@dataclass(frozen=True)
class NamedEntry:
    """An entry under one of its names.

    `sense`: "" what the name means by itself, "also" one of several things it means, "shared" one of
    several unless a place has that very name, "hint" what it means only when the rest of the message
    points there, "campus" what it may mean of somebody who studies there. `risk` as in ordinary_names.csv.
    """

    form: str
    entry: Entry
    sense: str = ""
    risk: str = ""
    nickname: bool = False


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file. Raises DataFileInvalid."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFileInvalid(f"The place file {path.name} cannot be read: {error}.") from error


def _number(text: str) -> float | None:
    return float(text) if text else None


def municipalities(folder: Path) -> list[Entry]:
    """The entries of municipalites.csv."""
    found = []
    for row in read_rows(folder / "municipalites.csv"):
        community = row["type"].startswith(_COMMUNITY_TYPES)
        found.append(
            Entry(
                row["name"],
                "community" if community else "municipality",
                (row["region_code"],),
                row["name"],
                row["mrc"],
                _number(row["lat"]),
                _number(row["lon"]),
                row["coord_quality"],
                int(row["population"] or 0),
            )
        )
    return found


class Reader:
    """Reads every file into named entries, the surest meaning of a name first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.municipalities = municipalities(folder)
        self._by_name: dict[tuple[str, str], Entry] = {}
        for entry in self.municipalities:
            key = (entry.name, entry.regions[0])
            known = self._by_name.get(key)
            if known is None or entry.population > known.population:
                self._by_name[key] = entry
        self._places: dict[tuple[str, str], Entry] = dict(self._by_name)
        self._located = {
            (words(row["name"]), row["region_code"]): row
            for row in read_rows(folder / "lieux_supplementaires.csv")
        }

    def holder(self, name: str, region: str) -> Entry | None:
        """The municipality called `name` in that region."""
        return self._by_name.get((name, region))

    def all(self) -> Iterator[NamedEntry]:
        """Every name of every place; an earlier one keeps a name that a later one also has."""
        for entry in self.municipalities:
            yield NamedEntry(entry.name, entry)
        yield from self._communities()
        yield from self._neighbourhoods()
        yield from self._nicknames()
        yield from self._hamlets()
        yield from self._region_words()
        yield from self._mrcs()
        yield from self._short_forms()
        yield from self._outside()

    def _inside(self, name: str, kind: str, municipality: str, region: str) -> Entry:
        """A place inside `municipality`, with the best coordinates known for it."""
        holder = self.holder(municipality, region)
        entry = Entry(name, kind, (region,), municipality or None, holder.mrc if holder else None)
        row = self._located.get((words(name), region))
        if row is not None and row["lat"]:
            quality = "B" if "geonames" in row["source"] else "C"
            return replace(entry, lat=float(row["lat"]), lon=float(row["lon"]), coord_quality=quality)
        if holder is not None:
            return replace(entry, lat=holder.lat, lon=holder.lon, coord_quality=holder.coord_quality)
        return entry

    def _communities(self) -> Iterator[NamedEntry]:
        for row in read_rows(self.folder / "communities.csv"):
            regions = tuple(row["region_code"].split("|"))
            if len(regions) > 1:
                yield NamedEntry(row["name"], Entry(row["name"], "province_word", regions))
                continue
            held = self.holder(row["municipality"], regions[0])
            if held is not None and held.kind == "community":
                entry = replace(held, name=row["name"])
            else:
                entry = self._inside(row["name"], "community", row["municipality"], regions[0])
            for form in (row["name"], *row["aliases"].split("|")):
                yield NamedEntry(form, entry)

    def _neighbourhoods(self) -> Iterator[NamedEntry]:
        for row in read_rows(self.folder / "neighbourhoods.csv"):
            shown = row["name"] if row["kind"] == "borough" else row["borough"] or row["municipality"]
            entry = self._inside(row["name"], row["kind"], row["municipality"], row["region_code"])
            entry = replace(entry, name=shown or row["name"])
            if row["kind"] == "borough":
                self._places.setdefault((row["name"], row["region_code"]), entry)
            for form in (row["name"], *row["aliases"].split("|")):
                yield NamedEntry(form, entry, row["sense"])

    def _nicknames(self) -> Iterator[NamedEntry]:
        for row in read_rows(self.folder / "nicknames.csv"):
            entry = self._places.get((row["place"], row["region_code"]))
            if entry is None:
                raise DataFileInvalid(f"nicknames.csv: no place {row['place']} in {row['region_code']}.")
            sense = row["risk"] if row["risk"] in ("also", "hint", "campus") else ""
            risk = row["risk"] if row["risk"] == "word" else ""
            yield NamedEntry(row["nickname"], entry, sense, risk, nickname=True)

    def _hamlets(self) -> Iterator[NamedEntry]:
        for row in read_rows(self.folder / "lieux_supplementaires.csv"):
            entry = self._inside(row["name"], "sector", row["municipality"], row["region_code"])
            if entry.municipality and entry.municipality not in _WIDE:
                entry = replace(entry, name=entry.municipality)
            for form in (row["name"], *row["alternate_names"].split("|")):
                yield NamedEntry(form, entry)

    def _region_words(self) -> Iterator[NamedEntry]:
        for row in read_rows(self.folder / "region_words.csv"):
            regions = tuple(row["region_code"].split("|"))
            kind = "region" if len(regions) == 1 else "province_word"
            yield NamedEntry(row["name"], Entry(row["official"], kind, regions), "", row["risk"])

    def _mrcs(self) -> Iterator[NamedEntry]:
        seen = {(entry.mrc, entry.regions[0]) for entry in self.municipalities if entry.mrc}
        for mrc, region in sorted(seen):
            yield NamedEntry(str(mrc), Entry(str(mrc), "mrc", (region,), None, mrc))

    def _short_forms(self) -> Iterator[NamedEntry]:
        """ "Saint-Félix" for Saint-Félix-de-Valois: the saint alone, when no place has that name itself.

        The largest place keeps it when it is far larger than the others; else all are choices.
        """
        by_stem: dict[tuple[str, ...], list[tuple[str, Entry]]] = {}
        for entry in self.municipalities:
            match = _SAINT_STEM.match(entry.name)
            if match is not None:
                by_stem.setdefault(words(match[1]), []).append((match[1], entry))
        for group in by_stem.values():
            group.sort(key=lambda pair: -pair[1].population)
            largest = group[0][1]
            far_larger = len(group) == 1 or largest.population >= 5 * group[1][1].population
            for stem, entry in group:
                yield NamedEntry(stem, entry, "hint" if far_larger and entry is not largest else "shared")

    def _outside(self) -> Iterator[NamedEntry]:
        for row in read_rows(self.folder / "outside_places.csv"):
            entry = Entry(row["name"], OUTSIDE_KIND, ())
            for form in (row["name"], *row["aliases"].split("|")):
                yield NamedEntry(form, entry, "", row["risk"])
