"""Whatever the directory and whatever the question: no hard limit is ever broken, the order never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from directory.database import Database
from directory.geography import QUEBEC, town_named
from directory.indexing import reindex
from directory.places import PlaceMatch
from directory.records import put_record
from directory.refer import Query, Referral, fetching, refer
from directory.refer.candidates import DEFAULT_NEEDS
from tests.directory.conftest import new_database, place

NEEDS = ["hebergement", "violence_conjugale", "soutien_proches", "acheteurs", "sortie_prostitution"]
TOWNS = ["Gatineau", "Ripon", "Maniwaki", "Rouyn-Noranda", "Montréal"]
AREAS = [
    {"type": "region", "extent": "07"},
    {"type": "region", "extent": "08"},
    {"type": "mrc", "extent": "07/Papineau"},
    {"type": "municipality", "extent": "07/Gatineau"},
    {"type": "province", "extent": "QC"},
    {"type": "country", "extent": "CA"},
    {"type": "country", "extent": "XX"},
]
TODAY = date(2026, 11, 24)
USUAL = settings().max_examples
"""Examples of a property: fewer in `make test-fast`."""
days = st.none() | st.integers(-40, 40).map(lambda step: (TODAY + timedelta(days=step)).isoformat())


@st.composite
def listings(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        low = draw(st.none() | st.integers(0, 40))
        high = draw(st.none() | st.integers(low or 0, 90))
        found.append(
            {
                "id": f"service-{number}",
                "name": f"Service {number}",
                "organization": "Organisme",
                "needs": draw(st.lists(st.sampled_from(NEEDS), min_size=1, max_size=3, unique=True)),
                "areas": draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique_by=str)),
                "municipality": draw(st.sampled_from([None, *TOWNS])),
                "genders": draw(st.sampled_from(["toutes", "femmes", "hommes"])),
                "min_age": low,
                "max_age": high,
                "status": draw(st.sampled_from(["active", "active", "active", "inactive", "defunct"])),
                "visibility": draw(st.sampled_from(["public", "public", "professionals", "hidden"])),
                "confidence": draw(st.sampled_from(["high", "medium", "low"])),
                "closed_from": draw(days),
                "closed_until": draw(days),
                "exit_specialised": draw(st.booleans()),
                "same_line_as": draw(st.sampled_from([None, None, "service-0", "autre"])),
                "phones": draw(st.sampled_from([[], [{"number": "819-555-0100"}]])),
                "website": draw(st.sampled_from([None, "https://exemple.org"])),
                "opening_hours": draw(st.sampled_from([None, "24/7", "Mo-Fr 09:00-17:00; PH off"])),
                "address_confidential": draw(st.booleans()),
            }
        )
    return found


@st.composite
def queries(draw: st.DrawFn) -> Query:
    town = draw(st.sampled_from([None, *TOWNS, "07", "dehors"]))
    if town is None:
        where = None
    elif town == "07":
        where = PlaceMatch("Outaouais", "07", "region")
    elif town == "dehors":
        where = PlaceMatch("Toronto", None, "outside", outside=True)
    else:
        where = place(town)
    return Query(
        needs=tuple(draw(st.lists(st.sampled_from(NEEDS), max_size=3, unique=True))),
        place=where,
        age=draw(st.none() | st.integers(10, 70)),
        gender=draw(st.sampled_from([None, "femme", "homme", "non binaire"])),
        profile=draw(st.sampled_from(["personne", "proche", "intervenant", "acheteur"])),
        at=datetime(2026, 11, 24, draw(st.integers(0, 23)), 30, tzinfo=QUEBEC),
        limit=draw(st.integers(0, 5)),
        exclude=frozenset(draw(st.sets(st.sampled_from(["service-0", "service-1"])))),
    )


@lru_cache(maxsize=1)
def blank() -> Database:
    return new_database()


def ask(records: list[dict[str, Any]], query: Query) -> Referral:
    """Answer ``query`` from a directory of ``records``, which is gone again afterwards."""
    with Session(blank().engine, future=True) as session:
        for record in records:
            put_record(session, record)
        reindex(session)
        first = refer(session, query)
        assert refer(session, query) == first
        crowded = refer_crowded(session, query)
        session.rollback()
    # What the database sorts for a crowded need is what we sort ourselves for another.
    assert (crowded.services, crowded.line, crowded.notes) == (first.services, first.line, first.notes)
    return first


def refer_crowded(session: Session, query: Query) -> Referral:
    """Answer as if every need had more services than can be looked at one by one."""
    usual = fetching.CROWD
    fetching.CROWD = 0
    try:
        return refer(session, query)
    finally:
        fetching.CROWD = usual


def serves(record: dict[str, Any], query: Query) -> bool:
    """Whether the areas of a listing hold the place of the query."""
    codes = {area["extent"] for area in record["areas"]}
    if query.place is not None and query.place.outside:
        return bool(codes & {"CA", "XX"})
    if codes & {"QC", "CA"}:
        return True
    region = query.place.region if query.place else None
    if region is None:
        return False
    if region in codes:
        return True
    town = town_named(query.place.municipality, region) if query.place else None
    parts = {code for code in codes if code.startswith(f"{region}/")}
    if town is None:
        return bool(parts)
    return f"{region}/{town.mrc}" in parts or f"{region}/{town.name}" in parts


@settings(max_examples=2 * USUAL, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(listings(), queries())
def test_no_hard_limit_is_ever_broken(records: list[dict[str, Any]], query: Query) -> None:
    found = ask(records, query)
    by_id = {record["id"]: record for record in records}
    shown = [*found.services, *([found.line] if found.line else [])]
    assert len(found.services) <= query.limit
    assert len({one.id for one in shown}) == len(shown)
    lines = [by_id[one.id]["same_line_as"] or one.id for one in shown]
    assert len(set(lines)) == len(lines)
    assert not {one.id for one in shown} & {one.id for one in found.rejected}
    for service in shown:
        record = by_id[service.id]
        assert record["status"] == "active"
        assert record["visibility"] == "public" or (
            record["visibility"] == "professionals" and query.profile == "intervenant"
        )
        assert record["confidence"] != "low"
        assert not closed(record)
        relative = query.profile == "proche" and "soutien_proches" in record["needs"]
        if query.age is not None and not relative:
            assert record["min_age"] is None or record["min_age"] <= query.age
            assert record["max_age"] is None or record["max_age"] >= query.age
        if not relative:
            allowed = {"femme": "femmes", "homme": "hommes", "non binaire": "toutes"}.get(query.gender or "")
            if query.gender is None and query.profile != "intervenant":
                buyer = query.profile == "acheteur" or "acheteurs" in query.needs
                allowed = "hommes" if buyer else "femmes"
            assert allowed is None or record["genders"] in ("toutes", allowed)
        if service is found.line or serves(record, query):
            assert service is not found.line or {area["extent"] for area in record["areas"]} & {
                "QC",
                "CA",
                "XX",
            }
        else:
            assert "hors de" in service.reasons[0] or "autre secteur" in service.reasons[0]
            assert (
                any(note.kind in ("far", "nothing", "related") for note in found.notes)
                or "secteur" in service.reasons[0]
            )
    assert {one.id for one in found.services}.isdisjoint(query.exclude)
    check_numbers(records, query, found)


def check_numbers(records: list[dict[str, Any]], query: Query, found: Referral) -> None:
    """The person holds a phone: those without a number give way, save one who knows how one leaves."""
    if not found.services:
        return
    by_id = {record["id"]: record for record in records}
    everyone = ask(records, replace(query, limit=20)).services
    if any(one.phones for one in everyone):
        assert any(one.phones for one in found.services)
    needs = set(query.needs or DEFAULT_NEEDS[query.profile])
    shown = {one.id for one in found.services}
    rooms = {by_id[one.id]["same_line_as"] or one.id for one in found.services}
    for rank, one in enumerate(found.services):
        record = by_id[one.id]
        wanted = needs & set(record["needs"])
        if one.phones or not wanted:
            continue
        if record["exit_specialised"] and "sortie_prostitution" in wanted:
            assert rank <= 2
            continue
        for other in everyone:
            better = other.phones and "hors de" not in other.reasons[0] and other.id not in shown
            twin = (by_id[other.id]["same_line_as"] or other.id) in rooms
            assert not (better and not twin and wanted <= set(other.needs)), (one.id, other.id)


def closed(record: dict[str, Any]) -> bool:
    start, end = record["closed_from"], record["closed_until"]
    if start is None and end is None:
        return False
    today = TODAY.isoformat()
    return (start is None or start <= today) and (end is None or today <= end)


@settings(max_examples=USUAL * 3 // 5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(listings(), queries(), st.randoms(use_true_random=False))
def test_order_does_not_depend_on_how_rows_were_written(
    records: list[dict[str, Any]], query: Query, shuffler: Any
) -> None:
    mixed = list(records)
    shuffler.shuffle(mixed)
    one, other = ask(records, query), ask(mixed, query)
    assert [service.id for service in one.services] == [service.id for service in other.services]
    assert (one.line and one.line.id) == (other.line and other.line.id)
    assert one.notes == other.notes
    assert sorted(map(str, one.rejected)) == sorted(map(str, other.rejected))
