"""French texts of hours: turned when clear from end to end, left alone otherwise."""

from __future__ import annotations

import pytest

from directory.hours import validate
from directory.hours_text import osm_from_text
from directory.starter import read_starter

CLEAR = {
    "24/7": "24/7",
    "24 h sur 24, 7 jours sur 7": "24/7",
    "24 h/24, 7 j/7": "24/7",
    "24 h sur 24": "24/7",
    "24/7 (téléphone et clavardage)": "24/7",
    "24 h sur 24 (ligne de crise)": "24/7",
    "En tout temps": "24/7",
    "lun-ven 8:30-16:30": "Mo-Fr 08:30-16:30; PH off",
    "7 jours, 8:00-24:00": "Mo-Su 08:00-24:00",
    "7 jours, 9:00-21:00": "Mo-Su 09:00-21:00",
    "Tous les jours, de 18 h à midi": "Mo-Su 18:00-12:00",
    "Tous les jours, de 18 h à minuit": "Mo-Su 18:00-24:00",
    "Lundi au vendredi, 8 h à 12 h et 13 h à 16 h 30": "Mo-Fr 08:00-12:00,13:00-16:30; PH off",
    "Lundi au jeudi, 9 h à 17 h": "Mo-Th 09:00-17:00; PH off",
    "Mardi, 13 h à 16 h": "Tu 13:00-16:00; PH off",
    "Semaine : 8 h à 20 h; fin de semaine : 8 h à 16 h": "Mo-Fr 08:00-20:00; Sa-Su 08:00-16:00; PH unknown",
}
UNCLEAR = [
    None,
    "",
    "non précisé",
    "en ligne",
    "heures de bureau (à confirmer)",
    "Jours ouvrables",
    "24/7 (à confirmer)",
    "24/7 (dépôt en ligne, traité en urgence)",
    "à confirmer (24/7 selon FGM 2022; 9:00-21:00 selon un dépôt)",
    "7 jours par semaine",
    "8 h à 3 h",
    "Urgence 24 h sur 24",
    "Accompagnement d'urgence 24 h sur 24",
    "Ligne d'aide 24 h sur 24 (numéro non vu)",
    "Lundi au jeudi, sur rendez-vous",
    "Lundi au vendredi, 8 h à 17 h; soirs et fins de semaine à l'hôpital",
    "Halte : 22 h à 8 h; salle de jour : lundi au vendredi, 8 h à 14 h (hiver 2025, à revérifier)",
    "Lundi au vendredi, 28 h à 30 h",
    "Lundi au vendredi, 8 h",
]


@pytest.mark.parametrize(("text", "expected"), CLEAR.items())
def test_clear_text(text: str, expected: str) -> None:
    assert osm_from_text(text) == expected
    validate(expected)


@pytest.mark.parametrize("text", UNCLEAR)
def test_unclear_text_stays_unknown(text: str | None) -> None:
    assert osm_from_text(text) is None


def test_hours_of_the_starter_data_are_those_of_the_rules() -> None:
    for one in read_starter():
        assert one["opening_hours"] == osm_from_text(one["hours_text"]), one["id"]
