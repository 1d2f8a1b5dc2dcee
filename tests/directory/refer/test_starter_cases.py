"""What the starter directory answers to people one can imagine, each with what must and must not come."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from directory.database import Database
from directory.geography import QUEBEC
from directory.places import PlaceChoice, PlaceMatch
from directory.refer import Query, Referral, refer
from directory.vocabulary import vocabulary
from tests.directory.conftest import place

DAY = datetime(2026, 11, 24, 10, 0, tzinfo=QUEBEC)
NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=QUEBEC)


def ask(database: Database, *needs: str, **rest: Any) -> Referral:
    if isinstance(rest.get("place"), str):
        rest["place"] = place(rest["place"])
    with database.session() as session:
        return refer(session, Query(needs=needs, **{"at": DAY, **rest}))


def ids(referral: Referral) -> list[str]:
    return [service.id for service in referral.services]


def reasons(referral: Referral) -> dict[str, str]:
    return {one.id: one.reason for one in referral.rejected}


@pytest.mark.parametrize(
    ("need", "line"),
    [
        ("violence_conjugale", "sos-violence-conjugale"),
        ("violence_sexuelle", "info-aide-violence-sexuelle"),
        ("suicide_detresse", "prevention-suicide-1866appelle"),
        ("traite", "ligne-urgence-traite"),
        ("dependances", "drogue-aide-reference"),
        ("sante_physique", "info-sante-811"),
        ("hebergement", "info-social-811"),
        ("juridique", "info-social-811"),
        ("ecoute", "info-social-811"),
    ],
)
@pytest.mark.parametrize("at", [DAY, NIGHT])
def test_line_that_answers_fits_the_need(starter: Database, need: str, line: str, at: datetime) -> None:
    found = ask(starter, need, place="Sherbrooke", at=at)
    assert found.line is not None
    assert found.line.id == line
    assert found.line.open is True


@pytest.mark.parametrize(
    ("case", "needs", "age", "at", "line"),
    [
        ("le jour, Tel-jeunes", ("sante_psychologique",), 15, DAY, "tel-jeunes"),
        ("la nuit, Jeunesse, J'écoute", ("sante_psychologique",), 15, NIGHT, "jeunesse-jecoute"),
        ("le suicide d'abord", ("suicide_detresse",), 15, DAY, "prevention-suicide-1866appelle"),
        ("sans toit", ("hebergement",), 17, DAY, "tel-jeunes"),
        ("majeure", ("sante_psychologique",), 18, DAY, "info-social-811"),
    ],
)
def test_line_for_the_young(
    starter: Database, case: str, needs: tuple, age: int, at: datetime, line: str
) -> None:
    found = ask(starter, *needs, place="Laval", age=age, at=at)
    assert found.line is not None
    assert found.line.id == line, case


def test_line_for_an_indigenous_woman(starter: Database) -> None:
    found = ask(starter, "ecoute", place="Val-d'Or", populations=("autochtones",))
    assert found.line is not None
    assert found.line.id == "espoir-mieux-etre"


@pytest.mark.parametrize("need", list(vocabulary().needs))
@pytest.mark.parametrize("region", ["01", "06", "10", None])
@pytest.mark.parametrize("at", [DAY, NIGHT])
def test_whatever_the_need_something_answers(
    starter: Database, need: str, region: str | None, at: datetime
) -> None:
    where = PlaceMatch(vocabulary().regions[region], region, "region") if region else None
    found = ask(starter, need, place=where, at=at)
    assert found.line is not None
    assert found.line.open is True
    assert found.line.id not in ids(found)
    assert len(ids(found)) == len(set(ids(found))) <= 3
    if need in vocabulary().can_wait:
        # Open or not, who is there for the need comes first, and the line comes last.
        assert not found.line_first
        assert need in found.services[0].needs
        assert [note for note in found.notes if note.kind == "night"] == []
    elif at is NIGHT:
        assert found.line_first or found.services[0].open is True
    shown = {*ids(found), found.line.id}
    assert not shown & {one.id for one in found.rejected}
    assert "ligne-988" not in shown
    assert "urgence-911" not in shown
    for service in found.services:
        assert service.phones or service.website or service.chat_url or service.email, service.id
        assert service.confidence != "low"
        assert service.reasons


def test_a_bed_in_gatineau(starter: Database) -> None:
    found = ask(starter, "hebergement", place="Gatineau")
    assert found.region == "07"
    assert found.line_first
    assert ids(found)[:2] == ["211-quebec", "itinerance-zero-gatineau"]
    assert [phone.number for phone in found.services[1].phones] == ["819-923-9110"]
    assert "à Gatineau, dans ta ville" in found.services[1].reasons
    assert "n'héberge pas : peut orienter" in found.services[1].reasons


def test_a_bed_in_gatineau_at_two_in_the_morning(starter: Database) -> None:
    found = ask(starter, "hebergement", place="Gatineau", at=NIGHT)
    shown = ids(found)
    # The 211 answers by day: at this hour it comes last.
    assert shown.index("itinerance-zero-gatineau") < shown.index("211-quebec")
    assert found.line_first
    assert found.line is not None
    assert found.line.id == "info-social-811"
    assert found.line.open is True


def test_violence_in_rouyn(starter: Database) -> None:
    found = ask(starter, "violence_conjugale", place="Rouyn-Noranda")
    assert ids(found)[0] == "alternative-pour-elles-rouyn"
    assert found.services[0].phones[0].to_confirm


def test_exit_comes_before_everything_else(starter: Database) -> None:
    found = ask(starter, "sortie_prostitution", place="Sherbrooke")
    assert ids(found)[0] == "calacs-agression-estrie"
    assert "spécialisé en sortie de la prostitution" in found.services[0].reasons


@pytest.mark.parametrize(
    ("town", "age", "third"),
    [
        ("Montréal", 30, {"la-sortie", "cles"}),
        ("Montréal", 16, {"cles"}),
        ("Québec", 30, {"maison-de-marthe", "projet-lune"}),
        ("Québec", 16, {"pipq-quebec"}),
        ("Rouyn-Noranda", 30, {"cles", "maison-de-marthe"}),
        ("Sherbrooke", 30, {"cles", "maison-de-marthe"}),
        ("Saguenay", 30, {"cles", "maison-de-marthe"}),
        ("Gatineau", 30, {"cles", "maison-de-marthe"}),
    ],
)
@pytest.mark.parametrize("at", [DAY, NIGHT])
def test_those_who_know_keep_the_third_place_without_a_number(
    starter: Database, town: str, age: int, third: set, at: datetime
) -> None:
    found = ask(starter, "sortie_prostitution", place=town, age=age, at=at)
    assert [bool(service.phones) for service in found.services] == [True, True, False]
    assert found.services[2].id in third
    assert found.services[2].website
    assert any("passe par le site" in reason for reason in found.services[2].reasons)


SIX = ["Rouyn-Noranda", "Gatineau", "Sherbrooke", "Québec", "Saguenay", "Montréal"]
EXIT_BODIES = {"cles", "maison-de-marthe", "la-sortie", "pipq-quebec", "projet-lune"}


@pytest.mark.parametrize("need", list(vocabulary().needs))
@pytest.mark.parametrize("town", SIX)
def test_the_person_holds_a_number(starter: Database, need: str, town: str) -> None:
    for age, at, profile in (
        (30, DAY, "personne"),
        (30, NIGHT, "personne"),
        (16, DAY, "personne"),
        (None, DAY, "proche"),
        (None, NIGHT, "intervenant"),
        (None, DAY, "acheteur"),
    ):
        found = ask(starter, need, place=town, age=age, at=at, profile=profile)
        silent = [one for one in found.services if not one.phones]
        rest = [one for one in silent if not (need == "sortie_prostitution" and one.id in EXIT_BODIES)]
        everyone = ask(starter, need, place=town, age=age, at=at, profile=profile, limit=20).services
        left = [
            one
            for one in everyone
            if one.phones
            and need in one.needs
            and one.id not in ids(found)
            and "hors de" not in one.reasons[0]
        ]
        assert not rest or not left, (need, town, age, [one.id for one in rest], [one.id for one in left])
        if any(one.phones for one in everyone):
            assert any(one.phones for one in found.services), (need, town, age)
        if found.services and any(one.phones and need in one.needs for one in found.services):
            assert found.services[0].phones, (need, town, age)


@pytest.mark.parametrize("profile", ["proche", "intervenant", "acheteur"])
def test_others_are_told_vous(starter: Database, profile: str) -> None:
    for need in vocabulary().needs:
        for town in ("Gatineau", "Campbell's Bay"):
            found = ask(starter, need, place=town, profile=profile, at=NIGHT, limit=20)
            said = [
                *(note.text for note in found.notes),
                *(reason for one in found.services for reason in one.reasons),
            ]
            for text in said:
                assert not re.search(r"\b(tu|toi|te|ta|ton|tes|appelle|demande|dis|passe)\b", text), text


def test_reasons_are_words_she_would_say(starter: Database) -> None:
    labels = set(vocabulary().needs.values())
    for need in vocabulary().needs:
        found = ask(starter, need, "hebergement", "juridique", place="Montréal", limit=20)
        for service in found.services:
            for reason in service.reasons:
                assert not reason.startswith("pour :"), reason
                assert reason not in labels - set(vocabulary().purposes.values()), reason
    found = ask(starter, "hebergement", "juridique", place="Montréal")
    assert any("aide à trouver où dormir" in service.reasons for service in found.services)


@pytest.mark.parametrize("town", SIX)
@pytest.mark.parametrize("at", [DAY, NIGHT])
def test_a_girl_without_a_roof_is_not_sent_to_a_house_for_grown_women(
    starter: Database, town: str, at: datetime
) -> None:
    found = ask(starter, "hebergement", place=town, age=16, at=at)
    houses = {
        "alternative-pour-elles-rouyn",
        "la-chambree-jonquiere",
        "chez-doris",
        "maison-dingrid-outaouais",
    }
    assert not houses & set(ids(found))
    assert all(service.phones for service in found.services)
    if at is NIGHT:
        assert found.services[0].open is True


def test_the_police_is_not_the_first_answer_to_a_woman_who_is_controlled(starter: Database) -> None:
    for town in SIX:
        assert not ids(ask(starter, "traite", place=town, age=30))[0].startswith("sq-")


@pytest.mark.parametrize("need", ["juridique", "indemnisation_victimes"])
def test_nobody_travels_for_what_a_call_settles(starter: Database, need: str) -> None:
    for town in SIX:
        found = ask(starter, need, place=town, age=30)
        assert not [one.id for one in found.services if (one.distance_km or 0) > 100], (need, town)


def test_one_number_is_given_once(starter: Database) -> None:
    found = ask(starter, "sante_sexuelle", place="Gatineau", age=30, at=NIGHT)
    assert found.line is not None
    numbers = [{phone.number for phone in one.phones} for one in (*found.services, found.line)]
    assert sum("811" in some for some in numbers) == 1
    assert found.line_first


def test_a_number_of_another_region_is_never_given(starter: Database) -> None:
    found = ask(starter, "protection_jeunesse", limit=20)
    dpj = [one for one in found.services if one.id.startswith("dpj")]
    assert all(not one.phones for one in dpj)


def test_one_line_is_shown_once(starter: Database) -> None:
    found = ask(starter, "suicide_detresse", place="Saguenay")
    assert "cps-02" not in ids(found)
    assert reasons(found)["cps-02"] == "même ligne que celle qui est proposée"
    child = ask(starter, "protection_jeunesse", place="Trois-Rivières", age=16)
    assert len([one for one in ids(child) if one.startswith("dpj")]) == 1


def test_low_confidence_is_never_shown(starter: Database) -> None:
    found = ask(starter, "hebergement", place="Québec", limit=20)
    assert "ywca-quebec" not in ids(found)
    assert "peu sûrs" in reasons(found)["ywca-quebec"]


def test_another_part_of_the_region(starter: Database) -> None:
    found = ask(starter, "aide_alimentaire", place="Maniwaki")
    assert "autre secteur" in found.services[0].reasons[0]
    assert any("dans ton secteur" in note.text for note in found.notes)
    near = ask(starter, "aide_alimentaire", place="Ripon")
    assert ids(near)[0] == "banque-alimentaire-petite-nation"
    assert "autre secteur" in reasons(near)["bouffe-pontiac"]


def test_nothing_in_the_region_says_so_and_gives_the_nearest(starter: Database) -> None:
    found = ask(starter, "immigration", place="Saguenay")
    assert found.services[0].municipality == "Québec"
    assert found.services[0].distance_km is not None
    assert any("le plus proche est à Québec, à environ" in note.text for note in found.notes)


def test_unsure_coordinates_never_become_kilometres(starter: Database) -> None:
    assert place("Campbell's Bay").coord_quality == "C"
    for found in (
        ask(starter, "aide_alimentaire", place="Campbell's Bay", limit=20),
        ask(starter, "hebergement", place="Campbell's Bay", limit=20),
    ):
        assert all(service.distance_km is None for service in found.services)
        assert not any(" km" in reason for service in found.services for reason in service.reasons)
    from_town = ask(starter, "aide_alimentaire", place="Maniwaki", limit=20)
    pontiac = next(one for one in from_town.services if one.id == "bouffe-pontiac")
    assert pontiac.distance_km is None


def test_region_alone_gives_no_kilometres(starter: Database) -> None:
    found = ask(starter, "hebergement", place=PlaceMatch("Estrie", "05", "region"), limit=20)
    assert found.services
    assert all(service.distance_km is None for service in found.services)


@pytest.mark.parametrize("profile", ["personne", "proche", "intervenant"])
@pytest.mark.parametrize("age", [30, None])
@pytest.mark.parametrize("region", list(vocabulary().regions))
def test_anybody_may_call_child_protection(
    starter: Database, profile: str, age: int | None, region: str
) -> None:
    where = PlaceMatch(vocabulary().regions[region], region, "region")
    found = ask(starter, "protection_jeunesse", place=where, age=age, profile=profile)
    office = next(one for one in found.services if one.id.startswith("dpj"))
    assert office.id != "dpj-signalement"
    assert office.phones
    assert "tout le monde peut appeler pour un enfant" in office.reasons
    assert len([one for one in ids(found) if one.startswith("dpj")]) == 1


def test_child_protection_is_not_for_an_adult_who_asked_something_else(starter: Database) -> None:
    for need in ("soutien_proches", "hebergement", "juridique"):
        found = ask(starter, need, place="Gatineau", age=30, limit=20)
        assert not [one for one in ids(found) if one.startswith("dpj")], need


def test_a_buyer_is_never_sent_to_women(starter: Database) -> None:
    for need in vocabulary().needs:
        found = ask(starter, need, place="Montréal", profile="acheteur", limit=20)
        shown = [*found.services, *([found.line] if found.line else [])]
        for service in shown:
            assert "hébergement pour femmes" not in (service.description or ""), (need, service.id)
            harmed = {"sortie_prostitution", "traite", "violence_conjugale", "violence_sexuelle"}
            assert "acheteurs" in service.needs or not harmed.intersection(service.needs), (need, service.id)


def test_a_woman_is_never_sent_to_men(starter: Database) -> None:
    assert "a-coeur-dhomme" not in ids(ask(starter, "violence_conjugale", place="Québec", limit=20))


def test_a_father_may_call_a_house_that_helps_relatives(starter: Database) -> None:
    found = ask(starter, "soutien_proches", place="Granby", profile="proche", gender="homme", limit=20)
    assert "maison-alice-desmarais" in ids(found)
    assert "dans votre ville" in found.services[0].reasons[0]


def test_a_professional_sees_what_is_there_for_both(starter: Database) -> None:
    found = ask(starter, "violence_conjugale", place="Québec", profile="intervenant", limit=20)
    assert "a-coeur-dhomme" in ids(found)


@pytest.mark.parametrize(
    ("age", "seen", "unseen"),
    [
        (25, "a-deux-mains", None),
        (26, None, "a-deux-mains"),
        (17, "a-deux-mains", "cvasm-montreal"),
        (18, "cvasm-montreal", None),
    ],
)
def test_age_is_a_wall(starter: Database, age: int, seen: str | None, unseen: str | None) -> None:
    found = ask(starter, "sante_sexuelle", "violence_sexuelle", place="Montréal", age=age, limit=20)
    assert seen is None or seen in ids(found)
    assert unseen is None or unseen not in ids(found)


def test_several_needs_are_answered_or_said_to_wait(starter: Database) -> None:
    needs = ("hebergement", "juridique", "aide_alimentaire", "dependances", "emploi_formation")
    found = ask(starter, *needs, place="Montréal")
    answered = {need for service in found.services for need in service.needs}
    assert found.line is not None
    answered |= set(found.line.needs)
    # Three places for five needs: a day centre without beds is no bed, so the least pressing waits.
    assert set(needs) - answered == {"emploi_formation"}
    later = [note.text for note in found.notes if note.kind == "later"]
    assert later == [f"Il reste à voir « {vocabulary().needs['emploi_formation']} » : demande la suite."]


def test_what_found_no_place_is_said(starter: Database) -> None:
    needs = ("hebergement", "sante_sexuelle", "immigration", "juridique", "grossesse")
    found = ask(starter, *needs, place="Gatineau", limit=1)
    assert any("demande la suite" in note.text for note in found.notes)


def test_more_gives_other_services(starter: Database) -> None:
    first = ask(starter, "hebergement", place="Montréal")
    more = ask(starter, "hebergement", place="Montréal", exclude=frozenset(ids(first)))
    assert more.services
    assert not set(ids(first)) & set(ids(more))
    done: frozenset[str] = frozenset()
    for _ in range(20):
        found = ask(starter, "hebergement", place="Montréal", exclude=done)
        assert not done & set(ids(found))
        if not found.services:
            break
        done |= set(ids(found))
    assert not found.services
    assert any("d'autre" in note.text for note in found.notes)


def test_outside_quebec(starter: Database) -> None:
    found = ask(starter, "traite", place=PlaceMatch("Toronto", None, "outside", outside=True))
    assert found.region is None
    assert found.line is not None
    assert found.line.id == "ligne-urgence-traite"
    assert "hors du Québec" in found.notes[0].text
    suicide = ask(starter, "suicide_detresse", place=PlaceMatch("Ottawa", None, "outside", outside=True))
    assert suicide.line is not None
    assert suicide.line.id == "ligne-988"


def test_name_that_stands_in_several_regions(starter: Database) -> None:
    choices = (PlaceChoice("Clermont", "03"), PlaceChoice("Clermont", "08"))
    found = ask(starter, "hebergement", place=PlaceMatch("Clermont", None, "municipality", ambiguous=choices))
    assert "Capitale-Nationale" in found.notes[0].text
    assert "Abitibi" in found.notes[0].text


def test_no_place(starter: Database) -> None:
    found = ask(starter, "hebergement")
    assert found.notes[0].text.startswith("Dis-moi ta ville")
    assert all(service.reasons[0].startswith("partout") for service in found.services)


def test_no_need_is_the_need_the_project_is_made_for(starter: Database) -> None:
    assert (
        ids(ask(starter, place="Montréal"))[:2]
        == ids(ask(starter, "sortie_prostitution", place="Montréal"))[:2]
    )


def test_service_without_a_number_is_named_not_shown(starter: Database) -> None:
    found = ask(starter, "sortie_prostitution", place="Val-d'Or")
    assert "calacs-assaut-sexuel-secours-val-dor" not in ids(found)
    assert any("n'est pas encore vérifié" in note.text for note in found.notes)


def test_what_is_old_says_so(starter: Database) -> None:
    later = datetime(2027, 3, 1, 10, 0, tzinfo=QUEBEC)
    found = ask(starter, "hebergement", place="Gatineau", at=later)
    assert found.services[0].verified_label == "pas vérifié depuis plus de 90 jours"
    much_later = datetime(2027, 9, 1, 10, 0, tzinfo=QUEBEC)
    found = ask(starter, "hebergement", place="Gatineau", at=much_later, profile="proche")
    assert found.services[0].verified_label == "pas vérifié depuis plus de 6 mois : appelez avant d'y aller"
    assert ask(starter, "hebergement", place="Gatineau").services[0].verified_label is None


def test_numbers_of_a_line_with_one_for_each_region(starter: Database) -> None:
    with starter.session() as session:
        found = refer(
            session,
            Query(("protection_jeunesse",), PlaceMatch("Laval", "13", "region"), age=15, at=DAY, limit=20),
        )
    for service in found.services:
        assert len(service.phones) <= 4, service.id


@pytest.mark.parametrize(
    ("need", "town", "line"),
    [
        ("violence_conjugale", "Gatineau", "sos-violence-conjugale"),
        ("violence_conjugale", "Montréal", "sos-violence-conjugale"),
        ("dependances", "Sherbrooke", "drogue-aide-reference"),
    ],
)
def test_the_line_for_the_need_comes_before_services_for_something_else(
    starter: Database, need: str, town: str, line: str
) -> None:
    found = ask(starter, need, place=town, at=DAY)
    assert found.line is not None
    assert found.line.id == line
    assert found.line_first


def test_a_house_of_her_own_town_comes_before_the_line(starter: Database) -> None:
    found = ask(starter, "violence_conjugale", place="Val-d'Or", at=DAY)
    assert found.services[0].id == "maison-le-nid-val-dor"
    assert not found.line_first


@pytest.mark.parametrize(
    ("need", "narrow"),
    [
        ("argent_dettes", "jeu-aide-reference"),
        ("violence_conjugale", "lamaa"),
        ("dependances", "nors-surdose"),
    ],
)
def test_a_line_for_one_situation_takes_no_place_of_a_wider_one(
    starter: Database, need: str, narrow: str
) -> None:
    assert narrow not in ids(ask(starter, need, place="Québec", at=DAY))


WEEKEND = datetime(2026, 11, 28, 14, 0, tzinfo=QUEBEC)


@pytest.mark.parametrize(
    ("need", "town", "first"),
    [("indemnisation_victimes", "Sherbrooke", "ivac"), ("juridique", "Matane", "rebatir")],
)
def test_what_can_wait_is_answered_by_who_is_there_for_it_even_closed(
    starter: Database, need: str, town: str, first: str
) -> None:
    found = ask(starter, need, place=town, at=WEEKEND)
    service = next(one for one in found.services if one.id == first)
    assert service.open is False
    assert any(reason.startswith("fermé maintenant, ouvre lundi") for reason in service.reasons)
    assert need in found.services[0].needs
    assert found.line is not None
    assert found.line.open
    assert not found.line_first


def test_a_need_that_cannot_wait_beside_one_that_can_gets_who_answers_now(starter: Database) -> None:
    found = ask(starter, "juridique", "suicide_detresse", place="Matane", at=NIGHT)
    assert found.line_first or found.services[0].open is True


def test_at_night_no_line_for_something_else_stands_before_the_fitting_one(starter: Database) -> None:
    found = ask(starter, "violence_conjugale", place="Shawinigan", at=NIGHT)
    assert found.line is not None
    assert found.line.id == "sos-violence-conjugale"
    assert found.line_first
    assert "info-social-811" not in ids(found)


@pytest.mark.parametrize("age", [None, 40])
@pytest.mark.parametrize("profile", ["personne", "proche"])
def test_services_for_the_young_are_for_the_young(starter: Database, age: int | None, profile: str) -> None:
    youth = {"tel-jeunes", "jeunesse-jecoute", "jeunes-en-fugue", "a-deux-mains"}
    for need in vocabulary().needs:
        found = ask(starter, need, place="Montréal", age=age, profile=profile, limit=20)
        assert not youth & set(ids(found)), need
    assert "jeunesse-jecoute" in ids(
        ask(starter, "ecoute", place="Montréal", populations=("jeunes",), limit=20)
    )


@pytest.mark.parametrize("profile", ["personne", "proche", "intervenant"])
def test_child_protection_comes_only_where_a_child_is_named(starter: Database, profile: str) -> None:
    for need in set(vocabulary().needs) - {"protection_jeunesse"}:
        found = ask(starter, need, place="Laval", profile=profile, limit=20)
        assert not [one for one in ids(found) if one.startswith("dpj")], need


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"needs": ("parentalite",)}, True),
        ({"needs": ("soutien_proches",), "profile": "proche", "age": 15}, True),
        ({"needs": ("soutien_proches",), "profile": "proche", "age": 30}, False),
        ({"needs": ("soutien_proches",), "profile": "acheteur"}, False),
        ({"needs": ("soutien_proches",), "age": 15}, False),
    ],
)
def test_the_line_for_parents_is_for_parents(starter: Database, given: dict[str, Any], shown: bool) -> None:
    query = dict(given)
    found = ask(starter, *query.pop("needs"), place="Laval", limit=20, **query)
    assert ("ligneparents" in ids(found)) is shown


@pytest.mark.parametrize(
    ("need", "narrow"),
    [
        ("dependances", {"copatla", "jeu-aide-reference", "nors-surdose", "centre-antipoison"}),
        ("juridique", {"cdpdj", "cnesst-normes", "resiliation-bail-violence"}),
        ("hebergement", {"resiliation-bail-violence", "hebergementfemmes-repertoire"}),
    ],
)
def test_services_for_one_situation_leave_where_the_need_is_answered(
    starter: Database, need: str, narrow: set[str]
) -> None:
    found = ask(starter, need, place="Montréal", limit=20)
    assert found.line is not None
    assert not narrow & set(ids(found))


def test_a_bed_without_violence_said(starter: Database) -> None:
    found = ask(starter, "hebergement", place="Trois-Rivières", at=WEEKEND)
    assert found.line_first
    assert found.line is not None
    assert found.line.id == "info-social-811"
    assert "sos-violence-conjugale" not in ids(found)
    reason = "si un conjoint ou un ex te fait du mal"
    told = {one.id for one in found.services if reason in one.reasons}
    assert told == {"la-sejournelle-shawinigan"}
    said = ask(starter, "hebergement", "violence_conjugale", place="Trois-Rivières", at=WEEKEND)
    assert not any(reason in one.reasons for one in said.services)


def test_in_the_north_a_line_that_may_not_be_offered_passes_before_nobody_who_answers(
    starter: Database,
) -> None:
    north = PlaceMatch("Nord-du-Québec", "10", "region")
    for need in vocabulary().needs:
        found = ask(starter, need, place=north, at=NIGHT)
        assert found.line is not None
        if found.line.id in ("info-social-811", "info-sante-811") and found.line_first:
            assert not any(one.phones and one.open for one in found.services), need


def test_none_is_said_to_exist_where_one_waits_for_a_verified_number(starter: Database) -> None:
    found = ask(starter, "sortie_prostitution", place="Saguenay")
    said = [note.text for note in found.notes]
    assert not any("Je ne connais pas" in text for text in said)
    assert sum("Je n'ai pas encore de numéro vérifié pour" in text for text in said) == 1
    assert any("Il y a aussi" in text for text in said)


def test_what_is_absent_is_said_once(starter: Database) -> None:
    needs = ("aide_alimentaire", "papiers_identite", "immigration", "entraide")
    found = ask(starter, *needs, place="Saguenay")
    absences = [note.text for note in found.notes if note.kind in ("far", "related", "nothing")]
    assert len(absences) == 1
    assert vocabulary().needs["aide_alimentaire"] in absences[0]


@pytest.mark.parametrize("need", list(vocabulary().needs))
def test_doubt_is_said_once(starter: Database, need: str) -> None:
    for service in ask(starter, need, place="Montréal", limit=20).services:
        doubts = [phone for phone in service.phones if phone.to_confirm]
        assert not doubts or "renseignements à confirmer" not in service.reasons, service.id


def test_the_next_list_has_no_line_for_another_trouble(starter: Database) -> None:
    first = ask(starter, "hebergement", place="Montréal")
    more = ask(starter, "hebergement", place="Montréal", exclude=frozenset(ids(first)))
    assert more.services
    assert "ligne-urgence-traite" not in ids(more)
