"""Numbered answers."""

from __future__ import annotations

import pytest

from bot.conversation.choices import chosen_by_number, chosen_by_words, parse_of_choice

OFFERED = [("need:hebergement", "Un endroit où dormir"), ("human", "Parler à une vraie personne")]


@pytest.mark.parametrize("text", ["2", " 2 ", "2.", "2)", "le 2", "no 2", "#2", "Numero 2"])
def test_a_number_chooses(text: str) -> None:
    assert chosen_by_number(text, OFFERED) == "human"


@pytest.mark.parametrize("text", ["0", "3", "19", "j'ai 2 enfants", "2 clients", "22", "deux", ""])
def test_anything_else_does_not(text: str) -> None:
    assert chosen_by_number(text, OFFERED) is None


def test_no_choice_was_offered() -> None:
    assert chosen_by_number("1", []) is None


def test_a_region_is_a_place() -> None:
    parse = parse_of_choice("region:07", "Outaouais")
    assert parse["intent"]["name"] == "donner_lieu"
    assert parse["entities"][0]["region"] == "07"


@pytest.mark.parametrize("choice", ["/restart", "region:99", "need:", "", "forget", "{}"])
def test_what_is_never_offered_is_refused(choice: str) -> None:
    with pytest.raises(ValueError, match="not one that the assistant offers"):
        parse_of_choice(choice, "x")


WORDS = [
    ("danger:passe", "Le danger est passé"),
    ("need:dependances", "Alcool ou drogue"),
    ("need:protection_jeunesse", "Elle a moins de 18 ans"),
    ("human", "Parler à une vraie personne"),
    ("more", "Autres services"),
]


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("ouin ok, parler à une personne", "human"),
        ("juste parler", "human"),
        ("alcool", "need:dependances"),
        ("drogue pis alcool", "need:dependances"),
        ("les autres services svp", "more"),
        ("danger", None),  # the detector reads it
        ("elle a 18 ans", None),
        ("ok", None),
        ("parler à ma mère", None),
        ("pas parler", None),
    ],
)
def test_a_choice_in_its_words(text: str, choice: str | None) -> None:
    assert chosen_by_words(text, WORDS) == choice
