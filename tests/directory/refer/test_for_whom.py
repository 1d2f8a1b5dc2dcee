"""Whom a list is for: her people, an adult, a relative worn out, a professional who looks for a bed."""

from __future__ import annotations

from typing import Any

import pytest

from directory.database import Database
from directory.vocabulary import vocabulary
from tests.directory.refer.test_starter_cases import DAY, NIGHT, ask, ids

INDIGENOUS = {"populations": ("autochtones",)}
TRANS = {"populations": ("lgbtq",), "access": ("trans_women_welcome",)}
IN_ONE_REPLY = 2


def in_order(database: Database, *needs: str, **rest: Any) -> list[str]:
    """What she reads, from the top: the line first or last."""
    found = ask(database, *needs, limit=IN_ONE_REPLY, **rest)
    line = [found.line.id] if found.line else []
    return [*line, *ids(found)] if found.line_first else [*ids(found), *line]


@pytest.mark.parametrize("need", ["sortie_prostitution", "ecoute", "entraide", "information_generale"])
@pytest.mark.parametrize("town", [None, "La Tuque", "Sept-Îles"])
def test_an_indigenous_woman_reads_the_lines_of_her_people_first(
    starter: Database, need: str, town: str | None
) -> None:
    shown = in_order(starter, need, place=town, **INDIGENOUS)
    assert shown[0] == "espoir-mieux-etre"
    assert "ligne-ffada" in shown
    assert "espoir-mieux-etre" not in in_order(starter, need, place=town)


def test_near_her_those_who_think_of_her_people_come_first(starter: Database) -> None:
    for need in ("ecoute", "hebergement", "sortie_prostitution"):
        assert in_order(starter, need, place="Montréal", **INDIGENOUS)[0] == "chez-doris", need


def test_after_a_violence_its_own_line_comes_before_that_of_her_people(starter: Database) -> None:
    shown = in_order(starter, "violence_conjugale", **INDIGENOUS)
    assert shown[:2] == ["sos-violence-conjugale", "ligne-ffada"]


@pytest.mark.parametrize("town", [None, "Baie-Comeau", "Montréal"])
def test_an_indigenous_woman_is_not_sent_to_child_protection(starter: Database, town: str | None) -> None:
    shown = in_order(starter, "protection_jeunesse", place=town, **INDIGENOUS)
    assert shown
    assert not [one for one in shown if one.startswith("dpj")]
    child = ask(starter, "protection_jeunesse", place="Baie-Comeau", age=15, **INDIGENOUS)
    assert "dpj-cote-nord" in ids(child)


@pytest.mark.parametrize("profile", ["personne", "intervenant", "proche"])
def test_the_bed_or_the_work_of_an_adult_is_no_matter_of_child_protection(
    starter: Database, profile: str
) -> None:
    for need in ("hebergement", "emploi_formation"):
        who = {"profile": profile, "age": 36, "place": "Drummondville"}
        found = ask(starter, need, "protection_jeunesse", limit=20, **who)
        assert not [one for one in ids(found) if one.startswith("dpj")], need


def test_a_relative_is_not_given_the_lines_of_the_young_for_herself(starter: Database) -> None:
    youth = {"tel-jeunes", "jeunesse-jecoute"}
    for need in ("soutien_proches", "ecoute"):
        assert not youth & set(in_order(starter, need, place="Brossard", profile="proche", age=11)), need


@pytest.mark.parametrize("town", ["Joliette", "Rimouski", "Montréal", "Saint-Jérôme", "Québec"])
def test_a_relative_of_whom_nothing_else_is_known_is_heard_first(starter: Database, town: str) -> None:
    shown = in_order(starter, "soutien_proches", place=town, profile="proche")
    assert shown[0] == "info-social-811"
    assert "ligneparents" not in shown
    parent = in_order(starter, "soutien_proches", place=town, profile="proche", populations=("avec_enfants",))
    assert "ligneparents" in parent


def test_a_trouble_that_a_relative_did_not_tell_fills_no_list(starter: Database) -> None:
    for need in ("soutien_proches", "sante_psychologique"):
        for town in ("Saint-Jérôme", "Trois-Rivières", "Gatineau"):
            found = set(ids(ask(starter, need, place=town, profile="proche", limit=20)))
            assert not found & {"drogue-aide-reference", "jeu-aide-reference", "cavac", "regroupement-calacs"}
            assert not found & {"cavac-des-laurentides", "calacs-trois-rivieres", "calas-outaouais"}
    told = ids(ask(starter, "soutien_proches", "violence_sexuelle", place="Trois-Rivières", profile="proche"))
    assert "calacs-trois-rivieres" in told
    drugs = ask(starter, "dependances", place="Joliette", profile="proche")
    assert drugs.line is not None
    assert drugs.line.id == "drogue-aide-reference"


@pytest.mark.parametrize(
    ("town", "bed"),
    [
        ("Shawinigan", "la-sejournelle-shawinigan"),
        ("Drummondville", "la-rose-des-vents-de-drummond"),
        ("Amos", "maison-mikana-amos"),
    ],
)
@pytest.mark.parametrize("at", [DAY, NIGHT])
@pytest.mark.parametrize("besides", [(), ("soutien_intervenants",), ("parentalite",), ("dependances",)])
def test_a_professional_who_looks_for_a_bed_gets_one_first(
    starter: Database, town: str, bed: str, at: Any, besides: tuple[str, ...]
) -> None:
    shown = in_order(starter, "hebergement", *besides, place=town, profile="intervenant", at=at)
    assert shown[0] == bed
    assert "astteq" not in shown


def test_after_a_violence_the_line_that_finds_beds_comes_first(starter: Database) -> None:
    needs = ("hebergement", "violence_conjugale")
    shown = in_order(starter, *needs, place="Drummondville", profile="intervenant")
    assert shown[:2] == ["sos-violence-conjugale", "la-rose-des-vents-de-drummond"]


def test_at_night_a_professional_gets_the_house_of_crisis_that_is_open(starter: Database) -> None:
    shown = in_order(starter, "hebergement", "juridique", place="Québec", profile="intervenant", at=NIGHT)
    assert shown[0] == "centre-de-crise-de-quebec"


@pytest.mark.parametrize("need", ["sante_physique", "sante_sexuelle"])
@pytest.mark.parametrize("town", ["Baie-Comeau", "Drummondville"])
def test_nothing_fills_the_list_of_a_professional_who_asks_for_care(
    starter: Database, need: str, town: str
) -> None:
    fillers = {"centre-antipoison", "ramq", "sos-grossesse", "astteq"}
    shown = in_order(starter, need, place=town, profile="intervenant")
    assert shown
    assert not fillers & set(shown)
    more = ask(starter, need, place=town, profile="intervenant", exclude=frozenset(shown))
    assert not fillers & set(ids(more))
    pregnant = in_order(starter, "grossesse", place=town, profile="intervenant")
    assert "sos-grossesse" in pregnant


@pytest.mark.parametrize(
    "need", ["sortie_prostitution", "hebergement", "papiers_identite", "emploi_formation"]
)
@pytest.mark.parametrize("town", ["Québec", "Montréal"])
def test_a_trans_woman_reads_first_of_those_who_accompany_her(
    starter: Database, need: str, town: str
) -> None:
    assert in_order(starter, need, place=town, **TRANS)[0] == "astteq"


def test_a_trans_woman_who_wants_to_talk_has_both_lines(starter: Database) -> None:
    assert {"interligne", "aide-aux-trans-du-quebec"} <= set(in_order(starter, "ecoute", **TRANS))


@pytest.mark.parametrize("need", ["sortie_prostitution", "ecoute", "entraide"])
def test_a_lesbian_woman_is_given_interligne_first(starter: Database, need: str) -> None:
    shown = in_order(starter, need, place="Québec", populations=("lgbtq",))
    assert shown[0] == "interligne"
    assert "astteq" not in shown


@pytest.mark.parametrize("town", ["Québec", "Lévis", "Baie-Comeau"])
def test_who_has_debts_hears_of_the_211_and_of_those_who_counsel(starter: Database, town: str) -> None:
    found = ask(starter, "argent_dettes", place=town, limit=IN_ONE_REPLY)
    said = " ".join(note.text for note in found.notes)
    assert "211-quebec" in ids(found) or "211" in said
    assert "ACEF" in said
    assert "vérifié" in said


def test_one_line_is_not_said_to_answer_alone_beside_others_that_do(starter: Database) -> None:
    answering = 0
    for need in vocabulary().needs:
        for town in ("Rimouski", "Laval", "Québec", "Sherbrooke"):
            found = ask(starter, need, place=town, at=NIGHT)
            if any(note.kind == "night" for note in found.notes):
                assert not any(one.phones and one.open for one in found.services), (need, town)
            answering += any(one.phones and one.open for one in found.services)
    assert answering
