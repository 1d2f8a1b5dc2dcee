"""First words that tell something are listened to, whatever greeting or courtesy the model read in them."""

from __future__ import annotations

import pytest

from bot.conversation.case import Case
from bot.conversation.second_reading import reread
from bot.conversation.telling_on import asks_who_reads
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


@pytest.mark.parametrize(
    ("text", "intent", "taken_for"),
    [
        ("bon, m'a aller me coucher", "raconter", "dire_au_revoir"),
        ("je vais les appeler lundi", "nlu_fallback", "dire_au_revoir"),
        ("ok jvais y réfléchir", "exprimer_ambivalence", "dire_au_revoir"),
        ("faut que j'aille dormir", "quitter_vite", "quitter_vite"),
        ("je vais y penser, mais j'ai peur", "raconter", "raconter"),
        ("j'ai figé, je comprends pas pourquoi", "demander_repeter", "raconter"),
        ("je comprends pas ce que tu dis", "demander_repeter", "demander_repeter"),
        ("que dieu vous garde", "demander_si_robot", "remercier"),
        ("y a tu du monde qui lit ici", "demander_confidentialite", "parler_humain"),
    ],
)
def test_goodbyes_thanks_and_whether_somebody_reads(text: str, intent: str, taken_for: str) -> None:
    assert reread(parse(text, (intent, 0.9)), TOLD)["intent"]["name"] == taken_for


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("me lis-tu pour vrai", True),
        ("je me demande si quelqu'un lit ça", True),
        ("une intervenante lit-tu ce que j'écris", True),
        ("esk qqun voit mes messages", True),
        ("comment savoir si quelqu'un lit mes textos", False),
        ("mon mari va-tu voir ce que j'écris", False),
        ("est-ce que quelqu'un voit ma position?", False),
    ],
)
def test_whether_somebody_reads(text: str, asks: bool) -> None:
    assert asks_who_reads(text) is asks
