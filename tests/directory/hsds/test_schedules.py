"""OSM hours as weekly rules and back."""

from __future__ import annotations

import pytest

from directory.hsds.schedules import osm_from_schedules, weekly_rules

SAME = [
    "24/7",
    "Mo-Fr 08:30-16:30",
    "Mo-Su 08:00-24:00",
    "Mo,We,Fr 10:00-12:00,13:00-15:00",
    "Mo-Fr 08:00-20:00; Sa-Su 08:00-16:00",
    "Fr-Sa 22:00-04:00",
]


@pytest.mark.parametrize("expression", SAME)
def test_there_and_back(expression: str) -> None:
    assert osm_from_schedules(weekly_rules(expression)) == expression


def test_holidays_are_left_to_the_text() -> None:
    assert weekly_rules("Mo-Fr 08:30-16:30; PH off") == weekly_rules("Mo-Fr 08:30-16:30")


@pytest.mark.parametrize(
    "expression", [None, "", "Jan-Mar Mo 10:00-12:00", "sunrise-sunset", "Mo[1] 10:00-12:00"]
)
def test_what_weeks_cannot_say(expression: str | None) -> None:
    assert weekly_rules(expression) == []


@pytest.mark.parametrize(
    "schedule",
    [
        {"freq": "MONTHLY", "byday": "MO", "opens_at": "10:00", "closes_at": "12:00"},
        {"freq": "WEEKLY", "interval": 2, "byday": "MO", "opens_at": "10:00", "closes_at": "12:00"},
        {"freq": "WEEKLY", "byday": "1MO", "opens_at": "10:00", "closes_at": "12:00"},
        {"freq": "WEEKLY", "opens_at": "10:00", "closes_at": "12:00"},
        {"freq": "WEEKLY", "byday": "MO", "opens_at": "ten", "closes_at": "12:00"},
        {"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00", "closes_at": "12:00", "until": "2026-12-31"},
    ],
)
def test_schedules_we_do_not_claim_to_understand(schedule: dict) -> None:
    assert osm_from_schedules([schedule]) is None


def test_times_with_an_offset_or_seconds() -> None:
    schedule = {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "9:00-05:00", "closes_at": "17:00:00"}
    assert osm_from_schedules([schedule]) == "Mo-Tu 09:00-17:00"
