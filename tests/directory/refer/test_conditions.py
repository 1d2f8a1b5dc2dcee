"""What a service does not do, and for whom alone it is there, hold it back and are said."""

from __future__ import annotations

import pytest

from directory.database import Database
from directory.geography import kilometres_between
from directory.refer import Query, refer
from directory.starter import read_starter
from directory.vocabulary import vocabulary
from tests.directory.conftest import line, listing, place, write
from tests.directory.refer.test_starter_cases import NIGHT, ask, ids


def reasons(database: Database, slug: str, *needs: str, **rest: object) -> tuple[str, ...]:
    found = ask(database, *needs, limit=20, **rest)
    return next(one.reasons for one in found.services if one.id == slug)


def test_every_listing_held_back_is_in_the_directory_and_tagged_for_the_need() -> None:
    needs = {one["id"]: set(one["needs"]) for one in read_starter()}
    words = vocabulary()
    for slug, unmet in words.partly.items():
        assert unmet.keys() <= needs[slug], slug
    for name, condition in words.conditions.items():
        assert name in words.needs or name in needs
        assert condition.lived <= words.needs.keys()


def test_a_day_centre_stands_after_what_has_beds(starter: Database) -> None:
    found = ask(starter, "hebergement", place="Montréal")
    assert ids(found)[:2] == ["chez-doris", "211-quebec"]
    assert ids(ask(starter, "hebergement", place="Montréal", at=NIGHT))[0] == "chez-doris"
    assert "n'héberge pas : peut orienter" in reasons(
        starter, "accueil-bonneau", "hebergement", place="Montréal"
    )


def test_a_day_centre_stands_for_the_other_need_only(starter: Database) -> None:
    said = reasons(starter, "itinerance-zero-gatineau", "hebergement", "argent_dettes", place="Gatineau")
    assert "aide pour l'argent et les dettes" in said
    assert "aide à trouver où dormir" not in said


def test_who_listens_is_no_line_for_a_bed(starter: Database) -> None:
    bed = ask(starter, "hebergement", place="Montréal", populations=("lgbtq",))
    heard = ask(starter, "ecoute", place="Montréal", populations=("lgbtq",))
    assert bed.line is not None
    assert bed.line.id == "info-social-811"
    assert heard.line is not None
    assert heard.line.id == "interligne"


def test_without_violence_said_the_general_line_comes_first(starter: Database) -> None:
    found = ask(starter, "hebergement", place="Drummondville")
    assert found.line_first
    assert "si un conjoint ou un ex te fait du mal" in found.services[0].reasons
    listened = ask(starter, "ecoute")
    assert listened.line_first
    assert listened.line is not None
    assert listened.line.id == "info-social-811"
    assert "si on t'a agressée" in reasons(starter, "regroupement-calacs", "sante_psychologique")


@pytest.mark.parametrize(
    ("needs", "held_back"), [(("juridique",), True), (("juridique", "violence_conjugale"), False)]
)
def test_the_lawyer_for_victims_says_so_to_who_told_no_violence(
    starter: Database, needs: tuple[str, ...], held_back: bool
) -> None:
    condition = vocabulary().conditions["rebatir"].tu
    assert (condition in reasons(starter, "rebatir", *needs)) is held_back
    assert ("rebatir" in ids(ask(starter, *needs))[:1]) is not held_back


def test_legal_aid_of_the_next_sector_before_a_centre_that_has_a_condition(starter: Database) -> None:
    found = ask(starter, "juridique", place="Granby")
    assert ids(found)[0] == "aide-juridique-cowansville"


def test_the_river_without_a_bridge_is_far() -> None:
    rimouski, baie_comeau = (48.45, -68.52), (49.22, -68.15)
    assert kilometres_between(rimouski, "01", baie_comeau, "09") > 400
    quebec, levis = (46.81, -71.21), (46.80, -71.18)
    assert kilometres_between(quebec, "03", levis, "12") < 10
    matane = (48.85, -67.53)
    assert kilometres_between(rimouski, "01", matane, "01") < 100


def test_nobody_is_sent_across_the_river(starter: Database) -> None:
    shown = ask(starter, "dependances", place="Grande-Vallée", limit=20)
    assert not [one.id for one in shown.services if "09" in one.region_codes]


def test_a_service_without_a_number_in_another_part_is_said_to_exist(starter: Database) -> None:
    found = ask(starter, "entraide", place="Rouyn-Noranda")
    said = [note.text for note in found.notes if note.kind == "far"]
    assert len(said) == 1
    assert said[0].startswith("Je n'ai pas encore de numéro vérifié")


def test_no_other_is_said_only_of_a_need_already_answered(empty: Database) -> None:
    write(empty, listing("lit"), line("manger", needs=["aide_alimentaire"]))
    with empty.session() as session:
        shown = frozenset({"lit"})
        query = Query(needs=("aide_alimentaire",), place=place("Gatineau"), at=NIGHT, exclude=shown)
        said = [note.text for note in refer(session, query).notes if note.kind == "far"]
    assert len(said) == 1
    assert "d'autre" not in said[0]


def test_at_night_a_house_of_crisis_that_never_closes_is_a_roof(starter: Database) -> None:
    found = ask(starter, "hebergement", place="Québec", at=NIGHT, access=("wheelchair",))
    assert ids(found)[0] == "centre-de-crise-de-quebec"
    assert "accès en fauteuil roulant pas connu : demande-le en premier" in found.services[0].reasons
