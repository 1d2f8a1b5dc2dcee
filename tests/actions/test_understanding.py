"""What one message adds to the case: above all, who is writing."""

from __future__ import annotations

from typing import Any

import pytest

from actions.understanding import note
from bot.conversation.case import HERSELF, KNOWN, Case


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


def _talk(*messages: tuple[str, str, str]) -> Case:
    """The case after messages, each with its intent and the profile that the model guesses, "" for none."""
    case = Case()
    for text, intent, guess in messages:
        case = note(case, _parsed(text, intent, *([("profile", guess, 0.95)] if guess else [])))
    return case


def test_she_who_wrote_for_a_friend_is_herself_from_then_on() -> None:
    asked = _parsed("de l'aide pour une amie", "demander_ressource", ("need", "soutien_proches", 0.9))
    asked["entities"].append({"entity": "profile", "value": "proche", "confidence_entity": 0.9})
    friend = note(Case(), asked)
    assert (friend.profile, friend.needs) == ("proche", ("soutien_proches",))
    herself = note(friend, _parsed("bon, au fond l'amie c'est moi", "raconter"))
    assert (herself.profile, herself.needs) == ("personne", ())
    later = note(
        herself,
        _parsed("mon oncle paie plus, j'en parle à une amie", "raconter", ("profile", "proche", 0.95)),
    )
    assert later.profile == "personne"


@pytest.mark.parametrize(
    ("messages", "profile"),
    [
        ([("ma cousine m'a donné votre lien", "parler_pour_proche", "proche")], "personne"),
        ([("ma soeur m'a donné votre lien, elle va mal", "parler_pour_proche", "proche")], "proche"),
        ([("je suis la tante d'une fille de 24 ans", "raconter", "intervenant")], "proche"),
        ([("pas pour moi, pour ma marraine", "raconter", "")], "proche"),
        (
            [("je reçois des messieurs", "raconter", ""), ("ma cousine le sait", "raconter", "proche")],
            "personne",
        ),
        (
            [("je paye des escortes", "raconter", ""), ("elle avait peur, j'ai honte", "raconter", "proche")],
            "personne",
        ),
        (
            [
                ("je paye des escortes", "raconter", "acheteur"),
                ("elle avait peur, j'ai honte", "parler_pour_proche", "proche"),
                ("j'ai deux filles, j'ai des cauchemars", "raconter", "proche"),
                ("ma femme le sait pas", "acheteur_veut_arreter", "proche"),
            ],
            "acheteur",
        ),
        (
            [("je paye des escortes", "raconter", "acheteur"), ("je suis son frère", "raconter", "proche")],
            "proche",
        ),
        ([("je suis un gars", "raconter", ""), ("j'ai payé souvent", "raconter", "")], "acheteur"),
        (
            [
                ("outils pour une école", "parler_comme_intervenant", "intervenant"),
                ("elle veut changer de ville", "demander_ressource", "proche"),
                ("c'est une amie à elle qui l'héberge", "raconter", "proche"),
            ],
            "intervenant",
        ),
        (
            [
                ("ma fille a fugué", "parler_pour_proche", "proche"),
                ("une travailleuse sociale est avec elle", "raconter", "intervenant"),
            ],
            "proche",
        ),
    ],
)
def test_who_writes_stays(messages: list[tuple[str, str, str]], profile: str) -> None:
    assert _talk(*messages).profile == profile


def test_who_told_her_own_danger_becomes_no_relative_when_her_mother_comes() -> None:
    danger = {
        **_parsed("j'ai avalé la bouteille", "signaler_danger"),
        "safety": {"kinds": ["suicide_imminent"]},
    }
    case = note(Case(), danger)
    assert HERSELF in case.told
    case = note(case, _parsed("ma mère arrive", "parler_pour_proche", ("profile", "proche", 0.95)))
    assert case.profile == "personne"
    of_another = {**danger, "text": "ma cousine a avalé la bouteille, j'ai peur"}
    assert HERSELF not in note(Case(), of_another).told


def test_a_nurse_who_told_her_own_life_is_no_worker() -> None:
    hers = note(Case(), _parsed("je fais des clients", "raconter"))
    assert note(hers, _parsed("je suis infirmière", "raconter")).profile == "personne"


def test_the_age_of_a_child_is_not_that_of_his_mother() -> None:
    worker = Case(profile="intervenant", age=33, told=(KNOWN,))
    boy = _parsed(
        "son gars de 11 ans est avec elle", "raconter", ("age", "11", 1.0), ("population", "jeunes", 1.0)
    )
    boy["safety"] = {"kinds": ["mineure"]}
    after = note(worker, boy)
    assert (after.age, after.populations, after.needs) == (33, (), ())
    pupil = _parsed(
        "une élève de 15 ans aussi", "raconter", ("age", "15", 1.0), ("population", "jeunes", 1.0)
    )
    assert (note(worker, pupil).age, note(worker, pupil).populations) == (15, ("jeunes",))
    mother = {**_parsed("j'ai deux jeunes enfants", "raconter"), "safety": {"kinds": ["traite", "mineure"]}}
    assert note(Case(), mother).needs == ("traite",)
    assert "protection_jeunesse" in note(Case(age=16), mother).needs


def _aged(text: str, age: int, *guesses: tuple[str, str, float]) -> dict[str, Any]:
    """A message whose readers heard `age` and a youth in it."""
    parsed = _parsed(text, "raconter", *guesses)
    parsed["entities"] += [{"entity": "age", "value": age}, {"entity": "population", "value": "jeunes"}]
    return parsed


@pytest.mark.parametrize(
    "text",
    [
        "my daughter is 14 and she thinks i wait tables",
        "mon fils croit que je suis serveuse. il a 14 ans",
        "je peux-tu venir avec mon ado de 14 ans",
    ],
)
def test_the_age_of_her_child_makes_no_minor_nor_relative_of_her(text: str) -> None:
    case = note(Case(), _aged(text, 14, ("profile", "proche", 0.9)))
    assert (case.profile, case.age, case.populations) == ("personne", None, ())


@pytest.mark.parametrize("text", ["j'ai 16 ans pis mon bébé a 1 an", "i'm 16 and my son is 1"])
def test_a_young_mother_is_a_minor(text: str) -> None:
    case = note(Case(), _aged(text, 16))
    assert (case.profile, case.age) == ("personne", 16)


@pytest.mark.parametrize("text", ["my daughter is 15 and a guy sells her", "ma fille de 15 ans danse"])
def test_the_mother_of_an_exploited_girl_is_a_relative(text: str) -> None:
    case = note(Case(), _aged(text, 15))
    assert (case.profile, case.age) == ("proche", 15)


def test_a_witness_is_spoken_to_as_one_and_his_child_is_nobody_to_help() -> None:
    seen = "je conduis un autobus, je dépose trois jeunes filles au même hôtel, un homme paie"
    case = note(Case(), _parsed(seen, "acheteur_veut_arreter", ("profile", "acheteur", 0.95)))
    assert case.profile == "proche"
    later = note(case, _aged("la mienne, ma fille, a 15 ans et porte le même chandail", 15))
    assert (later.profile, later.age) == ("proche", None)


def test_a_client_who_says_so_is_a_buyer_from_then_on() -> None:
    case = note(Case(), _parsed("chu un client, dispute-moi pas", "raconter"))
    assert note(case, _parsed("elle tremblait", "raconter", ("profile", "proche", 0.9))).profile == "acheteur"


def test_a_social_worker_says_so_in_english() -> None:
    assert note(Case(), _parsed("i'm an outreach worker in Hull", "raconter")).profile == "intervenant"
