"""Reads from the index the services that could answer a query: all of them, or the best of a crowd."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from directory.indexing import BY_PHONE
from directory.refer.candidates import EXIT_NEED, FRESH_DAYS, OLD_DAYS, Situation
from directory.refer.statements import (
    ALL,
    BEST,
    BEST_AWAKE,
    BEST_EXIT,
    BY_SLUG,
    COUNT,
    HELD_BACK,
    MOST_AREAS,
    TOWN,
    TOWN_AWAKE,
    TOWN_MEANT_FOR_HER,
)

# A need with more rows than this in one place is crowded: the database sorts and the best are looked at.
CROWD, MOST, MOST_AWAKE, MOST_EXIT = 40, 18, 6, 4
ALWAYS = "24/7"


def fetch(
    session: Session, situation: Situation, needs: Iterable[str], areas: Iterable[str] | None = None
) -> list[Any]:
    """Return the index rows of these needs in these areas (her own by default).

    Every row as long as a need has a few hundred; beyond that the best ``MOST`` of those that may be
    shown, as the database orders them, and at night the best that never close besides.
    """
    wanted, inside = list(needs), list(areas if areas is not None else situation.areas)
    if not wanted or not inside:
        return []
    connection = session.connection()
    both = {"needs": wanted, "areas": inside}
    crowded = [row.need for row in connection.execute(COUNT, both) if row.rows > CROWD]
    few = [need for need in wanted if need not in crowded]
    rows = list(connection.execute(ALL, {**both, "needs": few})) if few else []
    shared = {**_terms(situation), **_areas(inside)} if crowded else {}
    for need in crowded:
        terms = {**shared, "need": need}
        rows += (areas is None and _of_the_town(connection, situation, terms)) or _best(
            connection, situation, terms
        )
    return rows


def _best(connection: Any, situation: Situation, terms: dict[str, Any]) -> list[Any]:
    """Return the best rows of a crowded need, as the database sorts them all."""
    said = bool(situation.populations)
    best: list[Any] = connection.execute(BEST[said], {**terms, "most": _most(situation)}).all()
    if situation.awake_only and sum(1 for row in best if _never_closes(row)) < MOST_AWAKE:
        best += connection.execute(BEST_AWAKE[said], {**terms, "most": MOST_AWAKE})
    if terms["need"] == EXIT_NEED:
        best += connection.execute(BEST_EXIT[said], {**terms, "most": MOST_EXIT})
    return best


def _of_the_town(connection: Any, situation: Situation, terms: dict[str, Any]) -> list[Any]:
    """Return the freshest rows of her own town where it has more than can be looked at; else nothing.

    Nobody farther away would come before them, save those who know how one leaves; besides, the best for all
    Québec and, if she said who she is, those of the town that are meant for her.
    """
    most = _most(situation)
    if situation.town is None:
        return []
    found: list[Any] = connection.execute(TOWN, {**terms, "most": most}).all()
    if len(found) < most:
        return []
    said = bool(situation.populations)
    if situation.awake_only and sum(1 for row in found if _never_closes(row)) < MOST_AWAKE:
        found += connection.execute(TOWN_AWAKE, {**terms, "most": MOST_AWAKE})
    if said:
        found += connection.execute(TOWN_MEANT_FOR_HER, {**terms, "most": MOST_AWAKE})
    found += connection.execute(BEST_EXIT[said], {**terms, "most": MOST_EXIT})
    wide = _areas([area for area in situation.areas if area != situation.region])
    found += connection.execute(BEST[said], {**terms, **wide, "most": MOST_AWAKE})
    return found


def _never_closes(row: Any) -> bool:
    return bool(row.opening_hours == ALWAYS and row.reach == BY_PHONE)


def _most(situation: Situation) -> int:
    """Return how many rows are looked at, room for those shown already included."""
    return MOST + situation.query.limit + len(situation.query.exclude)


def _areas(codes: list[str]) -> dict[str, str]:
    return {f"area_{n}": codes[n % len(codes)] for n in range(MOST_AREAS)}


def _terms(situation: Situation) -> dict[str, Any]:
    """Return the values that narrow and order the rows of a crowded need."""
    query, town = situation.query, situation.town
    age = None if query.profile == "proche" else query.age
    gender = query.gender_key
    genders = ["toutes", "femmes", "hommes"]
    if query.profile not in ("proche", "intervenant"):
        buyer = query.profile == "acheteur" or "acheteurs" in query.needs
        own = gender or ("hommes" if buyer else "femmes")
        genders = ["toutes", "femmes" if own == "autre" else own]
    said = [f"|{word}|" for word in sorted(situation.populations)][:3]
    everybody = query.profile == "intervenant" or "immigration" in situation.needs or query.age is None
    latitude, longitude = situation.position or (0.0, 0.0)
    return {
        "professional": 1 if query.profile == "intervenant" else 0,
        **{f"gender_{n}": genders[n % len(genders)] for n in range(3)},
        "oldest": 999 if age is None else age,
        "youngest": -1 if age is None else age,
        "today": situation.today,
        "everybody": 1 if everybody or situation.region == "10" else 0,
        "region": situation.region or "",
        "mrc": f"|mrc:{town.mrc}|" if town else "",
        "town_part": f"|mun:{town.name}|" if town else "",
        "town": town.name if town else "",
        **{f"population_{n}": said[n] if n < len(said) else "#" for n in range(3)},
        "fresh": situation.today - timedelta(days=FRESH_DAYS),
        "old": situation.today - timedelta(days=OLD_DAYS),
        "latitude": latitude,
        "longitude": longitude,
    }


def fetch_held_back(session: Session, situation: Situation, need: str) -> list[Any]:
    """Return the rows of her region for this need whose facts are too unsure to be shown, crowded or not."""
    here = {"needs": [need], "areas": [situation.region]}
    return list(session.connection().execute(HELD_BACK, here)) if situation.region else []


def fetch_slugs(session: Session, slugs: Iterable[str]) -> list[Any]:
    """Return every index row of these services."""
    wanted = list(slugs)
    return list(session.connection().execute(BY_SLUG, {"slugs": wanted})) if wanted else []
