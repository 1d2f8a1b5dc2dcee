"""Hours that are known only as words: by day said, and in the night behind those that answer."""

from __future__ import annotations

from datetime import datetime

import pytest

from directory.database import Database
from directory.geography import QUEBEC
from directory.refer.by_day import at_night, says_by_day
from tests.directory.conftest import line, listing, write
from tests.directory.refer.test_small_directories import DAY, NIGHT, ask, ids


@pytest.mark.parametrize(
    ("words", "by_day"),
    [
        ("Jours ouvrables", True),
        ("non précisé (heures de bureau)", True),
        ("Lundi au jeudi, sur rendez-vous", True),
        ("boîte vocale", True),
        ("7 jours; à confirmer (8:00-19:00 en semaine)", True),
        ("bureaux : heures de bureau; arrestation : 24/7", False),
        ("de jour et de nuit", False),
        ("Lundi au vendredi, 8 h à 17 h; soirs à l'hôpital", False),
        ("8 h à 3 h", False),
        ("ouvre à 8 h", False),
        ("non précisé", False),
        (None, False),
    ],
)
def test_what_the_words_of_the_hours_say(words: str | None, by_day: bool) -> None:
    assert says_by_day(words) is by_day


@pytest.mark.parametrize(
    ("note", "by_day"),
    [("boîte vocale", True), ("bureau", True), ("poste 305", False), ("8 h à 20 h", False)],
)
def test_what_the_note_of_the_first_number_says(note: str, by_day: bool) -> None:
    assert says_by_day("non précisé", note) is by_day


@pytest.mark.parametrize(
    ("hour", "minute", "night"), [(19, 59, False), (20, 0, True), (3, 0, True), (7, 29, True), (7, 30, False)]
)
def test_the_night_of_offices(hour: int, minute: int, night: bool) -> None:
    assert at_night(datetime(2026, 11, 24, hour, minute, tzinfo=QUEBEC), QUEBEC) is night


def test_an_office_of_her_town_is_said_shut_in_the_night_and_comes_last(empty: Database) -> None:
    write(
        empty,
        listing("a-bureau", hours_text="heures de bureau (à confirmer)"),
        listing("b-inconnu", municipality="Maniwaki"),
        line("c-ligne"),
    )
    day, night = ask(empty), ask(empty, at=NIGHT)
    assert ids(day)[0] == "a-bureau"
    assert "répond de jour" in day.services[0].reasons
    assert day.services[0].open is None
    shut = next(one for one in night.services if one.id == "a-bureau")
    assert shut == night.services[-1]
    assert "fermé maintenant, répond de jour" in shut.reasons
    assert shut.open is False


def test_hours_that_a_clock_can_read_pass_before_words(empty: Database) -> None:
    write(empty, listing("maison", hours_text="bureau", opening_hours="24/7"))
    assert ask(empty, at=NIGHT).services[0].open is True


@pytest.mark.parametrize(("at", "first"), [(DAY, "a-bureau"), (NIGHT, "z-veille")])
def test_in_the_night_nothing_closed_stands_before_who_answers_for_the_same(
    empty: Database, at: datetime, first: str
) -> None:
    need = {"needs": ["entraide"]}
    write(
        empty,
        listing("a-bureau", opening_hours="Mo-Fr 08:30-16:30; PH off", **need),
        listing("z-veille", opening_hours="24/7", municipality="Maniwaki", **need),
    )
    assert ids(ask(empty, needs=("entraide",), at=at))[0] == first
