"""An ordinary week in words."""

from __future__ import annotations

from datetime import date

import pytest

from directory.errors import InvalidOpeningHours
from directory.hours_week import week_words

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("expression", "lines"),
    [
        ("24/7", [("tous les jours", "jour et nuit")]),
        (
            "Mo-Fr 08:30-12:00,13:00-16:30; PH off",
            [
                ("lundi au vendredi", "de 8 h 30 à 12 h et de 13 h à 16 h 30"),
                ("samedi et dimanche", "fermé"),
                ("jours fériés", "fermé"),
            ],
        ),
        (
            "Mo,We 09:00-17:00; Sa 22:00-26:00",
            [
                ("lundi", "de 9 h à 17 h"),
                ("mardi", "fermé"),
                ("mercredi", "de 9 h à 17 h"),
                ("jeudi et vendredi", "fermé"),
                ("samedi", "de 22 h à 2 h"),
                ("dimanche", "fermé"),
            ],
        ),
        (
            "Mo-Su 00:00-24:00; PH unknown",
            [("tous les jours", "jour et nuit"), ("jours fériés", "on ne sait pas")],
        ),
    ],
)
def test_a_week_is_told_in_days_and_hours(expression: str, lines: list[tuple[str, str]]) -> None:
    assert week_words(expression, TODAY) == lines


def test_what_is_no_hours_is_refused() -> None:
    with pytest.raises(InvalidOpeningHours):
        week_words("quand on peut", TODAY)
