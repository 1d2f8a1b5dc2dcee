"""Every way a row can be bad gets its sentence."""

from __future__ import annotations

from typing import Any

import pytest

from directory.exchange.older import from_starter
from directory.exchange.rows import problems_of
from tests.directory.conftest import listing


def test_good_row_has_no_problem() -> None:
    assert problems_of(listing("maison"), 1) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": "Maison d'Ingrid"}, "lower-case"),
        ({"id": None}, "lower-case"),
        ({"name": " "}, "« name » is missing"),
        ({"description": 12}, "must be a text"),
        ({"needs": "hebergement"}, "must be a list"),
        ({"needs": ["dormir"]}, "« dormir »"),
        ({"populations": ["tous"]}, "« tous »"),
        ({"genders": "femme"}, "« genders » must be one of"),
        ({"confidence": "sure"}, "« confidence »"),
        ({"status": "open"}, "« status »"),
        ({"min_age": "18"}, "whole number"),
        ({"min_age": True}, "whole number"),
        ({"max_age": 130}, "whole number"),
        ({"min_age": 30, "max_age": 20}, "above"),
        ({"areas": None}, "« areas » is missing"),
        ({"areas": [{"type": "ville", "extent": "07"}]}, "« type »"),
        ({"areas": [{"type": "region", "extent": "18"}]}, "no region code"),
        ({"areas": [{"type": "mrc", "extent": "07"}]}, "names no mrc"),
        ({"areas": [{"type": "province", "extent": "ON"}]}, "QC, CA or XX"),
        ({"phones": [{"type": "voice"}]}, "« number »"),
        ({"phones": ["811"]}, "« number »"),
        ({"phones": [{"number": "APPELLE"}]}, "no digit"),
        ({"phones": [{"number": "811", "type": "pager"}]}, "pager"),
        ({"opening_hours": "9 à 5"}, "OSM"),
        ({"opening_hours": 9}, "OSM"),
        ({"access": {"piscine": True}}, "« piscine »"),
        ({"access": {"pets": "oui"}}, "true or false"),
        ({"closed_from": "hier"}, "date like"),
        ({"verifications": [{"role": "x", "method": "rêve", "verified_on": "2026-01-01"}]}, "« method »"),
        ({"verifications": [{"role": "x", "method": "phone"}]}, "« verified_on »"),
        ({"sources": ["https://exemple.org"]}, "« url »"),
        ({"website": "exemple.org"}, "http"),
        ({"addresses": [{"city": "Gatineau"}]}, "address_1"),
        ({"address_confidential": True, "addresses": [{"address_1": "1, rue X"}]}, "confidential"),
        ({"address_confidential": True, "description": "Au 12, rue des Lilas."}, "civic address"),
        ({"address_confidential": True, "notes": "Le 1450 boul. Lorrain"}, "civic address"),
    ],
)
def test_bad_row(fields: dict[str, Any], words: str) -> None:
    found = problems_of({**listing("maison"), **fields}, 3)
    assert any(words in problem.message for problem in found), found
    assert all(problem.row == 3 for problem in found)
    assert all(problem.message.endswith(".") for problem in found)


@pytest.mark.parametrize("row", [None, 3, "maison", []])
def test_row_that_is_no_object(row: Any) -> None:
    assert [problem.message for problem in problems_of(row, 1)] == ["it is not an object."]


def test_starter_row_becomes_ours() -> None:
    row = from_starter(
        {
            "id": "aviron",
            "name": "L'Aviron",
            "region_codes": ["13"],
            "coverage": "regions",
            "service_area": ["Laval"],
            "address": "1015, boulevard des Laurentides, Laval (Québec) H7G 2T2",
            "anonymous": True,
            "confidential": None,
            "page_date": 2026,
            "website": "exemple.org",
            "phones": [{"number": "450-933-6610", "type": "voice", "verify_before_publish": True}],
        }
    )
    assert row["areas"] == [{"text": "Laval", "type": "region", "extent": "13"}]
    assert row["addresses"] == [
        {"address_1": "1015, boulevard des Laurentides", "city": "Laval", "postal_code": "H7G 2T2"}
    ]
    assert row["access"] == {"anonymous": True}
    assert row["phones"][0]["to_confirm"] is True
    assert row["website"] == "https://exemple.org"
    assert problems_of(row, 1) == []
