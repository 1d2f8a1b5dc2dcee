"""Opening hours: the state at an instant, the next change, and the words for it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from directory.errors import InvalidOpeningHours
from directory.geography import ISLANDS, LOWER_NORTH_SHORE, QUEBEC, zone_of
from directory.hours import hours_at, is_office_time, phrase, public_holidays, validate, with_holidays

OFFICE = "Mo-Fr 08:30-16:30; PH off"
DAILY = "Mo-Su 08:00-24:00"
NIGHT = "Mo-Su 18:00-12:00"
SPLIT = "Mo-Fr 08:00-12:00,13:00-16:30; PH off"
WEEKEND = "Mo-Fr 08:00-20:00; Sa-Su 08:00-16:00; PH unknown"


@pytest.mark.parametrize(
    ("case", "expression", "at", "is_open", "words"),
    [
        ("toujours ouvert", "24/7", "2026-06-24T03:00", True, "ouvert jour et nuit"),
        ("un mardi", OFFICE, "2026-11-24T10:00", True, "ouvert, ferme à 16 h 30"),
        ("la minute de l'ouverture", OFFICE, "2026-11-24T08:30", True, "ouvert, ferme à 16 h 30"),
        ("la minute de la fermeture", OFFICE, "2026-11-24T16:30", False, "fermé, ouvre mercredi à 8 h 30"),
        ("avant l'ouverture", OFFICE, "2026-11-24T02:00", False, "fermé, ouvre à 8 h 30"),
        ("un samedi", OFFICE, "2026-11-28T10:00", False, "fermé, ouvre lundi à 8 h 30"),
        ("un dimanche", OFFICE, "2026-11-29T23:00", False, "fermé, ouvre lundi à 8 h 30"),
        ("la Saint-Jean", OFFICE, "2026-06-24T10:00", False, "fermé, ouvre jeudi à 8 h 30"),
        ("la veille de la Saint-Jean", OFFICE, "2026-06-23T23:59", False, "fermé, ouvre jeudi à 8 h 30"),
        ("le 1er juillet", OFFICE, "2026-07-01T10:00", False, "fermé, ouvre jeudi à 8 h 30"),
        ("la fête des patriotes", OFFICE, "2026-05-18T10:00", False, "fermé, ouvre mardi à 8 h 30"),
        ("le jour de l'An", OFFICE, "2027-01-01T10:00", False, "fermé, ouvre lundi à 8 h 30"),
        ("la Famille, fériée ailleurs", OFFICE, "2026-02-16T10:00", True, "ouvert, ferme à 16 h 30"),
        ("23 h 59", DAILY, "2026-11-24T23:59", True, "ouvert, ferme à minuit"),
        ("minuit", DAILY, "2026-11-25T00:00", False, "fermé, ouvre à 8 h"),
        ("après minuit", NIGHT, "2026-11-24T02:00", True, "ouvert, ferme à 12 h"),
        ("l'après-midi", NIGHT, "2026-11-24T13:00", False, "fermé, ouvre à 18 h"),
        ("l'heure du midi", SPLIT, "2026-11-24T12:30", False, "fermé, ouvre à 13 h"),
        ("férié inconnu", WEEKEND, "2026-06-24T10:00", None, None),
        ("sans heures", None, "2026-11-24T10:00", None, None),
        ("saison loin", "Jan 10-Feb 10 off; Mo-Fr 09:00-17:00; Jan 10-Feb 10 off", "2026-01-11T10:00", False,
         "fermé, ouvre le mercredi 11 février à 9 h"),
        ("ouverte les fériés", "Mo-Fr,PH 09:00-21:00", "2026-06-24T10:00", True, "ouvert, ferme à 21 h"),
        ("cinq jours", "Mo-Fr 00:00-24:00", "2026-11-23T10:00", True, "ouvert, ferme samedi à minuit"),
    ],
)  # fmt: skip
def test_state_and_words(
    case: str, expression: str | None, at: str, is_open: bool | None, words: str | None
) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=QUEBEC)
    found = hours_at(expression, instant)
    assert found.open is is_open, case
    assert phrase(found, instant) == (words and words.replace(",", " maintenant,", 1)), case


@pytest.mark.parametrize(
    ("at", "change"),
    [
        ("2026-03-07T23:00:00-05:00", "2026-03-08T00:00:00-05:00"),
        ("2026-03-08T01:59:59-05:00", "2026-03-08T08:00:00-04:00"),
        ("2026-10-31T23:59:00-04:00", "2026-11-01T00:00:00-04:00"),
        ("2026-11-01T01:30:00-04:00", "2026-11-01T08:00:00-05:00"),
        ("2026-11-01T01:30:00-05:00", "2026-11-01T08:00:00-05:00"),
    ],
)
def test_nights_when_the_clocks_change(at: str, change: str) -> None:
    assert hours_at(DAILY, datetime.fromisoformat(at)).next_change == datetime.fromisoformat(change)


def test_hour_that_stands_twice_closes_at_its_first_end() -> None:
    found = hours_at("Mo-Su 22:00-01:30", datetime.fromisoformat("2026-11-01T00:30:00-04:00"))
    assert found.next_change is not None
    # Compared by timestamp: times of an hour that stands twice never compare equal across zones.
    assert found.next_change.timestamp() == datetime.fromisoformat("2026-11-01T01:30:00-04:00").timestamp()


@pytest.mark.parametrize(
    ("region", "town", "zone"),
    [
        ("06", "Montréal", QUEBEC),
        ("11", "Les Îles-de-la-Madeleine", ISLANDS),
        ("11", "Grosse-Île", ISLANDS),
        ("11", "Gaspé", QUEBEC),
        ("09", "Blanc-Sablon", LOWER_NORTH_SHORE),
        ("09", "Sept-Îles", QUEBEC),
        ("09", "Natashquan", QUEBEC),
        (None, None, QUEBEC),
        ("07", "Nulle-Part", QUEBEC),
    ],
)
def test_zone_of_a_town(region: str | None, town: str | None, zone: ZoneInfo) -> None:
    assert zone_of(region, town) is zone


def test_words_follow_the_clock_of_the_person() -> None:
    at = datetime.fromisoformat("2026-11-24T10:00:00-05:00")
    assert phrase(hours_at(OFFICE, at), at, ISLANDS) == "ouvert maintenant, ferme à 17 h 30"


def test_summer_on_the_lower_north_shore_keeps_winter_time() -> None:
    noon = datetime.fromisoformat("2026-07-15T12:00:00-04:00")
    assert noon.astimezone(LOWER_NORTH_SHORE).hour == 12
    assert noon.astimezone(ISLANDS).hour == 13


def test_holidays_of_quebec() -> None:
    found = {day.isoformat() for day in public_holidays(2026)}
    assert {
        "2026-01-01",
        "2026-05-18",
        "2026-06-24",
        "2026-07-01",
        "2026-09-07",
        "2026-10-12",
        "2026-12-25",
    } <= found
    assert "2026-02-16" not in found
    assert "2026-11-11" not in found


def test_expression_without_holidays_stays_as_it_is() -> None:
    assert with_holidays("Mo-Fr 09:00-17:00", 2026) == "Mo-Fr 09:00-17:00"


@pytest.mark.parametrize(
    "expression",
    ["9 à 5", "SH off", "Mo-Fr 09:00-17:00; SH,PH off", "Mo 25:99-26:00", "PH Mo 10:00-12:00; Mo PH off"],
)
def test_invalid_hours_are_a_sentence(expression: str) -> None:
    with pytest.raises(InvalidOpeningHours, match=r"\.$"):
        validate(expression)


@pytest.mark.parametrize(
    ("at", "office"),
    [
        ("2026-11-24T10:00", True),
        ("2026-11-24T07:59", False),
        ("2026-11-24T18:00", False),
        ("2026-11-28T10:00", False),
        ("2026-06-24T10:00", False),
    ],
)
def test_office_time(at: str, office: bool) -> None:
    assert is_office_time(datetime.fromisoformat(at).replace(tzinfo=QUEBEC)) is office


def test_half_a_character_is_no_hour() -> None:
    with pytest.raises(InvalidOpeningHours):
        hours_at("\ud83d\ude00", datetime(2026, 11, 24, 15, tzinfo=UTC))
