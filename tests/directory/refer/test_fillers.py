"""Lines for a violence nobody told, for the young and for pictures never fill a list; elders have theirs."""

from __future__ import annotations

from typing import Any

import pytest

from directory.database import Database
from directory.vocabulary import vocabulary
from tests.directory.refer.test_starter_cases import DAY, NIGHT, ask, ids

CRISIS = {"sos-violence-conjugale", "info-aide-violence-sexuelle", "ligne-urgence-traite"}
YOUTH = {"tel-jeunes", "jeunesse-jecoute"}
TELLS = {"violence_conjugale", "violence_sexuelle", "traite", "sortie_prostitution", "images_intimes"}
FOR_ANOTHER = {"soutien_proches", "soutien_intervenants"}


def shown(database: Database, *needs: str, **rest: Any) -> set[str]:
    found = ask(database, *needs, **rest)
    return {*ids(found), *([found.line.id] if found.line else [])}


@pytest.mark.parametrize("need", sorted(vocabulary().needs.keys() - TELLS - FOR_ANOTHER))
@pytest.mark.parametrize("town", ["Rouyn-Noranda", "Montréal"])
def test_no_line_for_a_violence_that_nobody_told(starter: Database, need: str, town: str) -> None:
    assert not CRISIS & shown(starter, need, place=town, at=NIGHT, limit=20)


@pytest.mark.parametrize(
    ("needs", "there"),
    [
        (("violence_conjugale",), "sos-violence-conjugale"),
        (("hebergement", "violence_conjugale"), "sos-violence-conjugale"),
        (("ecoute", "violence_sexuelle"), "info-aide-violence-sexuelle"),
        (("sortie_prostitution",), "ligne-urgence-traite"),
        (("traite",), "ligne-urgence-traite"),
    ],
)
def test_a_violence_told_brings_its_line(starter: Database, needs: tuple[str, ...], there: str) -> None:
    assert there in shown(starter, *needs, place="Montréal", at=NIGHT)


def test_leaving_is_not_violence_by_a_partner(starter: Database) -> None:
    needs = ("sortie_prostitution", "hebergement", "ecoute")
    assert "sos-violence-conjugale" not in shown(starter, *needs, place="Montréal", limit=20)


@pytest.mark.parametrize("profile", ["proche", "intervenant"])
def test_who_stands_by_somebody_exploited_keeps_those_who_know_it(starter: Database, profile: str) -> None:
    need = "soutien_proches" if profile == "proche" else "soutien_intervenants"
    found = shown(starter, need, place="Gaspé", profile=profile, at=NIGHT, limit=20)
    assert {"info-aide-violence-sexuelle", "ligne-urgence-traite"} <= found
    assert "sos-violence-conjugale" not in found


@pytest.mark.parametrize(
    "who",
    [
        {"age": 19},
        {"age": 24, "populations": ("jeunes",)},
        {"age": 22, "profile": "proche"},
        {"profile": "intervenant"},
        {"profile": "intervenant", "age": 40},
    ],
)
def test_the_lines_of_minors_fill_no_list_of_adults(starter: Database, who: dict[str, Any]) -> None:
    for need in ("ecoute", "sante_psychologique", "suicide_detresse", "violence_sexuelle", "soutien_proches"):
        assert not YOUTH & shown(starter, need, place="Laval", limit=20, **who), need


def test_a_professional_gets_them_for_a_minor(starter: Database) -> None:
    assert YOUTH & shown(starter, "ecoute", place="Laval", profile="intervenant", age=15, limit=20)


@pytest.mark.parametrize(
    ("need", "who", "there"),
    [
        ("images_intimes", {"age": 15}, True),
        ("images_intimes", {"age": 15, "profile": "proche"}, True),
        ("images_intimes", {"age": 30}, False),
        ("images_intimes", {"profile": "intervenant"}, False),
        ("protection_jeunesse", {"age": 6, "profile": "proche"}, False),
        ("soutien_proches", {"age": 15, "profile": "proche"}, False),
        ("soutien_intervenants", {"profile": "intervenant"}, False),
    ],
)
def test_what_is_there_for_pictures_of_minors(
    starter: Database, need: str, who: dict[str, Any], there: bool
) -> None:
    assert ("cyberaide" in shown(starter, need, place="Laval", limit=20, **who)) is there


@pytest.mark.parametrize(
    ("who", "first"), [({"age": 70}, True), ({"populations": ("ainees",)}, True), ({"age": 40}, False)]
)
def test_an_elder_is_given_the_line_of_elders_first(
    starter: Database, who: dict[str, Any], first: bool
) -> None:
    found = ask(starter, "violence_conjugale", place="Québec", at=DAY, **who)
    assert (ids(found)[0] == "lamaa") is first


def test_a_page_is_not_what_comes_first_to_who_wants_to_be_heard_at_night(starter: Database) -> None:
    found = ask(starter, "ecoute", place="Québec", at=NIGHT)
    assert found.line is not None
    assert found.line.open
    assert all(one.phones for one in found.services)
