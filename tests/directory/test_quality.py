"""What `sentier directory check` finds, and what the numbers count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from directory.coverage import as_csv, coverage, write_png
from directory.database import Database
from directory.quality import check, number_problem, stats
from tests.directory.conftest import line, listing, write

TODAY = date(2026, 11, 24)
WELL = {"opening_hours": "24/7", "phones": [{"number": "819-595-2300", "type": "voice"}]}


def kinds(database: Database, slug: str = "maison") -> set[str]:
    with database.session() as session:
        return {one.kind for one in check(session, TODAY) if one.id == slug}


def test_good_listing_has_nothing_to_say(empty: Database) -> None:
    write(empty, listing("maison", **WELL))
    assert kinds(empty) == set()


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"phones": []}, "missing_phone"),
        ({"phones": [{"number": "819-555-01"}]}, "bad_number"),
        ({"phones": [{"number": "741741", "type": "sms"}]}, "bad_number"),
        ({"areas": []}, "no_area"),
        ({"needs": []}, "no_need"),
        ({"opening_hours": None}, "no_hours"),
        ({"verifications": []}, "never_verified"),
        (
            {
                "verifications": [
                    {"role": "x", "method": "phone", "verified_on": "2026-01-01", "next_due": "2026-04-01"}
                ]
            },
            "overdue",
        ),
        ({"verifications": [{"role": "x", "method": "phone", "verified_on": "2025-11-23"}]}, "year_overdue"),
        (
            {"verifications": [{"role": "x", "method": "public_pages", "verified_on": "2026-11-01"}]},
            "never_called",
        ),
        ({"description": "a" * 400}, "too_long"),
        ({"confidence": "low"}, "low_confidence"),
    ],
)
def test_finding(empty: Database, fields: dict[str, Any], kind: str) -> None:
    write(empty, listing("maison", **{**WELL, **fields}))
    assert kind in kinds(empty)


def test_address_that_slipped_into_a_text(empty: Database) -> None:
    write(empty, listing("maison", address_confidential=True, **WELL))
    with empty.engine.begin() as connection:
        connection.execute(text("UPDATE service SET description = 'Au 12, rue des Lilas'"))
    assert "address_leak" in kinds(empty)


def test_same_number_twice(empty: Database) -> None:
    write(
        empty,
        listing("maison", **WELL),
        listing("autre", **WELL),
        listing("meme", same_line_as="maison", **WELL),
        listing("poste", opening_hours="24/7", phones=[{"number": "819-595-2300", "extension": 2}]),
    )
    assert "shared_number" not in kinds(empty)
    assert "shared_number" in kinds(empty, "autre")
    assert "shared_number" not in kinds(empty, "meme")
    assert "shared_number" not in kinds(empty, "poste")


@pytest.mark.parametrize(
    ("number", "kind", "good"),
    [
        ("911", "voice", True),
        ("811", "voice", True),
        ("211", "voice", True),
        ("988", "voice", True),
        ("310-4141", "voice", True),
        ("*4141", "voice", True),
        ("535353", "sms", True),
        ("1-866-277-3553", "voice", True),
        ("819-595-2300", "voice", True),
        ("819-595-23", "voice", False),
        ("000-000-0000", "voice", False),
        ("12", "voice", False),
        ("appelle", "voice", False),
        ("741741", "sms", False),
    ],
)
def test_number(number: str, kind: str, good: bool) -> None:
    assert (number_problem(number, kind) is None) is good


def test_starter_directory_has_no_error(starter: Database) -> None:
    with starter.session() as session:
        found = check(session, TODAY)
    assert [one for one in found if one.severity == "error"] == []


def test_stats_of_the_starter_directory(starter: Database) -> None:
    with starter.session() as session:
        found = stats(session, TODAY)
    assert (found["services"], found["confidential_addresses"]) == (230, 32)
    assert found["confidence"] == {"medium": 109, "high": 94, "low": 27}
    assert sum(found["status"].values()) == 230


def test_coverage_counts_what_the_public_sees(empty: Database) -> None:
    write(
        empty,
        listing("une"),
        listing("deux", phones=[], website="https://exemple.org"),
        listing("basse", confidence="low"),
        listing("fermee", status="inactive"),
        line("ligne"),
    )
    with empty.session() as session:
        found = coverage(session, TODAY)
    cell = found.cell("hebergement", "07")
    assert (cell.services, cell.with_phone, cell.fresh, cell.median_days) == (2, 1, 2, 23)
    assert found.cell("hebergement", "QC").services == 1
    assert len(found.holes()) == 27 * 17 - 1
    assert "hebergement,07,Outaouais,2,1,2,23" in as_csv(found)
    assert as_csv(found).count("\n") == 27 * 18 + 1


def test_picture_is_drawn(starter: Database, tmp_path: Any) -> None:
    with starter.session() as session:
        write_png(coverage(session, TODAY), tmp_path / "new" / "coverage.png")
    assert (tmp_path / "new" / "coverage.png").read_bytes().startswith(b"\x89PNG")
