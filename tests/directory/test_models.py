"""A secret address is refused by the session, and by the database itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from directory.database import Database
from directory.errors import ConfidentialAddressRefused
from directory.models import Address, Location, ReferralRow, Service, ServiceAtLocation
from tests.directory.conftest import listing, write

ADDRESS = {"address_1": "12, rue des Lilas", "city": "Gatineau", "postal_code": None}


def secret_service(database: Database) -> None:
    write(database, listing("maison", address_confidential=True))


def change_secret_service(database: Database, act: Callable[[Any], None]) -> None:
    secret_service(database)
    with database.session() as session:
        act(session.execute(select(Service)).scalar_one())


def test_session_refuses_address_of_secret_service(empty: Database) -> None:
    def act(service: Any) -> None:
        place = service.service_at_locations[0].location
        place.addresses.append(Address(address_1="12, rue des Lilas", city="Gatineau"))

    with pytest.raises(ConfidentialAddressRefused):
        change_secret_service(empty, act)


def test_session_refuses_coordinates_of_secret_service(empty: Database) -> None:
    def act(service: Any) -> None:
        service.service_at_locations[0].location.latitude = 45.5

    with pytest.raises(ConfidentialAddressRefused):
        change_secret_service(empty, act)


def test_session_refuses_second_place_with_an_address(empty: Database) -> None:
    def act(service: Any) -> None:
        place = Location(name="Gatineau", addresses=[Address(address_1="12, rue des Lilas", city="Gatineau")])
        service.service_at_locations.append(ServiceAtLocation(location=place))

    with pytest.raises(ConfidentialAddressRefused):
        change_secret_service(empty, act)


def test_database_refuses_address_row_of_secret_place(empty: Database) -> None:
    secret_service(empty)
    insert = text(
        "INSERT INTO address (id, location_id, address_1, city, state_province, postal_code, country, "
        "address_type, location_confidential) "
        "SELECT 'x', id, '12, rue des Lilas', '', 'QC', '', 'CA', 'physical', :mark FROM location"
    )
    for mark in (0, 1):
        with pytest.raises(IntegrityError), empty.engine.begin() as connection:
            connection.execute(insert, {"mark": mark})


def test_database_refuses_coordinates_of_secret_place(empty: Database) -> None:
    secret_service(empty)
    with pytest.raises(IntegrityError), empty.engine.begin() as connection:
        connection.execute(text("UPDATE location SET latitude = 45.5"))


def test_address_that_becomes_secret_is_erased(empty: Database) -> None:
    write(empty, listing("maison", addresses=[ADDRESS]))
    write(empty, listing("maison", addresses=[ADDRESS], address_confidential=True))
    with empty.session() as session:
        assert session.execute(select(Address)).first() is None
        assert session.execute(select(Location.confidential)).scalar_one()


def test_sqlite_overwrites_what_is_deleted_and_checks_keys(empty: Database) -> None:
    with empty.session() as session:
        assert session.execute(text("PRAGMA secure_delete")).scalar_one() == 1
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


@pytest.mark.parametrize(
    ("change", "value"),
    [("status", "inactive"), ("confidence", "low"), ("visibility", "hidden"), ("genders", "hommes")],
)
def test_index_follows_every_change_of_a_service(empty: Database, change: str, value: str) -> None:
    write(empty, listing("maison"))
    with empty.session() as session:
        setattr(session.execute(select(Service)).scalar_one(), change, value)
    with empty.session() as session:
        assert getattr(session.execute(select(ReferralRow)).scalar_one(), change) == value


def test_index_follows_phones_and_areas(empty: Database) -> None:
    write(empty, listing("maison"))
    with empty.session() as session:
        service = session.execute(select(Service)).scalar_one()
        service.phones.clear()
        service.service_areas[0].extent = "08"
    with empty.session() as session:
        row = session.execute(select(ReferralRow)).scalar_one()
        assert (row.reach, row.area) == (0, "08")


def test_deleted_service_leaves_no_row_behind(empty: Database) -> None:
    write(empty, listing("maison", addresses=[ADDRESS]))
    with empty.session() as session:
        session.delete(session.execute(select(Service)).scalar_one())
    with empty.session() as session:
        for table in ("service", "phone", "service_area", "attribute", "referral_index", "source"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table


def test_change_dates_the_service(empty: Database) -> None:
    write(empty, listing("maison"))
    with empty.session() as session:
        first = session.execute(select(Service.last_modified)).scalar_one()
    write(empty, listing("maison", phones=[{"number": "819-555-0199"}]))
    with empty.session() as session:
        assert session.execute(select(Service.last_modified)).scalar_one() > first


def test_failed_write_leaves_nothing(empty: Database) -> None:
    with pytest.raises(KeyError):
        write(empty, listing("une"), {"id": "deux"})
    with empty.session() as session:
        assert session.execute(select(Service)).first() is None
