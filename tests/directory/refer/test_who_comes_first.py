"""Who is there for her, her people and her town comes before who is there for others or for another town."""

from __future__ import annotations

from typing import Any

import pytest

from directory.database import Database
from tests.directory.conftest import line, listing, place, write
from tests.directory.refer.test_small_directories import ask, ids
from tests.directory.refer.test_starter_cases import ask as ask_starter

MONEY = ("argent_dettes",)
SOME = [{"text": "Gatineau", "type": "municipality", "extent": "07/Gatineau"}]
QUEBEC_REGION = [{"text": "Capitale-Nationale", "type": "region", "extent": "03"}]
QUEBEC_TOWN = [{"text": "Québec", "type": "municipality", "extent": "03/Québec"}]


def starter_ids(database: Database, need: str, **query: Any) -> list[str]:
    return ids(ask_starter(database, need, **query))


def test_those_of_her_people_are_named_to_one_who_wants_out(empty: Database) -> None:
    people = {"populations": ["immigrantes"], "populations_only": ["immigrantes"], "needs": ["immigration"]}
    write(
        empty,
        line("a-partout", needs=["sortie_prostitution"]),
        listing("z-les-siennes", **people),
        listing("y-sans-numero", **people, phones=[], website="https://exemple.org"),
    )
    out = {"needs": ("sortie_prostitution",)}
    assert ids(ask(empty, **out, populations=("immigrantes",)))[0] == "z-les-siennes"
    assert "z-les-siennes" not in ids(ask(empty, **out))
    assert "z-les-siennes" not in ids(ask(empty, **out, populations=("lgbtq",)))
    assert "z-les-siennes" not in ids(ask(empty, needs=MONEY, populations=("immigrantes",)))
    assert "y-sans-numero" not in ids(ask(empty, **out, populations=("immigrantes",)))


def test_a_line_for_her_people_is_no_line_for_another_trouble(empty: Database) -> None:
    own = {"populations": ["autochtones"], "populations_only": ["autochtones"]}
    write(
        empty,
        line("z-les-siens", needs=["sante_psychologique", "soutien_proches"], **own, opening_hours=None),
        line("a-parents", needs=["soutien_proches", "parentalite"], opening_hours=None),
    )
    relative = {"needs": ("soutien_proches",), "profile": "proche"}
    assert ids(ask(empty, **relative, populations=("autochtones",))) == ["z-les-siens", "a-parents"]
    assert ids(ask(empty, **relative)) == ["a-parents"]


def test_who_helps_the_homeless_with_money_comes_after_who_helps_with_money(empty: Database) -> None:
    write(
        empty,
        listing("a-gite", needs=["hebergement", "argent_dettes"]),
        line("z-budget", needs=["argent_dettes"], opening_hours=None),
    )
    assert ids(ask(empty, needs=MONEY)) == ["z-budget", "a-gite"]
    assert ids(ask(empty, needs=("hebergement", "argent_dettes")))[0] == "a-gite"


@pytest.mark.parametrize(("town", "first"), [("Maniwaki", "z-partout"), ("Chelsea", "a-autre-secteur")])
def test_nobody_goes_far_to_another_part_for_what_the_telephone_does(
    empty: Database, town: str, first: str
) -> None:
    write(
        empty,
        listing("a-autre-secteur", needs=["emploi_formation"], areas=SOME),
        line("z-partout", needs=["emploi_formation"], opening_hours=None),
    )
    assert ids(ask(empty, needs=("emploi_formation",), place=place(town)))[0] == first


@pytest.mark.parametrize(("town", "found"), [("Lévis", True), ("Saint-Georges", False)])
@pytest.mark.parametrize("part", [{}, {"areas": QUEBEC_TOWN}], ids=["toute sa région", "sa ville"])
def test_who_follows_women_for_months_is_not_named_far_away(
    empty: Database, town: str, found: bool, part: dict
) -> None:
    far = {"needs": ["violence_sexuelle"], "areas": QUEBEC_REGION, "municipality": "Québec"}
    write(empty, listing("loin", **{**far, **part}))
    asked = ask(empty, needs=("violence_sexuelle",), place=place(town, "12"))
    assert ("loin" in ids(asked)) is found


def test_a_house_is_named_far_away(empty: Database) -> None:
    write(empty, listing("loin", areas=QUEBEC_TOWN, municipality="Québec"))
    assert ids(ask(empty, place=place("Saint-Georges", "12"))) == ["loin"]


def test_what_is_there_for_one_situation_comes_last_for_a_professional(starter: Database) -> None:
    shown = starter_ids(starter, "soutien_intervenants", place="Saint-Georges", profile="intervenant")
    assert shown[0] == "info-aide-violence-sexuelle"
    assert "ligne-info-dpcp" not in shown
    rights = starter_ids(starter, "juridique", place="Montréal", profile="intervenant", limit=20)
    assert rights.index("info-justice-montreal") < rights.index("ligne-info-dpcp")


def test_a_professional_hears_of_those_who_know_how_one_leaves(starter: Database) -> None:
    shown = starter_ids(starter, "soutien_intervenants", place="Montréal", profile="intervenant")
    assert shown == ["info-aide-violence-sexuelle", "ligne-urgence-traite", "cles"]


@pytest.mark.parametrize(
    ("town", "first"),
    [("Sherbrooke", "calacs-agression-estrie"), ("Drummondville", "calacs-la-passerelle-drummondville")],
)
@pytest.mark.parametrize("need", ["soutien_intervenants", "violence_sexuelle"])
def test_a_professional_hears_first_of_those_of_the_town(
    starter: Database, town: str, first: str, need: str
) -> None:
    assert starter_ids(starter, need, place=town, profile="intervenant")[0] == first


def test_a_professional_who_names_no_people_gets_no_service_for_one_people_first(starter: Database) -> None:
    asked = {"place": "Gatineau", "profile": "intervenant"}
    assert starter_ids(starter, "emploi_formation", **asked)[0] != "afio-gatineau"
    newcomers = starter_ids(starter, "emploi_formation", populations=("immigrantes",), **asked)
    assert newcomers[0] == "afio-gatineau"
