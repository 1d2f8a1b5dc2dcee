"""A feeling is said back only when she names it."""

from __future__ import annotations

import re

import pytest

from bot.conversation.answers import DOMAIN
from bot.conversation.feelings import FEELINGS, feeling_named, weighs
from directory.yamlfile import read_yaml


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("jme trouve dégoûtante", "sale"),
        ("je me sens tellement sale", "sale"),
        ("chu une conne? non, chu cheap", "honte"),
        ("j'ai enfin trouvé un logement!", "joie"),
        ("j'ai signé mon bail mais j'ai peur", "peur"),
        ("j'ai réussi à tenir mais là je suis pu capable", "fatigue"),
        ("les soirées sont ben longues en maudit", "solitude"),
        ("chu en maudit", "colere"),
        ("y fait frette en maudit", None),
        ("ma cheville fait mal", None),
        ("une place pour coucher", None),
        ("les maisons m'ont toutes barrée", None),
        ("ma porte est barrée", None),
        ("J'ai tellement honte de ce que j'ai fait", "honte"),
        ("chu pu capable", "fatigue"),
        ("cauchemars aux deux nuits", "sommeil"),
        ("j'ai pas une crisse d'amie", "solitude"),
        ("mon frère est mort en mai", "deuil"),
        ("trois semaines sans client, chu fière de moi", "joie"),
        ("ça fait 4 mois sans clients!", "joie"),
        ("plus de trois mois sans client", "joie"),
        ("4 mois sans clients pis samedi j'en ai repris un", None),
        ("4 mois sans clients pis samedi chu retombée", None),
        ("3 semaines sans client, j'ai pus une cenne", None),
        ("deux semaines sans client, comment je paye mon loyer", None),
        ("6 mois sans clients mais c'est dur", None),
        ("2 mois sans client, je dors pas", "sommeil"),
        ("chu pas fière de moi", None),
        ("ma petite chienne est morte hier", "deuil"),
        ("la fille qui restait avec moi est décédée", "deuil"),
        ("elle est morte y a un an", "deuil"),
        ("Kathy est morte en mai", "deuil"),
        ("la mère de mon chum est morte", "deuil"),
        ("mon char est mort", None),
        ("mon cell est mort, je peux pas appeler", None),
        ("le char de mon chum est mort", None),
        ("mon char a lâché, il est mort", None),
        ("la rue est morte à soir", None),
        ("je me sens nulle", "valeur"),
        ("qui va vouloir de moi", "valeur"),
        ("chu en beau fusil", "colere"),
        ("je fais des crises de panique", "peur"),
        ("je suis pas nulle en anglais", None),
        ("elle est morte de rire", None),
        ("une place à Amos", None),
        ("je suis fatigué de courir après", "fatigue"),
        ("je me sens ben seul depuis", "solitude"),
        ("jdors mal depuis novembre", "sommeil"),
        ("j'ai perdu mon mari au printemps", "deuil"),
        ("j'ai perdu ma soeur de vue", None),
        ("j'ai perdu mes enfants en cour", None),
        ("c'est sûrement pas si important mon affaire", "peu_grave"),
        ("je veux pas vous déranger", "peu_grave"),
        # Said of somebody else: no feeling of the one who writes.
        ("elle est épuisée ces temps-ci", None),
        ("ma nièce dort plus", None),
        ("elle a honte mais moi j'ai peur", "peur"),
        ("y est fâché, pis chu tannée", "fatigue"),
        ("y a des soirs où je me sens isolée", "solitude"),
        # Denied: not hers.
        ("chu pas fâchée contre elle", None),
        ("j'ai pas peur de lui", None),
        ("j'ai jamais eu honte", None),
        ("j'ai pas de cauchemars", None),
        ("chu plus tannée", None),
        ("chu plus tannée que jamais", "fatigue"),
        ("chu pas juste fâchée", "colere"),
        ("j'arrive pas à dormir j'ai peur", "peur"),
        # A loss of several, and one of whoever did her harm.
        ("on a perdu notre père", "deuil"),
        ("la guerre a pris ma soeur", "deuil"),
        ("mon oncle m'a violée. il est mort depuis", None),
        ("", None),
    ],
)
def test_what_she_names(text: str, feeling: str | None) -> None:
    assert feeling_named(text) == feeling


@pytest.mark.parametrize(
    ("text", "heavy"),
    [
        ("notre cousine s'est enlevé la vie", True),
        ("mon père battait ma mère", True),
        ("elle a laissé ses enfants là-bas", True),
        ("on a fui la guerre", True),
        ("je dois 22 000 piasses", True),
        ("ça me ronge de le voir de même", True),
        ("j'ai laissé mon gars à l'école", False),
        ("j'ai perdu ma carte", False),
        ("ma soeur vit avec moi", False),
    ],
)
def test_what_weighs_by_any_measure(text: str, heavy: bool) -> None:
    assert weighs(text) is heavy


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


@pytest.mark.parametrize("response", ["utter_exprimer_detresse", "utter_raconter"])
@pytest.mark.parametrize("profile", ["proche", "acheteur"])
def test_others_hear_it_in_vous_and_without_a_gender(response: str, profile: str) -> None:
    said = read_yaml(DOMAIN)["responses"][response]
    his = [one["text"] for one in said if (one.get("condition") or [{}])[0].get("value") == profile]
    assert len(his) >= 8
    assert not [
        text for text in his if re.search(r"\b(?:seule?|épuisée?|fatiguée?|prête?|inquiète?)\b", text)
    ]


def test_a_buyer_gets_neither_blame_nor_pardon() -> None:
    responses = read_yaml(DOMAIN)["responses"]
    heard = [
        one["text"]
        for name in responses
        if "/" not in name
        for one in responses[name]
        if (one.get("condition") or [{}])[0].get("value", "acheteur") == "acheteur"
    ]
    pardon = re.compile(r"\bfaute\b|justifier|histoire compte|juge\b|bien fait|à prouver|\bexpliquer\b")
    assert [text for text in heard if pardon.search(text)] == []
