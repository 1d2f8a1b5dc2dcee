"""What the public pages may show, and what they never show."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.web.centre.listings import Catalogue, serving
from bot.web.centre.map import tiles
from bot.web.centre.needs import GROUPS, HEADINGS
from directory.database import Database, create_database
from directory.models import Phone, Service
from directory.starter import read_starter
from directory.vocabulary import vocabulary


@pytest.fixture
def own(tmp_path: Path, directory: Database) -> Database:
    """A copy of the directory that a test may change."""
    shutil.copy(directory.url.removeprefix("sqlite:///"), tmp_path / "directory.db")
    return create_database(f"sqlite:///{tmp_path / 'directory.db'}")


def _change(database: Database, slug: str, **values: object) -> None:
    with database.session() as session:
        service = session.execute(select(Service).where(Service.slug == slug)).scalar_one()
        for name, value in values.items():
            setattr(service, name, value)


def test_low_confidence_is_not_public(directory: Database) -> None:
    listings = Catalogue(directory).listings()
    low = {row["id"] for row in read_starter() if row["confidence"] == "low"}
    assert low
    assert not low & set(listings)


@pytest.mark.parametrize(
    "values",
    [
        {"visibility": "hidden"},
        {"visibility": "professionals"},
        {"status": "defunct"},
        {"status": "inactive"},
    ],
)
def test_a_listing_taken_away_is_gone_at_once(own: Database, values: dict[str, str]) -> None:
    catalogue = Catalogue(own)
    assert "csa-gatineau" in catalogue.listings()
    _change(own, "csa-gatineau", **values)
    assert "csa-gatineau" not in catalogue.listings()


def test_a_corrected_number_shows_at_once(own: Database) -> None:
    catalogue = Catalogue(own)
    before = catalogue.listings()["csa-gatineau"].calls
    with own.session() as session:
        phone = (
            session.execute(
                select(Phone)
                .join(Service, Service.id == Phone.service_id)
                .where(Service.slug == "csa-gatineau")
            )
            .scalars()
            .first()
        )
        phone.number = "819 555-0100"
    assert catalogue.listings()["csa-gatineau"].calls != before


def test_unchanged_listings_are_not_read_again(own: Database) -> None:
    clock = [0.0]
    catalogue = Catalogue(own, clock=lambda: clock[0])
    first = catalogue.listings()
    assert catalogue.listings() is first
    clock[0] = 61.0
    assert catalogue.listings() is not first


def test_numbers_of_low_confidence_are_shown_to_nobody(directory: Database) -> None:
    low = {
        (row["id"], phone["number"])
        for row in read_starter()
        for phone in row["phones"]
        if phone["confidence"] == "low"
    }
    shown = {
        (listing.slug, call.number)
        for listing in Catalogue(directory).listings().values()
        for call in listing.calls
    }
    assert not low & shown


def test_confidential_addresses_stand_nowhere(client, directory: Database) -> None:
    secret = [
        row["id"] for row in read_starter() if row["address_confidential"] and row["confidence"] != "low"
    ]
    assert len(secret) > 10
    listings = Catalogue(directory).listings()
    for slug in secret:
        assert listings[slug].addresses == ()
        page = client.get(f"/ressources/service/{slug}").text
        assert "Confidentielle : elle vous sera dite au téléphone." in page


def test_a_region_shows_its_own_first_and_the_lines_apart(directory: Database) -> None:
    near, wide = serving(Catalogue(directory).listings().values(), need="hebergement", region="07")
    assert near
    assert all("07" in listing.regions for listing in near)
    assert all(listing.wide and not listing.regions for listing in wide)


def test_the_state_of_the_hour(directory: Database) -> None:
    listing = Catalogue(directory).listings()["sos-violence-conjugale"]
    assert listing.state(datetime(2026, 11, 24, 8, tzinfo=UTC)) == "ouvert jour et nuit"


def test_every_need_stands_in_one_group() -> None:
    grouped = [need for _, needs in GROUPS for need in needs]
    assert sorted(grouped) == sorted(vocabulary().needs)
    assert set(HEADINGS) == set(vocabulary().needs)


def test_the_map_has_every_region_once_and_no_tile_covers_another() -> None:
    found = tiles({"07": 3})
    assert sorted(tile.code for tile in found) == sorted(vocabulary().regions)
    cells = [
        (tile.x // 100 + step, tile.y // 100) for tile in found for step in range((tile.width + 6) // 100)
    ]
    assert len(cells) == len(set(cells))
