"""What a message says she needs to be let in."""

from __future__ import annotations

import pytest

from bot.nlu.access import KEYS, find_access
from directory.models import ACCESS_ATTRIBUTES
from directory.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("jai mes 2 kids avec moi", ("children",)),
        ("une place pour moi et ma fille", ("children",)),
        ("j'ai trois enfants", ("children",)),
        ("une place avec mon bébé", ("children",)),
        ("acceptent-elles les enfants?", ("children",)),
        ("with my kids", ("children",)),
        ("est-ce qu'ils prennent les chiens pis les enfants", ("children", "pets")),
        ("ya tu 1 place ou jpe aller avec mon chat", ("pets",)),
        ("est-ce qu'ils prennent les chiens?", ("pets",)),
        ("j'ai 2 gros chiens", ("pets",)),
        ("do they take dogs", ("pets",)),
        ("chu sans statut", ("no_papers",)),
        ("j'ai pas d'papiers", ("no_papers",)),
        ("j'ai perdu ma carte soleil", ("no_papers",)),
        ("il a pris mon passeport", ("no_papers",)),
        ("I have no health card", ("no_papers",)),
        ("chu trans", ("trans_women_welcome",)),
        ("est-ce qu'ils prennent les femmes trans?", ("trans_women_welcome",)),
        ("jconsomme encore", ("drug_use_accepted",)),
        ("je consomme pas mal", ("drug_use_accepted",)),
        ("je fume du crack", ("drug_use_accepted",)),
        ("y en a tu une qui prend le monde qui consomme", ("drug_use_accepted",)),
        ("I still use drugs", ("drug_use_accepted",)),
        ("Refusée parce que je consomme", ("drug_use_accepted", "barred_accepted")),
        ("chu barrée partout", ("barred_accepted",)),
        ("je peux-tu arriver la nuit", ("night_arrival",)),
        ("c'est-tu ouvert la nuit", ("night_arrival",)),
        ("chu en chaise roulante", ("wheelchair",)),
        ("chu pas prête à arrêter", ("not_ready_welcome",)),
        ("une place juste pour femmes", ("women_only",)),
        ("mené par des femmes autochtones", ("indigenous_led",)),
        ("c'est tu anonyme", ("anonymous",)),
        ("c'est confidentiel?", ("confidential",)),
        ("je peux les texter", ("sms",)),
        ("je veux clavarder", ("chat",)),
        ("femme trans sans papiers, avec mon chien", ("trans_women_welcome", "pets", "no_papers")),
    ],
)
def test_what_she_says_she_needs(text: str, wishes: tuple[str, ...]) -> None:
    assert find_access(text) == wishes


@pytest.mark.parametrize(
    "text",
    [
        "j'ai pas d'enfants",
        "mes enfants sont placés",
        "la DPJ a pris mes enfants",
        "je veux parler avec ma fille",
        "no kids",
        "j'ai pas de chien",
        "mon chien est mort",
        "il me traite de chienne",
        "j'ai la chienne",
        "j'ai mes papiers",
        "je suis pas trans",
        "je suis un homme trans",
        "I'm a trans man",
        "je consomme pu",
        "je consomme pas",
        "mon chum consomme",
        "je veux pas voir du monde qui consomme",
        "chu accro à lui",
        "je consomme de la porno",
        "I don't use drugs",
        "la porte est barrée",
        "j'ai refusé un client",
        "il arrive la nuit",
        "je travaille la nuit",
        "pas en fauteuil roulant",
        "les alcooliques anonymes",
        "il m'écrit par texto",
        "chu prête à arrêter",
    ],
)
def test_what_is_not_hers_is_no_wish(text: str) -> None:
    assert find_access(text) == ()


@pytest.mark.parametrize(
    "text", ["mon transport", "mon achat", "du papier", "mes chiennetés", "un anonymat", "mon autocar"]
)
def test_words_inside_words(text: str) -> None:
    assert find_access(text) == ()


def test_every_wish_of_the_vocabulary_is_read_and_no_other() -> None:
    assert set(KEYS) == set(vocabulary().access) == set(ACCESS_ATTRIBUTES)


@pytest.mark.parametrize(
    "text", ["a" * 1000, "1 " * 500, "prend tu " * 110, "enfants a b " * 80, "\u0301" * 50]
)
def test_hostile_texts_are_read(text: str) -> None:
    find_access(text)
