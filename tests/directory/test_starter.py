"""The starter data in the project is that of the collection: same ids, numbers, sources, confidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from directory.database import Database, create_database
from directory.errors import DataFileInvalid
from directory.exchange.rows import problems_of
from directory.geography import towns
from directory.models import Service
from directory.records import record_of
from directory.starter import ensure_starter, read_starter
from directory.vocabulary import vocabulary
from tests.directory.conftest import listing, shared, write

# What the project changed knowingly; each listing says why under « decisions ».
DECIDED = {
    "coverage",
    "min_age",
    "max_age",
    "populations",
    "description",
    "genders",
    "website",
    "municipality",
}


def test_all_services_are_there_with_sources_and_confidence() -> None:
    listings = read_starter()
    assert len(listings) == 230
    assert len({one["id"] for one in listings}) == 230
    for one in listings:
        assert one["sources"], one["id"]
        assert one["confidence"] in ("high", "medium", "low")
        assert one["verifications"], one["id"]


def test_every_listing_passes_the_checks_of_an_import() -> None:
    assert [str(p) for row, one in enumerate(read_starter(), 1) for p in problems_of(one, row)] == []


def test_listings_are_those_collected() -> None:
    collected = {one["id"]: one for one in json.loads(shared("directory/services.json").read_text("utf-8"))}
    ours = {one["id"]: one for one in read_starter()}
    assert collected.keys() == ours.keys()
    for slug, original in collected.items():
        one = ours[slug]
        assert [p["number"] for p in one["phones"]] == [p["number"] for p in original["phones"]], slug
        assert [s["url"] for s in one["sources"]] == [s["url"] for s in original["sources"]], slug
        for key in (
            "name",
            "organization",
            "needs",
            "confidence",
            "same_line_as",
            "address_confidential",
            "eligibility",
        ):
            assert one[key] == original[key], (slug, key)
        for key in DECIDED:
            assert one[key] == original[key] or one["decisions"], (slug, key)
        codes = {area["extent"].partition("/")[0] for area in one["areas"]}
        assert set(original["region_codes"]) <= codes, slug


def test_places_of_the_listings_exist() -> None:
    known = {(town.region, town.name) for town in towns().values()}
    districts = {(town.region, town.mrc) for town in towns().values()}
    names = {name for _, name in known}
    for one in read_starter():
        assert one["municipality"] is None or one["municipality"] in names, one["id"]
        for area in one["areas"]:
            region, _, part = area["extent"].partition("/")
            if area["type"] == "mrc":
                assert (region, part) in districts, (one["id"], area)
            elif area["type"] == "municipality":
                assert (region, part) in known, (one["id"], area)


def test_no_confidential_listing_holds_an_address() -> None:
    assert sum(1 for one in read_starter() if one["address_confidential"]) == 32
    assert not [one["id"] for one in read_starter() if one["address_confidential"] and one["addresses"]]


@pytest.mark.slow
def test_second_load_adds_nothing_and_keeps_corrections(tmp_path: Path) -> None:
    database = create_database(f"sqlite:///{tmp_path / 'directory.db'}")
    assert ensure_starter(database).added == 230
    with database.session() as session:
        service = session.execute(select(Service).where(Service.slug == "la-sortie")).scalar_one()
        service.name = "La Sortie (corrigé)"
    again = ensure_starter(database)
    assert (again.added, again.total) == (0, 230)
    with database.session() as session:
        names = session.execute(select(Service.name).where(Service.slug == "la-sortie")).scalar_one()
    assert names == "La Sortie (corrigé)"
    database.close()


def test_missing_listing_is_added(empty: Database) -> None:
    write(empty, listing("la-mienne"))
    with empty.session() as session:
        assert session.execute(select(Service.slug)).scalars().all() == ["la-mienne"]


def test_what_was_written_reads_back(starter: Database) -> None:
    with starter.session() as session:
        found = {one["id"]: one for one in map(record_of, session.execute(select(Service)).scalars())}
    assert found == {one["id"]: one for one in read_starter()}


@pytest.mark.parametrize("text", ["", "[]", '{"format": "other/1", "services": []}', "{"])
def test_broken_file_is_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "services.json"
    path.write_text(text)
    with pytest.raises(DataFileInvalid, match=r"\.$"):
        read_starter(path)


def test_vocabulary_is_that_of_the_project() -> None:
    import yaml

    fixed = yaml.safe_load(shared("taxonomy.yml").read_text("utf-8"))
    words = vocabulary()
    assert list(words.needs) == list(fixed["needs"])
    assert list(words.populations) == fixed["populations"]
    assert list(words.profiles) == fixed["profiles"]
    assert words.regions == fixed["regions"]
    assert set(words.urgency) == set(words.needs)
    assert set(words.related) == set(words.needs)
    assert set(words.neighbours) == set(words.in_region) == set(words.regions)
    for region, others in words.neighbours.items():
        for other in others:
            assert region in words.neighbours[other], (region, other)


def test_lines_of_the_vocabulary_are_in_the_directory() -> None:
    slugs = {one["id"] for one in read_starter()}
    words = vocabulary()
    named = {slug for found in words.lines.values() for slug in found}
    for name, rules in words.line_rules.items():
        if name != "acute":
            named |= {slug for found in rules.values() for slug in found}
    assert named <= slugs
