"""A few words under the services that were shown, or before any was."""

from __future__ import annotations

import pytest

from bot.conversation.case import Case
from bot.conversation.following_up import (
    ANOTHER_OF_NOTHING,
    CHOSEN,
    DEAD_NUMBER,
    EACH,
    OTHER,
    focused,
    focusing,
    followed_up,
    other_one,
)
from bot.conversation.model_reading import Message

THREE = Case(last_needs=("juridique",), shown=("a", "b", "c"), last_shown=("a", "b", "c"))
TWO = Case(last_needs=("juridique",), shown=("a", "b"), last_shown=("a", "b"))


def _asked(text: str, case: Case, intent: str = "nlu_fallback", kinds: tuple[str, ...] = ()) -> list[str]:
    parse = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.5},
        "entities": [],
        "safety": {"level": "crise" if kinds else "aucun", "kinds": list(kinds)},
    }
    read = followed_up(Message(parse), case)
    return [] if read is None else [str(one["value"]) for one in read["entities"]]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("parfait. 24/7?", ["hours"]),
        ("merci, c'est tu ouvert la nuit?", ["hours"]),
        ("ok pis la fin de semaine", ["hours"]),
        ("pis le soir?", ["hours"]),
        ("jour et nuit?", ["hours"]),
        ("c payant?", ["cost"]),
        ("bon, et le prix?", ["cost"]),
        ("ça coûte tu de quoi?", ["cost"]),
        ("gratuit? ouvert le dimanche?", ["cost", "hours"]),
    ],
)
def test_a_short_question_is_about_all_of_them(text: str, asked: list[str]) -> None:
    assert _asked(text, THREE) == [EACH, *asked]


@pytest.mark.parametrize(
    "text",
    [
        "ok celle d'Alma svp",
        "m'as essayer le premier",
        "j'va y aller avec la deuxième",
        "ça va être celui de Gatineau",
        "va pour celle-là",
        "on va prendre le troisième",
        "bon je choisis la 2e",
    ],
)
def test_a_choice_told(text: str) -> None:
    assert _asked(text, THREE) == [CHOSEN]


@pytest.mark.parametrize(
    "text",
    [
        "je peux y aller le soir?",
        "y vont tu me prendre à soir?",
        "mon chum ferme la porte le soir",
        "combien de temps ça prend",
        "c'est la première fois que j'en parle",
        "celle-là répond pas",
        "j'ai peur d'appeler celle-là",
        "je vais aller chez ma mère le premier",
        "je prends soin de moi",
        "celui qui me frappe",
        "c'est quoi les heures?",
    ],
)
def test_neither(text: str) -> None:
    assert _asked(text, THREE) == []


def test_not_beside_a_danger_nor_before_services_nor_in_another_language() -> None:
    assert _asked("gratuit?", THREE, kinds=("violence",)) == []
    assert _asked("gratuit?", Case()) == []
    assert _asked("24h?", Case(shown=("a",), last_shown=("a",), language="en")) == []
    assert _asked("24h?", Case(needs=("ecoute",), shown=("a",), last_shown=("a",))) == []


def test_the_other_is_the_next_after_the_one_spoken_of() -> None:
    assert _asked("pis l'autre?", TWO) == [OTHER]
    assert other_one(TWO) == "b"
    assert _asked("pis l'autre?", THREE) == []
    spoken_of = focusing(focusing(THREE, "a"), "b")
    assert focused(spoken_of) == "b"
    assert other_one(spoken_of) == "c"
    assert _asked("et l'autre numéro?", spoken_of) == [OTHER]
    assert other_one(focusing(THREE, "c")) == "a"
    assert focused(focusing(THREE, "gone")) is None


@pytest.mark.parametrize(
    "text", ["l'autre", "ok et l'autre", "t'as-tu un autre numéro?", "une autre place svp"]
)
def test_another_of_nothing(text: str) -> None:
    assert _asked(text, Case()) == [ANOTHER_OF_NOTHING]
    assert _asked(text, Case(last_needs=("juridique",))) == []


@pytest.mark.parametrize(
    "text", ["ta ligne sonne occupé", "le 1-800 que vous donnez est pas bon", "vot numéro est hors service"]
)
def test_a_dead_number_when_none_was_given(text: str) -> None:
    assert _asked(text, Case(), "signaler_probleme_ressource") == [DEAD_NUMBER]
    assert _asked(text, Case(), "raconter") == []
    assert _asked(text, THREE, "signaler_probleme_ressource") == []
