"""Whether what is on the screen was shown before."""

from __future__ import annotations

import re

import pytest

from bot.channels.gsm import fits_gsm7
from bot.conversation.aspects import SAME, aspect_in
from bot.conversation.case import Case
from bot.conversation.shown_before import sentence
from bot.safety.french import fold


@pytest.mark.parametrize(
    "text",
    [
        "c'est tu les mêmes?",
        "c'est encore la même liste?",
        "est-ce que c'est le même service qu'avant?",
        "c'est la même maison que tout à l'heure?",
        "tu m'as-tu déjà donné ça?",
        "vous me donnez les mêmes numéros?",
    ],
)
def test_she_asks_if_they_are_the_same(text: str) -> None:
    assert aspect_in(fold(text)) == SAME


@pytest.mark.parametrize(
    "text",
    [
        "c'est la même liste",
        "c'est toujours les mêmes qui payent?",
        "c'est-tu la même loi pour les hommes?",
        "on peut-tu rester dans la même chambre?",
        "est-ce que je vais voir la même personne?",
        "pourquoi y fait toujours la même affaire à chaque fois?",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert aspect_in(fold(text)) != SAME


FIRST = Case(needs=("juridique",)).answered(("a", "b"))
SENTENCES = {
    "only": (FIRST, "seule liste"),
    "some": (FIRST.answered(("b", "c")), "En partie : déjà donné avant, B; le reste"),
    "none": (FIRST.answered(("c", "d")), "^Non"),
    "all": (FIRST.answered(("b", "a")), "^Oui"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_sentence(name: str) -> None:
    case, said = SENTENCES[name]
    words = sentence([(one.upper(), one in case.shown_before) for one in case.last_shown], case)
    assert re.search(said, words)
    assert fits_gsm7(words)


def test_what_was_shown_before_is_known_over_many_lists() -> None:
    case = FIRST.answered(("b", "c")).answered(("c", "d"))
    assert case.shown_before == ("a", "b", "c")
    assert case.last_shown == ("c", "d")
    assert set(case.shown) == {"a", "b", "c", "d"}
