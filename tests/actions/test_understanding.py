"""What one message adds to the case: above all, who is writing."""

from __future__ import annotations

from typing import Any

import pytest

from actions.understanding import note
from bot.conversation.case import Case


def _parsed(text: str, intent: str, *entities: tuple[str, str, float]) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [
            {"entity": name, "value": value, "confidence_entity": sure} for name, value, sure in entities
        ],
    }


@pytest.mark.parametrize(
    ("text", "intent", "guessed", "before", "after"),
    [
        ("mon chum me bat, il faut un avocat pour ma fille", "demander_ressource", "proche", {}, "personne"),
        ("je suis une femme trans, personne me prend", "nlu_fallback", "intervenant", {}, "personne"),
        ("j'ai 15 ans pis je suis en fugue", "parler_comme_intervenant", "intervenant", {}, "personne"),
        ("ma fille de 22 ans est escorte", "acheteur_veut_arreter", "acheteur", {}, "proche"),
        ("je veux que ça arrête", "acheteur_veut_arreter", "acheteur", {"needs": ("ecoute",)}, "personne"),
        (
            "je vais voir des escortes pis je veux arrêter",
            "acheteur_veut_arreter",
            "acheteur",
            {},
            "acheteur",
        ),
        ("ma soeur se fait frapper", "parler_pour_proche", "proche", {}, "proche"),
        ("il me frappe", "signaler_danger", "proche", {"profile": "proche"}, "personne"),
        ("c'est moi, l'amie en question", "parler_pour_proche", "proche", {"profile": "proche"}, "personne"),
        ("j'écris du centre d'emploi", "nlu_fallback", "intervenant", {"asked": "place"}, "personne"),
        ("mon amie me garde le petit", "raconter", "proche", {"needs": ("juridique",)}, "personne"),
        ("c'est pour ma nièce finalement", "raconter", "proche", {"needs": ("juridique",)}, "proche"),
        ("je suis infirmière", "parler_comme_intervenant", "intervenant", {"asked": "need"}, "intervenant"),
        ("mes clients m'ont donné des cauchemars", "raconter", "intervenant", {}, "personne"),
        ("mon gars de 10 ans a lu mes textos", "parler_pour_proche", "proche", {}, "personne"),
        ("mon gars de 10 ans a des mauvais amis", "parler_pour_proche", "proche", {}, "proche"),
        ("ma cousine est décédée d'une surdose", "parler_pour_proche", "proche", {}, "personne"),
        ("une dame que j'ai croisée semblait surveillée", "raconter", "personne", {}, "proche"),
    ],
)
def test_her_own_words_beat_a_guess_of_who_she_is(
    text: str, intent: str, guessed: str, before: dict[str, Any], after: str
) -> None:
    case = note(Case(**before), _parsed(text, intent, ("profile", guessed, 0.95)))
    assert case.profile == after


@pytest.mark.parametrize(
    ("intent", "sure", "needs"),
    [
        ("demander_ressource", 0.02, ()),
        ("demander_ressource", 0.3, ("emploi_formation",)),
        ("nlu_fallback", 0.3, ()),
        ("nlu_fallback", 0.7, ("emploi_formation",)),
        ("donner_lieu", 0.3, ()),
    ],
)
def test_a_guess_of_a_need_is_not_a_need(intent: str, sure: float, needs: tuple[str, ...]) -> None:
    parsed = _parsed("des services pour femmes autochtones", intent, ("need", "emploi_formation", sure))
    assert note(Case(), parsed).needs == needs


def test_who_is_paid_is_no_buyer_and_nothing_for_buyers_is_left() -> None:
    before = Case(profile="acheteur", needs=("acheteurs",))
    text = "je me suis mal exprimée, moi je fais des clients"
    after = note(before, _parsed(text, "demander_ressource", ("need", "sortie_prostitution", 0.9)))
    assert (after.profile, after.needs) == ("personne", ("sortie_prostitution",))


def test_support_for_relatives_is_not_for_her() -> None:
    parsed = _parsed("un groupe de soutien", "demander_ressource", ("need", "soutien_proches", 0.9))
    assert note(Case(), parsed).needs == ("entraide",)
    alone = _parsed("j'ai personne à qui parler", "demander_ressource", ("need", "soutien_proches", 0.9))
    assert note(Case(), alone).needs == ("ecoute",)
    assert note(Case(profile="proche"), alone).needs == ("soutien_proches",)


def test_a_mother_who_asks_for_a_roof_does_not_ask_for_child_protection() -> None:
    both = (("need", "hebergement", 0.8), ("need", "protection_jeunesse", 0.4))
    asked = "demander_ressource"
    assert note(Case(), _parsed("un lit pour nous trois", asked, *both)).needs == ("hebergement",)
    named = note(Case(), _parsed("un lit, pis la dpj me lâche pas", asked, *both)).needs
    assert set(named) == {"hebergement", "protection_jeunesse"}
