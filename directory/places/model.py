"""What the gazetteer hands out: one place found in a message, or the choices when its name is ambiguous."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlaceChoice:
    """One of the places an ambiguous name may mean: `region` is a two-digit code, `mrc` its MRC if known."""

    name: str
    region: str
    mrc: str | None = None


@dataclass(frozen=True)
class PlaceMatch:
    """The place where a person says she is.

    - `name`: official name, accents and all; for a former town or a neighbourhood the municipality or
      borough it belongs to.
    - `region`: two-digit code of the Québec administrative region, None when ambiguous, outside Québec
      or only a rural postal prefix.
    - `kind`: municipality, borough, sector, region, mrc, community, fsa, fsa_rural, province_word (a
      vague word such as "Rive-Sud") or outside.
    - `municipality`: the municipality that holds it, where there is exactly one.
    - `lat`, `lon`: degrees, rounded to about a kilometre; `coord_quality`: A to D as in
      directory/data/README.md (never show kilometres for C and D), None when unknown.
    - `span`: start and end of the place in the text that was read.
    - `ambiguous`: the choices, one per region at least, when the name stands in several; else empty.
    - `outside`: the place is outside Québec (`name` kept, `region` None).
    - `loose`: said of somebody else or of another time ("ma mère vit à Amos", "j'ai travaillé à Amos"): it
      says where she is only when nothing else does.
    - `elsewhere`: loose, and she is not there ("je veux retourner à Amos", "il vit à Amos").
    """

    name: str
    region: str | None
    kind: str
    municipality: str | None = None
    lat: float | None = None
    lon: float | None = None
    coord_quality: str | None = None
    span: tuple[int, int] = (0, 0)
    ambiguous: tuple[PlaceChoice, ...] = ()
    outside: bool = False
    loose: bool = False
    elsewhere: bool = False
