"""Metro stations and the streets they are named after: "le Plateau, proche de Laurier" is in Montréal.

Many bear the name of a town or an MRC far away (Joliette, Frontenac, Papineau). The files have each as
"Métro NAME"; said without "métro", it takes a word of nearness and something else that is in the same city.
"""

from __future__ import annotations

from collections.abc import Iterator

from directory.places import lexicon as lx
from directory.places.context import Context
from directory.places.index import EXACT, Hit, NameIndex

_STATIONS_OF_QUARTERS = {
    "village": frozenset(["metropapineau", "metrobeaudry", "metroberri", "metroberriuqam"]),
    "plateau": frozenset(["metrolaurier", "metromontroyal"]),
}
"""Quarters of Montréal whose names are words of anywhere: they count beside their own stations only."""
_TO_A_CORNER = frozenset(["coin", "angle", "station"])
_LONGEST = 4


def near_stations(index: NameIndex, context: Context, regions: frozenset[str]) -> Iterator[Hit]:
    """The stations that the message names, among those of `regions`, which it tells of or is known from."""
    of_quarters = {
        key for token in context.tokens for key in _STATIONS_OF_QUARTERS.get(token.text, frozenset())
    }
    position = 0
    while position < len(context.tokens):
        station = _station(index, context, position)
        if (
            station is not None
            and (station.name.key in of_quarters or regions & set(station.name.entries[0].regions))
            and _led_to(context, position)
        ):
            yield station
            position = station.end
        else:
            position += 1


def _station(index: NameIndex, context: Context, start: int) -> Hit | None:
    """The longest name from there that is also the name of a station."""
    texts = [token.text for token in context.tokens[start : start + _LONGEST]]
    for length in range(len(texts), 0, -1):
        name = index.spelled(("metro", *texts[:length]))
        if name is not None and len(name.entries) == 1:
            return Hit(start, start + length, name, EXACT)
    return None


def _led_to(context: Context, start: int) -> bool:
    """ "Proche de NAME", "coin NAME", "à la station NAME"."""
    position = start - 1
    while context.text(position) in (lx.OF | lx.ARTICLES):
        position -= 1
    if position < 0 or context.breaks_before(start):
        return False
    word = context.text(position)
    far = word == "loin" and "pas" not in (context.text(position - 1), context.text(position - 2))
    return word in _TO_A_CORNER or (word in lx.NEARNESS and not far)
