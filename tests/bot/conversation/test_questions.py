"""Questions as they are typed, few with a mark; and what only holds the same words."""

from __future__ import annotations

import pytest

from bot.conversation.questions import asks


@pytest.mark.parametrize(
    "text",
    [
        "ça coûte?",
        "chu tu trop tard",
        "y sort tu a soir ou j'ai le temps",
        "vont-tu le savoir",
        "c tu grave",
        "esk jpeux revenir",
        "est ce que c'est gratis",
        "suis-je obligée",
        "a-t-elle le droit",
        "kom on fait",
        "pk y demandent ca",
        "quel papier",
        "et qui va me croire",
        "ou je vas aller",
        "quand est-ce que ça finit",
        "how do i get there",
    ],
)
def test_it_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "quand tu dors pas, tu penses trop",
        "quand je dors",
        "jai refait un client pour la payer",
        "le gars qui m'a fait ça",
        "mon rendez-vous est mardi",
        "dis-nous",
        "on est là",
        "celui-là",
        "si tu veux",
        "merci tu m'aides",
        "mon ex sait ou je reste",
        "",
    ],
)
def test_it_only_tells(text: str) -> None:
    assert not asks(text)


def test_somebody_is_no_question() -> None:
    assert not asks("je veux quelqu'un à qui parler")
    assert not asks("y a kekun avec moi")
    assert asks("quel jour")
    assert asks("kel numéro")
