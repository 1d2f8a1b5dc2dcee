"""Towns, the parts of regions they lie in, distances and time zones.

Facts come from ``data/municipalites.csv`` (Répertoire des municipalités, MAMH, Données Québec, CC BY 4.0).
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from directory.errors import DataFileInvalid
from directory.vocabulary import DATA

QUEBEC = ZoneInfo("America/Toronto")
# Loi sur le temps légal (RLRQ, c. T-5.1): the Îles-de-la-Madeleine keep Atlantic time; east of the
# 63rd meridian Atlantic standard time holds all year, save in the MRC of Minganie.
ISLANDS = ZoneInfo("America/Halifax")
LOWER_NORTH_SHORE = ZoneInfo("America/Blanc-Sablon")
ZONES_BY_MRC = {
    ("11", "Les Îles-de-la-Madeleine"): ISLANDS,
    ("09", "Le Golfe-du-Saint-Laurent"): LOWER_NORTH_SHORE,
}
# Only these two qualities may become kilometres on a screen.
TRUSTED_QUALITIES = frozenset({"A", "B"})
# The last bridge over the St. Lawrence (Pierre-Laporte, Québec), and the longitude of the Île d'Orléans: east
# of it the two shores are far from each other whatever the map says.
LAST_BRIDGE, RIVER_OPENS = (46.745, -71.29), -71.0
NORTH_SHORE, SOUTH_SHORE = frozenset({"02", "03", "09"}), frozenset({"01", "11", "12"})


@dataclass(frozen=True)
class Town:
    """One municipality; ``latitude`` and ``longitude`` in degrees, rounded to about one kilometre."""

    name: str
    region: str
    mrc: str
    latitude: float | None
    longitude: float | None
    coord_quality: str | None
    population: int


def fold(text: str) -> str:
    """Return ``text`` without accents, case, hyphens or apostrophes, for comparing names."""
    flat = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'")).casefold()
    kept = "".join(char if char.isalnum() else " " for char in flat if not unicodedata.combining(char))
    return " ".join(kept.split())


@lru_cache(maxsize=1)
def towns() -> dict[tuple[str, str], Town]:
    """Return every municipality by (region code, folded name); of two alike, the more populous."""
    path = DATA / "municipalites.csv"
    found: dict[tuple[str, str], Town] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                town = Town(
                    name=row["name"],
                    region=row["region_code"],
                    mrc=row["mrc"],
                    latitude=float(row["lat"]) if row["lat"] else None,
                    longitude=float(row["lon"]) if row["lon"] else None,
                    coord_quality=row["coord_quality"] or None,
                    population=int(row["population"] or 0),
                )
                key = (town.region, fold(town.name))
                if key not in found or found[key].population < town.population:
                    found[key] = town
    except (OSError, KeyError, ValueError) as error:
        raise DataFileInvalid(f"The file {path} cannot be read: {error}.") from error
    return found


@lru_cache(maxsize=1)
def _by_name() -> dict[str, list[Town]]:
    names: dict[str, list[Town]] = {}
    for (_, name), town in towns().items():
        names.setdefault(name, []).append(town)
    return names


def town_named(name: str | None, region: str | None = None) -> Town | None:
    """Return the town of that name; without ``region`` only when the name stands in one region."""
    if not name:
        return None
    if region:
        inside = towns().get((region, fold(name)))
        if inside:
            return inside
    same = _by_name().get(fold(name), [])
    return same[0] if len(same) == 1 else None


def zone_of(region: str | None, municipality: str | None) -> ZoneInfo:
    """Return the time zone kept there; Québec's main one when nothing says otherwise."""
    town = town_named(municipality, region)
    if town is None:
        return QUEBEC
    return ZONES_BY_MRC.get((town.region, town.mrc), QUEBEC)


def kilometres_between(
    one: tuple[float, float], region: str | None, other: tuple[float, float], other_region: str | None
) -> float:
    """Return the kilometres between two places of these regions, by the last bridge if the river is between.

    Ferries do not count: few sail in winter, none at night, and she may not have the fare.
    """
    shores = {region, other_region}
    east = max(one[1], other[1]) > RIVER_OPENS
    if east and shores & NORTH_SHORE and shores & SOUTH_SHORE:
        return kilometres(one, LAST_BRIDGE) + kilometres(LAST_BRIDGE, other)
    return kilometres(one, other)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance between two (latitude, longitude) points, in kilometres."""
    lat_one, lon_one, lat_other, lon_other = (radians(value) for value in (*one, *other))
    half = (
        sin((lat_other - lat_one) / 2) ** 2
        + cos(lat_one) * cos(lat_other) * sin((lon_other - lon_one) / 2) ** 2
    )
    return 2 * 6371.0 * asin(sqrt(min(1.0, half)))
