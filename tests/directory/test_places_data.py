"""The place files themselves: regions agree with the register, every name leads somewhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from directory.places.entries import OUTSIDE_KIND, Reader
from directory.places.gazetteer import DATA_FOLDER
from directory.places.index import NameIndex
from directory.places.text import words

REGIONS = {f"{number:02d}" for number in range(1, 18)}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA_FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def holders() -> set[tuple[str, str]]:
    return {(row["name"], row["region_code"]) for row in rows("municipalites.csv")}


@pytest.mark.parametrize("file", ["lieux_supplementaires.csv", "neighbourhoods.csv", "communities.csv"])
def test_a_place_is_in_the_region_of_its_municipality(file: str, holders: set[tuple[str, str]]) -> None:
    wrong = [
        row["name"]
        for row in rows(file)
        if row["municipality"] and (row["municipality"], row["region_code"]) not in holders
    ]
    assert wrong == []


def test_boroughs_of_neighbourhoods_are_listed() -> None:
    boroughs = {row["name"] for row in rows("neighbourhoods.csv") if row["kind"] == "borough"}
    named = {row["borough"] for row in rows("neighbourhoods.csv") if row["borough"]}
    assert named <= boroughs


def test_every_corrected_region_says_why() -> None:
    changed = [row for row in rows("lieux_supplementaires.csv") if "region was" in row["correction"]]
    assert len(changed) == 21
    assert all(row["region_code"] in REGIONS for row in changed)


def test_towns_of_postal_prefixes_are_in_the_region_of_the_prefix(holders: set[tuple[str, str]]) -> None:
    region = {row["fsa"]: row["region_code"] for row in rows("fsa.csv")}
    wrong = [row for row in rows("fsa_towns.csv") if (row["municipality"], region[row["fsa"]]) not in holders]
    assert wrong == []
    assert all(row["fsa"][1] != "0" for row in rows("fsa_towns.csv"))


def test_all_seventeen_regions_have_their_word() -> None:
    named = {row["region_code"] for row in rows("region_words.csv")}
    assert named >= REGIONS - {"06", "13"}  # Montréal and Laval are towns of the same name


def test_entries_have_regions_unless_outside() -> None:
    for named in Reader(DATA_FOLDER).all():
        assert bool(named.entry.regions) == (named.entry.kind != OUTSIDE_KIND)
        assert set(named.entry.regions) <= REGIONS


def test_ordinary_names_are_names_of_places() -> None:
    """A name whose place was renamed would leave a rule without object."""
    index = NameIndex(DATA_FOLDER)
    unknown = [
        form
        for row in rows("ordinary_names.csv")
        for form in row["names"].split("|")
        if "".join(words(form)) not in index.exact
    ]
    assert unknown == []


def test_common_words_hold_no_large_town() -> None:
    index = NameIndex(Path(DATA_FOLDER))
    large = {
        "".join(words(row["name"]))
        for row in rows("municipalites.csv")
        if int(row["population"] or 0) > 30_000 and len(words(row["name"])) == 1
    }
    assert large & index.common <= {"montreal", "quebec"}
