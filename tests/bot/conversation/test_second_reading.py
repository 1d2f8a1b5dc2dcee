"""What a message means where it stands, without the engine."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.case import CONFIDED, Case, Place
from bot.conversation.model_reading import REQUEST
from bot.conversation.second_reading import reread

SHOWN = Case(last_needs=("juridique",), shown=("a", "b"), last_shown=("a", "b"))
TOLD = Case(told=(CONFIDED,), asked="feeling", asked_times=1)
ASKED_WHERE = Case(needs=("juridique",), asked="place", asked_times=1)


def parse(text: str, *ranking: tuple[str, float], **more: Any) -> dict[str, Any]:
    """Parse data as the model gives it, the first of `ranking` being its reading."""
    first = ranking[0]
    return {
        "text": text,
        "intent": {"name": first[0], "confidence": first[1]},
        "intent_ranking": [{"name": name, "confidence": share} for name, share in ranking],
        "entities": [],
        "safety": {"level": "aucun", "kinds": []},
        **more,
    }


def place(text: str, start: int = 0) -> dict[str, Any]:
    """A place entity that covers `text` from `start`."""
    return {"entity": "place", "value": text, "start": start, "end": start + len(text), "region": "02"}


def question(key: str) -> dict[str, Any]:
    """The response selector's choice."""
    return {"question": {"response": {"intent_response_key": f"question/{key}"}}}


TABLE = [
    ("a machine", "coudonc, t'es-tu un robot?", [("saluer", 0.8)], Case(), {}, "demander_si_robot"),
    (
        "whom she writes to",
        "j'écris à du vrai monde?",
        [("hors_sujet", 0.5)],
        Case(),
        {},
        "demander_si_robot",
    ),
    (
        "wants somebody",
        "je veux parler à du vrai monde",
        [("parler_humain", 0.9)],
        Case(),
        {},
        "parler_humain",
    ),
    ("a secret, first", "bonsoir, c'est secret?", [("saluer", 0.9)], Case(), {}, "demander_confidentialite"),
    ("a secret told", "je garde ce secret", [("raconter", 0.9)], TOLD, {}, "raconter"),
    ("her language", "parlez-vous turc?", [("demander_menu", 0.5)], Case(), {}, "saluer"),
    ("in French", "on continue en français", [("question", 0.7)], TOLD, {}, "raconter"),
    ("what weighs", "mon père battait ma mère", [("raconter", 0.9)], TOLD, {}, "exprimer_detresse"),
    ("no good news", "ça me ronge", [("donner_avis_positif", 0.9)], TOLD, {}, "exprimer_detresse"),
    ("a shame, no request", "j'ai eu tellement honte", [(REQUEST, 0.7)], SHOWN, {}, "exprimer_detresse"),
    ("a shame and a wish", "j'ai honte mais je cherche un toit", [(REQUEST, 0.7)], SHOWN, {}, REQUEST),
    ("who is behind", "heille c'est qui derrière ça", [("saluer", 0.5)], Case(), {}, "demander_si_robot"),
    ("what this is", "c koi? c'est quoi ce service", [("hors_sujet", 0.8)], SHOWN, {}, "demander_si_robot"),
    ("who is at the door", "y'a quelqu'un derrière la porte", [("raconter", 0.5)], TOLD, {}, "raconter"),
    (
        "an unsure script in mid-talk",
        "mon intervenante va avoir de la peine",
        [("insulter", 0.5), ("raconter", 0.2)],
        TOLD,
        {},
        "raconter",
    ),
    (
        "a sure one",
        "mon intervenante est une maudite folle",
        [("insulter", 0.9), ("raconter", 0.1)],
        TOLD,
        {},
        "insulter",
    ),
    ("hours under services", "c'est quoi les heures?", [("hors_sujet", 0.6)], SHOWN, {}, "demander_details"),
    ("hours under nothing", "c'est quoi les heures?", [("hors_sujet", 0.6)], Case(), {}, "hors_sujet"),
    (
        "what a refuge keeps",
        "le refuge vas tu dire a la police que chu la",
        [("demander_confidentialite", 0.7)],
        Case(),
        {},
        "demander_details",
    ),
    (
        "what is kept here",
        "vas-tu garder mes messages",
        [("demander_confidentialite", 0.7)],
        Case(),
        {},
        "demander_confidentialite",
    ),
    ("the way", "pis c'est où ça", [("nlu_fallback", 0.3)], SHOWN, {}, "demander_details"),
    ("what they do", "y vont tu me fouiller", [("nlu_fallback", 0.3)], SHOWN, {}, "demander_details"),
    ("how they receive", "ils vont tu me juger", [("nlu_fallback", 0.3)], SHOWN, {}, "demander_details"),
    (
        "half a question about them",
        "est-ce pour les femmes de mon âge?",
        [("nlu_fallback", 0.3), ("demander_details", 0.34)],
        SHOWN,
        {},
        "demander_details",
    ),
    (
        "another organization",
        "c'est quoi la cnesst",
        [("question", 0.51)],
        SHOWN,
        {"response_selector": question("cles_espaces_vie")},
        "demander_details",
    ),
    (
        "the CLES",
        "c'est quoi la CLES",
        [("question", 0.51)],
        SHOWN,
        {"response_selector": question("cles_espaces_vie")},
        "question",
    ),
    ("thanks and a need", "merci, pis de la bouffe?", [("remercier", 0.96)], SHOWN, {}, "demander_ressource"),
    ("thanks for it", "merci pour l'avocat", [("remercier", 0.96)], SHOWN, {}, "remercier"),
    ("plain thanks", "merci", [("remercier", 1.0)], SHOWN, {}, "remercier"),
    (
        "a hasty leave that asks",
        "chu dehors pis y fait frette",
        [("quitter_vite", 0.59)],
        Case(),
        {},
        "demander_ressource",
    ),
    ("a sure leave", "faut je parte chu dehors", [("quitter_vite", 0.95)], Case(), {}, "quitter_vite"),
    (
        "a town that is a name",
        "alma",
        [("saluer", 0.4)],
        Case(),
        {"entities": [place("alma")]},
        "donner_lieu",
    ),
    ("an unknown place", "machin truc", [("insulter", 0.5)], ASKED_WHERE, {}, "donner_lieu"),
    ("a sure insult", "va chier", [("insulter", 0.99)], ASKED_WHERE, {}, "insulter"),
    (
        "a swear word is no place",
        "tabarnak",
        [("donner_lieu", 0.65), ("insulter", 0.17)],
        Case(),
        {},
        "insulter",
    ),
    ("no other reading", "zork", [("donner_lieu", 0.65), ("nier", 0.05)], Case(), {}, "nlu_fallback"),
    (
        "a price without money",
        "est-ce qu'il y a des groupes?",
        [("question", 0.48), ("demander_ressource", 0.27)],
        Case(),
        {"response_selector": question("cout_services")},
        "demander_ressource",
    ),
    (
        "a price",
        "ça coûte combien?",
        [("question", 0.9)],
        Case(),
        {"response_selector": question("cout_services")},
        "question",
    ),
    (
        "another answer",
        "est-ce légal?",
        [("question", 0.9)],
        Case(),
        {"response_selector": question("loi_prostitution")},
        "question",
    ),
    (
        "a half-heard feeling",
        "si ma mère savait",
        [("nlu_fallback", 0.3), ("exprimer_detresse", 0.33), ("exprimer_ambivalence", 0.05)],
        Case(),
        {},
        "exprimer_detresse",
    ),
    (
        "a half-heard need",
        "pis pour mes enfants?",
        [("nlu_fallback", 0.3), ("demander_ressource", 0.35)],
        Case(),
        {"entities": [{"entity": "need", "value": "parentalite", "confidence_entity": 0.21}]},
        "demander_ressource",
    ),
    (
        "no buyer",
        "je veux continuer",
        [("acheteur_veut_arreter", 0.39), ("exprimer_ambivalence", 0.2)],
        Case(asked="feeling"),
        {},
        "exprimer_ambivalence",
    ),
    (
        "a buyer",
        "je paye pour du sexe, je veux arrêter",
        [("acheteur_veut_arreter", 0.9)],
        Case(asked="need"),
        {},
        "acheteur_veut_arreter",
    ),
    (
        "others than what",
        "vous autres",
        [("demander_autres_ressources", 0.3), ("donner_avis_negatif", 0.26)],
        Case(),
        {},
        "donner_avis_negatif",
    ),
    (
        "others than these",
        "y en a tu d'autres",
        [("demander_autres_ressources", 0.3), ("donner_avis_negatif", 0.26)],
        SHOWN,
        {},
        "demander_autres_ressources",
    ),
    ("an animal is no place", "j'ai deux chats", [("donner_lieu", 0.35)], SHOWN, {}, "demander_details"),
    (
        "whom to reach, not an answer in words",
        "pis comment les rejoindre?",
        [("question", 0.4)],
        Case(),
        {"response_selector": question("reduction_mefaits")},
        "demander_details",
    ),
    (
        "are there others like them",
        "est-ce qu'il y a des groupes pour les parents?",
        [("demander_details", 0.57)],
        SHOWN,
        {"entities": [{"entity": "need", "value": "soutien_proches", "confidence_entity": 0.6}]},
        "demander_ressource",
    ),
    ("fingers on the keyboard", "fghjkl", [("hors_sujet", 0.6)], Case(), {}, "nlu_fallback"),
    ("another subject", "le hockey", [("hors_sujet", 0.6)], Case(), {}, "hors_sujet"),
    (
        "barely a buyer",
        "chu tannée de ma coloc",
        [("acheteur_veut_arreter", 0.4)],
        Case(),
        {},
        "nlu_fallback",
    ),
    (
        "a buyer",
        "jveux arrêter d'en voir",
        [("acheteur_veut_arreter", 0.8)],
        Case(),
        {},
        "acheteur_veut_arreter",
    ),
    (
        "never again",
        "ça va aller, mais revivre une nuit pareille, jamais",
        [("recommencer", 0.9), ("raconter", 0.2)],
        SHOWN,
        {},
        "raconter",
    ),
    ("anew", "bon ok là on recommence toute l'affaire svp", [("recommencer", 0.9)], SHOWN, {}, "recommencer"),
    (
        "he does not know",
        "non, il sait pas que j'écris",
        [("ne_sait_pas", 0.9), ("raconter", 0.2)],
        ASKED_WHERE,
        {},
        "raconter",
    ),
    ("she does not know", "je sais pas trop", [("ne_sait_pas", 0.9)], ASKED_WHERE, {}, "ne_sait_pas"),
    (
        "somebody for that",
        "pis quelqu'un pour m'aider à la remplir",
        [("question", 0.6)],
        SHOWN,
        {
            "entities": [{"entity": "need", "value": "indemnisation_victimes"}],
            "response_selector": question("indemnisation_ivac"),
        },
        "demander_ressource",
    ),
    (
        "a question about somebody",
        "comment trouver quelqu'un pour m'aider?",
        [("question", 0.6)],
        SHOWN,
        {
            "entities": [{"entity": "need", "value": "indemnisation_victimes"}],
            "response_selector": question("indemnisation_ivac"),
        },
        "question",
    ),
    ("a silence", "…", [("demander_menu", 0.6)], SHOWN, {}, "nlu_fallback"),
    (
        "a town to a question",
        "pis vers Matane",
        [("recommencer", 0.9)],
        ASKED_WHERE,
        {"entities": [place("Matane", 9)]},
        "donner_lieu",
    ),
    (
        "told while a town is waited for",
        "chu montée chez ma voisine",
        [("donner_lieu", 0.6), ("raconter", 0.3)],
        ASKED_WHERE,
        {},
        "raconter",
    ),
    (
        "a town no map knows",
        "chu dans un rang proche d'Amqui",
        [("donner_lieu", 0.6), ("raconter", 0.3)],
        ASKED_WHERE,
        {},
        "donner_lieu",
    ),
    (
        "what she does not want",
        "je veux pas qu'il l'apprenne",
        [("refuser_repondre", 0.9), ("raconter", 0.2)],
        ASKED_WHERE,
        {},
        "raconter",
    ),
    (
        "what she will not say",
        "je veux pas le dire",
        [("refuser_repondre", 0.9)],
        ASKED_WHERE,
        {},
        "refuser_repondre",
    ),
    (
        "a daughter gives no sign",
        "ma grande me répond pu depuis jeudi",
        [("signaler_probleme_ressource", 0.9), ("raconter", 0.2)],
        SHOWN,
        {},
        "raconter",
    ),
    (
        "a line gives no sign",
        "ça répond pas à votre ligne",
        [("signaler_probleme_ressource", 0.9)],
        SHOWN,
        {},
        "signaler_probleme_ressource",
    ),
    (
        "nothing was given yet",
        "j'ai pu personne autour",
        [("signaler_probleme_ressource", 0.9), ("raconter", 0.2)],
        Case(),
        {},
        "raconter",
    ),
    ("no praise", "maudite machine bonne à rien", [("donner_avis_positif", 0.9)], Case(), {}, "insulter"),
    (
        "she goes on as before",
        "j'veux pas lâcher, juste avoir la paix",
        [("demander_ressource", 0.9)],
        Case(),
        {},
        "exprimer_ambivalence",
    ),
    (
        "a no that goes on",
        "non ben voyons, ma petite dort toujours quand ça crie",
        [("nier", 0.8)],
        TOLD,
        {},
        "raconter",
    ),
    ("a no that refuses", "non j'ai besoin de personne moi", [("nier", 0.8)], TOLD, {}, "nier"),
    ("a no that corrects", "non, moi j'ai pas d'enfants", [("nier", 0.8)], Case(), {}, "nier"),
    (
        "a no to the danger",
        "non, mon frère dort juste à côté",
        [("nier", 1.0)],
        TOLD,
        {"entities": [{"entity": "danger", "value": "non"}]},
        "nier",
    ),
    (
        "a reason to hold on",
        "ma perruche s'ennuierait de moi",
        [("hors_sujet", 0.7)],
        TOLD,
        {},
        "raconter",
    ),
    ("the same out of nowhere", "ma perruche parle anglais", [("hors_sujet", 0.7)], Case(), {}, "hors_sujet"),
    (
        "off the subject, asked",
        "quel temps fait-il chez ma mère?",
        [("hors_sujet", 0.7)],
        TOLD,
        {},
        "hors_sujet",
    ),
    (
        "surely off the subject",
        "mon imprimante refuse le papier",
        [("hors_sujet", 0.95)],
        TOLD,
        {},
        "hors_sujet",
    ),
    (
        "not heard while she tells",
        "lui travaille de nuit le lundi",
        [("nlu_fallback", 0.3)],
        ASKED_WHERE,
        {},
        "raconter",
    ),
    (
        "not heard, and asks",
        "je cherche de quoi pour le bain",
        [("nlu_fallback", 0.3)],
        TOLD,
        {},
        "nlu_fallback",
    ),
    (
        "a menu was not enough",
        "lui travaille de nuit le lundi",
        [("nlu_fallback", 0.3)],
        Case(told=(CONFIDED,), asked="unclear", asked_times=1),
        {},
        "nlu_fallback",
    ),
    (
        "a feeling taken for a request",
        "j'ai pas un seul ami ici",
        [("demander_ressource", 0.5)],
        Case(),
        {},
        "exprimer_detresse",
    ),
    (
        "thanks in another language",
        "thanks for being patient with me",
        [("hors_sujet", 0.6)],
        SHOWN,
        {},
        "remercier",
    ),
    (
        "what she will never do again",
        "je vas pu jamais y remettre un pied",
        [("recommencer", 0.9), ("raconter", 0.2)],
        SHOWN,
        {},
        "raconter",
    ),
    (
        "what she wants first",
        "commence donc par la bouffe",
        [("recommencer", 0.9)],
        SHOWN,
        {},
        "demander_ressource",
    ),
    (
        "a picture to have removed",
        "l'image, je voudrais la faire supprimer",
        [("effacer_conversation", 0.9)],
        TOLD,
        {},
        "demander_ressource",
    ),
    (
        "a page to have removed",
        "comment les enlever de ce site-là",
        [("effacer_conversation", 0.9), ("question", 0.2)],
        TOLD,
        {},
        "question",
    ),
    (
        "these messages",
        "comment je peux effacer nos messages",
        [("effacer_conversation", 0.9), ("question", 0.2)],
        TOLD,
        {},
        "effacer_conversation",
    ),
    (
        "this talk, without a name",
        "efface ça vite",
        [("effacer_conversation", 0.9)],
        TOLD,
        {},
        "effacer_conversation",
    ),
    (
        "what to say to them",
        "j'irai pas ce soir, je leur réponds quoi",
        [("refuser_repondre", 0.9)],
        ASKED_WHERE,
        {},
        "demander_details",
    ),
    ("a town first", "amqui chez un chum", [("nlu_fallback", 0.3)], ASKED_WHERE, {}, "donner_lieu"),
    ("no town first", "chambre louée", [("nlu_fallback", 0.3)], ASKED_WHERE, {}, "nlu_fallback"),
    ("dogs, in English", "are dogs allowed", [("hors_sujet", 0.5)], SHOWN, {}, "demander_details"),
    (
        "she goes on, and asks for a roof",
        "j'veux pas lâcher, juste un logement",
        [("demander_ressource", 0.9)],
        Case(),
        {},
        "demander_ressource",
    ),
]


@pytest.mark.parametrize(
    ("text", "ranking", "case", "more", "intent"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_reading(text: str, ranking: Any, case: Case, more: dict[str, Any], intent: str) -> None:
    assert reread(parse(text, *ranking, **more), case)["intent"]["name"] == intent


def test_a_town_that_comes_first_has_its_region() -> None:
    read = reread(parse("amqui chez un chum", ("nlu_fallback", 0.3)), ASKED_WHERE)
    (town,) = read["entities"]
    assert (town["entity"], town["value"], town["region"]) == ("place", "Amqui", "01")


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("la fenêtre de la cuisine ferme pas ben", False),
        ("le guichet du coin ferme super tôt", False),
        ("ferme tout ça vite s'il revient", True),
        ("il rentre dans la cour là", True),
        ("faut fermer ma porte de chambre", True),
        ("gros char dans l'entrée", True),
        ("bye là", True),
        ("kk1 monte dans les marches", True),
    ],
)
def test_who_leaves_says_who_and_a_thing_that_closes_is_nobody(text: str, leaves: bool) -> None:
    unsure = parse(text, ("quitter_vite", 0.75), ("raconter", 0.1))
    assert reread(unsure, Case())["intent"]["name"] == ("quitter_vite" if leaves else "raconter")
    sure = parse(text, ("quitter_vite", 0.95), ("raconter", 0.02))
    assert reread(sure, Case())["intent"]["name"] == "quitter_vite"


@pytest.mark.parametrize("text", ["Aidez-moi s'il vous plaît", "help me please", "à l'aide!"])
def test_a_bare_cry_for_help_brings_people_and_no_need_is_guessed(text: str) -> None:
    guessed = {"entity": "need", "value": "argent_dettes", "confidence_entity": 0.3}
    read = reread(parse(text, ("demander_ressource", 0.6), entities=[guessed]), Case())
    assert (read["intent"]["name"], read["entities"]) == ("parler_humain", [])


def test_help_for_something_is_no_bare_cry() -> None:
    heard = parse("aidez-moi à trouver un avocat", ("demander_ressource", 0.9))
    assert reread(heard, Case()) is heard


def test_a_picture_is_searched_help_for() -> None:
    heard = parse("mes images, les faire enlever", ("effacer_conversation", 0.9))
    assert ("need", "images_intimes") in [
        (one["entity"], one["value"]) for one in reread(heard, TOLD)["entities"]
    ]


def test_what_she_asks_of_them_is_said_with_it() -> None:
    read = reread(parse("c'est ouvert quand", ("hors_sujet", 0.5)), SHOWN)
    assert [(one["entity"], one["value"]) for one in read["entities"]] == [("aspect", "hours")]


def test_a_danger_is_never_read_again() -> None:
    heard = parse("heures", ("hors_sujet", 0.5), safety={"level": "crise", "kinds": ["violence"]})
    assert reread(heard, SHOWN) is heard


def test_what_stands_is_left_as_it_is() -> None:
    heard = parse("je veux un avocat", ("demander_ressource", 0.99))
    assert reread(heard, SHOWN) is heard


def test_a_town_alone_brings_no_need_of_its_own() -> None:
    heard_in_it = {"entity": "need", "value": "indemnisation_victimes", "confidence_entity": 0.4}
    given = [place("Matane", 9), heard_in_it]
    read = reread(parse("pis vers Matane", ("question", 0.7), entities=given), ASKED_WHERE)
    assert read["intent"]["name"] == "donner_lieu"
    assert [one["entity"] for one in read["entities"]] == ["place"]


def test_who_is_no_buyer_keeps_nothing_of_one() -> None:
    of_a_buyer = [{"entity": "need", "value": "acheteurs"}, {"entity": "profile", "value": "acheteur"}]
    heard = parse("chu tannée de ma coloc", ("acheteur_veut_arreter", 0.4), entities=of_a_buyer)
    assert reread(heard, Case())["entities"] == []


@pytest.mark.parametrize(("intent", "kept"), [("raconter", []), ("parler_pour_proche", ["Matane"])])
def test_the_place_of_a_niece_is_that_of_the_help_when_it_is_for_her(intent: str, kept: list[str]) -> None:
    text = "ma nièce est à Matane"
    heard = {**place("Matane", text.index("Matane")), "extractor": "PlaceExtractor"}
    known = Case(place=Place("Magog", "05"), told=(CONFIDED,))
    read = reread(parse(text, (intent, 0.9), entities=[heard]), known)
    assert [one["value"] for one in read["entities"] if one["entity"] == "place"] == kept
