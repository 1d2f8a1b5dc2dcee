"""First words that tell something are listened to, whatever greeting or courtesy the model read in them."""

from __future__ import annotations

import pytest

from bot.conversation.case import Case
from bot.conversation.second_reading import reread
from tests.bot.conversation.test_second_reading import TOLD, parse


@pytest.mark.parametrize(
    ("text", "intent", "case", "taken_for"),
    [
        ("bonsoir, ma nièce est partie avec lui hier", "saluer", Case(), "raconter"),
        ("salut, je travaille au comptoir de l'hôtel", "saluer", Case(), "raconter"),
        ("allo, je ne sais pas trop si ma place est ici", "saluer", Case(), "raconter"),
        ("c'est sans doute pas assez important", "donner_avis_positif", Case(), "raconter"),
        ("je voulais surtout pas vous déranger", "dire_au_revoir", Case(), "raconter"),
        ("bonjour!", "saluer", Case(), "saluer"),
        ("bonsoir, j'espère que ça va bien", "saluer", Case(), "saluer"),
        ("salut, comment tu vas mon ami", "saluer", Case(), "saluer"),
        ("allo, je cherche une place pour dormir", "saluer", Case(), "demander_ressource"),
        ("merci, je vais les appeler demain", "remercier", TOLD, "remercier"),
    ],
)
def test_first_words(text: str, intent: str, case: Case, taken_for: str) -> None:
    assert reread(parse(text, (intent, 0.95)), case)["intent"]["name"] == taken_for
