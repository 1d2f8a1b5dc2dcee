"""A schematic map of the 17 regions: one tile each, about where it lies. Nothing is loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.vocabulary import vocabulary

UNIT = 100
GAP = 6

# Region: column, row, width in tiles. North is up; the St. Lawrence runs between rows.
_TILES: Mapping[str, tuple[int, int, int]] = {
    "10": (1, 0, 4),
    "09": (5, 0, 2),
    "08": (0, 1, 2),
    "02": (3, 1, 2),
    "01": (5, 1, 1),
    "11": (6, 1, 1),
    "07": (0, 2, 1),
    "15": (1, 2, 1),
    "14": (2, 2, 1),
    "04": (3, 2, 1),
    "03": (4, 2, 1),
    "13": (1, 3, 1),
    "06": (2, 3, 1),
    "17": (3, 3, 1),
    "12": (4, 3, 1),
    "16": (2, 4, 1),
    "05": (3, 4, 1),
}
_LINES: Mapping[str, tuple[str, ...]] = {
    "01": ("Bas-", "St-Laurent"),
    "02": ("Saguenay–", "Lac-St-Jean"),
    "03": ("Capitale-", "Nationale"),
    "08": ("Abitibi-", "Témiscamingue"),
    "11": ("Gaspésie–", "Les Îles"),
    "12": ("Chaudière-", "Appalaches"),
    "17": ("Centre-", "du-Québec"),
}
"""Names too long for one line of a tile; the full name stands in the link's label."""


@dataclass(frozen=True)
class Tile:
    """A tile in the map's own units; `lines` is what is written on it, `count` how many services it has."""

    code: str
    name: str
    lines: tuple[str, ...]
    count: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + self.width // 2


def tiles(counts: Mapping[str, int]) -> tuple[Tile, ...]:
    """Every region, from north-west to south-east, as one reads; `counts`: region code -> services."""
    found = []
    for code, (column, row, width) in sorted(_TILES.items(), key=lambda item: (item[1][1], item[1][0])):
        name = vocabulary().regions[code]
        found.append(
            Tile(
                code,
                name,
                _LINES.get(code, (name,)),
                counts.get(code, 0),
                column * UNIT,
                row * UNIT,
                width * UNIT - GAP,
                UNIT - GAP,
            )
        )
    return tuple(found)
