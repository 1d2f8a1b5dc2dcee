"""Directories of any size for measurements, and the questions people ask them. Seeded: always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from directory.database import Database
from directory.geography import QUEBEC, Town, towns
from directory.indexing import NEEDS, POPULATIONS, rows_of
from directory.models import (
    ACCESS_ATTRIBUTES,
    Attribute,
    Language,
    Organization,
    Phone,
    ReferralRow,
    Schedule,
    Service,
    ServiceArea,
    Verification,
    stable_id,
)
from directory.places import PlaceMatch
from directory.records import ensure_taxonomies
from directory.refer import Query
from directory.vocabulary import vocabulary

TODAY = date(2026, 11, 24)
SIZES = (230, 10_000, 100_000)
HOURS = ("24/7", "Mo-Fr 08:30-16:30; PH off", "Mo-Su 09:00-21:00", "Mo,We 13:00-16:00", None, None)
# As in the starter directory: shelter, violence, food, crisis are many, buyers' programmes are few.
_COMMON = ("hebergement", "violence_conjugale", "aide_alimentaire", "suicide_detresse", "soutien_proches")
BATCH = 2_000


@lru_cache(maxsize=1)
def _by_population() -> tuple[list[Town], list[int]]:
    """Return the towns and the running sum of their populations."""
    places = [town for town in towns().values() if town.latitude is not None]
    total, sums = 0, []
    for town in places:
        total += max(town.population, 50)
        sums.append(total)
    return places, sums


def a_town(chance: random.Random) -> Town:
    """Draw a town, the bigger the likelier."""
    places, sums = _by_population()
    return chance.choices(places, cum_weights=sums)[0]


def _some_needs(chance: random.Random, most: int) -> list[str]:
    keys = list(vocabulary().needs)
    weights = [4 if key in _COMMON else 1 for key in keys]
    return list(dict.fromkeys(chance.choices(keys, weights, k=chance.randint(1, most))))


def a_service(number: int, chance: random.Random) -> Any:
    """Return a service as the index reads it: every field of the tables it will fill."""
    town = a_town(chance)
    slug = f"service-{number:06}"
    kind = chance.random()
    if kind < 0.03:
        areas = [("province", "QC")]
    elif kind < 0.45:
        areas = [("region", town.region)]
    elif kind < 0.8:
        areas = [("mrc", f"{town.region}/{town.mrc}")]
    else:
        areas = [("municipality", f"{town.region}/{town.name}")]
    low = chance.choice([None, None, None, 12, 16, 18])
    high = chance.choice([None, None, None, None, 25, 35])
    needs = _some_needs(chance, 4)
    terms = [(NEEDS, need) for need in needs]
    if chance.random() < 0.25:
        terms.append((POPULATIONS, chance.choice(list(vocabulary().populations))))
    has_phone = chance.random() < 0.85
    return SimpleNamespace(
        id=stable_id("service", slug),
        slug=slug,
        organization_id=stable_id("organization", str(number % 5000)),
        name=f"Service {number}",
        description="Accueil, écoute et accompagnement des personnes du secteur.",
        url=f"https://exemple.org/{number}" if chance.random() < 0.7 else None,
        email=None,
        chat_url=None,
        status="active" if chance.random() < 0.97 else "inactive",
        minimum_age=low,
        maximum_age=high,
        genders=chance.choices(["toutes", "femmes", "hommes"], [60, 32, 8])[0],
        populations_only=[],
        coverage="province" if areas[0][1] == "QC" else "regions",
        municipality=town.name,
        confidence=chance.choices(["high", "medium", "low"], [40, 55, 5])[0],
        visibility=chance.choices(["public", "professionals", "hidden"], [95, 4, 1])[0],
        exit_specialised="sortie_prostitution" in needs and chance.random() < 0.3,
        same_line_as=None,
        address_confidential=False,
        closed_from=None,
        closed_until=None,
        conflicts=[],
        decisions=[],
        **{key: (True if chance.random() < 0.15 else None) for key in ACCESS_ATTRIBUTES},
        phones=[
            SimpleNamespace(
                number=f"819-555-{number % 10000:04}",
                type="voice",
                confidence="high",
                region_codes=[],
                to_confirm=False,
            )
        ]
        if has_phone
        else [],
        schedules=[SimpleNamespace(opening_hours=hours, description=hours)]
        if (hours := chance.choice(HOURS))
        else [],
        service_areas=[SimpleNamespace(extent_type=kind, extent=extent) for kind, extent in areas],
        languages=[SimpleNamespace(code="fr", name="français")],
        verifications=[SimpleNamespace(verified_on=TODAY - timedelta(days=chance.randint(0, 300)))],
        attributes=[
            SimpleNamespace(taxonomy_term=SimpleNamespace(taxonomy=taxonomy, code=code))
            for taxonomy, code in terms
        ],
        service_at_locations=[],
    )


def fill(database: Database, size: int, seed: int = 7) -> None:
    """Migrate ``database`` and write ``size`` services into it, index included, in plain inserts."""
    database.migrate()
    chance = random.Random(seed)
    with database.session() as session:
        ensure_taxonomies(session)
        names = [
            {"id": stable_id("organization", str(number)), "name": f"Organisme {number}", "description": ""}
            for number in range(min(size, 5000))
        ]
        session.execute(Organization.__table__.insert(), names)
        for start in range(0, size, BATCH):
            batch = [a_service(number, chance) for number in range(start, min(size, start + BATCH))]
            for table, rows in _rows(batch):
                if rows:
                    session.execute(table.insert(), rows)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What autovacuum does by itself on a server that lives longer than a measurement.
        connection.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")


def _rows(batch: list[Any]) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    columns = [column.name for column in Service.__table__.columns]
    yield (
        Service.__table__,
        [{name: value for name, value in vars(one).items() if name in columns} for one in batch],
    )
    for model, part in (
        (Phone, "phones"),
        (Schedule, "schedules"),
        (ServiceArea, "service_areas"),
        (Language, "languages"),
    ):
        yield (
            model.__table__,
            [
                {
                    **vars(item),
                    "service_id": one.id,
                    "position": place,
                    "id": stable_id(part, one.slug, str(place)),
                }
                for one in batch
                for place, item in enumerate(getattr(one, part))
            ],
        )
    yield (
        Verification.__table__,
        [
            {
                "id": stable_id("verification", one.slug),
                "service_id": one.id,
                "role": "intervenante",
                "method": "phone",
                "verified_on": one.verifications[0].verified_on,
            }
            for one in batch
        ],
    )
    yield (
        Attribute.__table__,
        [
            {
                "id": stable_id("attribute", one.slug, str(place)),
                "link_id": one.id,
                "link_entity": "service",
                "link_type": item.taxonomy_term.taxonomy,
                "taxonomy_term_id": stable_id("term", item.taxonomy_term.taxonomy, item.taxonomy_term.code),
                "position": place,
            }
            for one in batch
            for place, item in enumerate(one.attributes)
        ],
    )
    yield ReferralRow.__table__, [row for one in batch for row in rows_of(one)]


def questions(count: int, seed: int = 11) -> list[Query]:
    """Return questions as they come: mostly one need, mostly from towns, by day and by night."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        town = a_town(chance)
        place = PlaceMatch(
            name=town.name,
            region=town.region,
            kind="municipality",
            municipality=town.name,
            lat=town.latitude,
            lon=town.longitude,
            coord_quality=town.coord_quality,
        )
        day = datetime(2026, 11, chance.randint(20, 26), chance.randint(0, 23), 30, tzinfo=QUEBEC)
        found.append(
            Query(
                needs=tuple(_some_needs(chance, chance.choice([1, 1, 1, 2, 3]))),
                place=None if chance.random() < 0.05 else place,
                age=chance.choice([None, None, 16, 19, 24, 31, 45]),
                profile=chance.choices(["personne", "proche", "intervenant", "acheteur"], [80, 10, 8, 2])[0],
                populations=(chance.choice(list(vocabulary().populations)),) if chance.random() < 0.2 else (),
                at=day,
            )
        )
    return found
