"""Whether an answer to "quelle ville?" may be the name of a place that no map knows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.case import Case
from bot.conversation.second_reading import reread
from bot.conversation.unknown_places import gives_a_figure, says_where_by_name

ASKED = Case(needs=("juridique",), asked="place", asked_times=1)
OF_A_RELATIVE = Case(needs=("juridique",), asked="place", asked_times=1, profile="proche")


def _read(text: str, intent: str, case: Case = ASKED, share: float = 0.4, **more: Any) -> str:
    parse = {
        "text": text,
        "intent": {"name": intent, "confidence": share},
        "intent_ranking": [{"name": intent, "confidence": share}],
        "entities": [],
        "safety": {"level": "aucun", "kinds": []},
        **more,
    }
    return str(reread(parse, case)["intent"]["name"])


@pytest.mark.parametrize(
    "text",
    [
        "l'attente est de deux mois",
        "C'est ouvert à midi? On arrive en autobus",
        "la porte ferme mal",
        "les enfants dorment",
        "une semaine de retard",
        "trois petites au total",
        "ses parents savent rien",
        "le loyer est dû vendredi",
        "y commence à neiger",
        "encore malade aujourd'hui",
        "chu dans l'autobus",
        "bon, juste le chèque",
        "el niño está enfermo, pero come",
    ],
)
def test_what_can_be_no_name(text: str) -> None:
    assert not says_where_by_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sainte-Bidule",
        "rang des cerises",
        "machin truc",
        "c'est a st-truc",
        "dans l'est",
        "proche du marché",
        "pas loin de Zork",
        "chu dans un rang proche d'Amos",
        "chu sur la rue Ontario",
        "coin pie-ix",
    ],
)
def test_what_may_be_one(text: str) -> None:
    assert says_where_by_name(text)


@pytest.mark.parametrize("text", ["ça fait 3 jours", "j'ai 60 piasses", "une vingtaine? non, deux fois"])
def test_a_figure(text: str) -> None:
    assert gives_a_figure(text)


def test_no_figure() -> None:
    assert not gives_a_figure("le 7e rang")


@pytest.mark.parametrize(
    ("text", "intent", "read"),
    [
        ("le proprio est bête", "nlu_fallback", "raconter"),
        ("le proprio est bête", "donner_lieu", "raconter"),
        ("le proprio est bête", "hors_sujet", "raconter"),
        ("Deux semaines de retard", "nlu_fallback", "donner_age"),
        ("ben juste l'avocate finalement", "nlu_fallback", "demander_ressource"),
        ("bon juste le papier", "dire_au_revoir", "donner_age"),
        ("zork", "donner_lieu", "donner_lieu"),
        ("zork", "nlu_fallback", "nlu_fallback"),
        ("merci à tantôt", "remercier", "remercier"),
    ],
)
def test_it_is_listened_to_or_the_search_goes_on(text: str, intent: str, read: str) -> None:
    assert _read(text, intent) == read


def test_a_relative_who_tells_on_is_listened_to() -> None:
    assert _read("elle ignore que j'écris", "parler_pour_proche", OF_A_RELATIVE) == "raconter"
    assert _read("c'est pour ma nièce", "parler_pour_proche") == "parler_pour_proche"
    assert _read("elle est à Zork", "parler_pour_proche", OF_A_RELATIVE) == "parler_pour_proche"


def test_beside_a_danger_it_is_one_more_thing_told() -> None:
    danger = {"safety": {"level": "crise", "kinds": ["violence"]}}
    assert _read("y est fâché, la fenêtre ouvre", "nlu_fallback", **danger) == "signaler_danger"
    assert _read("y est fâché, la fenêtre ouvre", "nlu_fallback", Case(), **danger) == "nlu_fallback"
