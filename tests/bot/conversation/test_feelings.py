"""A feeling is said back only when she names it."""

from __future__ import annotations

import pytest

from bot.conversation.answers import DOMAIN
from bot.conversation.feelings import FEELINGS, feeling_named
from directory.yamlfile import read_yaml


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("jme trouve dégoûtante", "honte"),
        ("J'ai tellement honte de ce que j'ai fait", "honte"),
        ("chu pu capable", "fatigue"),
        ("cauchemars aux deux nuits", "sommeil"),
        ("j'ai pas une crisse d'amie", "solitude"),
        ("mon frère est mort en mai", "deuil"),
        ("trois semaines sans client, chu fière de moi", "joie"),
        ("je me sens nulle", "valeur"),
        ("qui va vouloir de moi", "valeur"),
        ("chu en beau fusil", "colere"),
        ("je fais des crises de panique", "peur"),
        ("je suis pas nulle en anglais", None),
        ("elle est morte de rire", None),
        ("une place à Amos", None),
        ("", None),
    ],
)
def test_what_she_names(text: str, feeling: str | None) -> None:
    assert feeling_named(text) == feeling


@pytest.mark.parametrize("response", ["utter_exprimer_detresse", "utter_raconter"])
def test_each_feeling_has_its_sentence(response: str) -> None:
    said = read_yaml(DOMAIN)["responses"][response]
    named = {
        one["value"]
        for variation in said
        for one in variation.get("condition") or []
        if one["name"] == "feeling"
    }
    assert named == set(FEELINGS)
