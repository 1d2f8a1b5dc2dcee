"""Numbers to tap and services as cards."""

from __future__ import annotations

import pytest

from bot.web.views import Card, dial, with_links


@pytest.mark.parametrize(
    ("number", "sms", "href"),
    [
        ("911", False, "tel:911"),
        ("1 800 363-9010", False, "tel:+18003639010"),
        ("1-866-277-3553", False, "tel:+18662773553"),
        ("819 771-6631", False, "tel:+18197716631"),
        ("535353", True, "sms:535353"),
        ("438-601-1211", True, "sms:+14386011211"),
    ],
)
def test_what_a_phone_opens(number: str, sms: bool, href: str) -> None:
    assert dial(number, sms=sms) == href


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Appelle le 911 maintenant.", ["911"]),
        ("SOS : 1 800 363-9010, gratuit.", ["1 800 363-9010"]),
        ("PARLER au 686868", ["686868"]),
        ("Le 811 ou le 211.", ["811", "211"]),
        ("En 2014, 50 $ et 25 000 $ : rien à appeler.", []),
        ("art. 286.1 à 286.5", []),
    ],
)
def test_numbers_in_sentences(text: str, links: list[str]) -> None:
    html = str(with_links(text))
    assert [part.partition(">")[2].partition("<")[0] for part in html.split("<a ")[1:]] == links


def test_sentences_are_escaped() -> None:
    assert "<b>" not in with_links("<b>811</b>")


def _service(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": "x",
        "name": "Maison",
        "phones": [{"number": "811", "type": "voice", "note": None, "to_confirm": True}],
        "open": True,
        "hours": "24/7",
        "reasons": ["à Gatineau, dans ta ville", "ouvert maintenant, ferme à 21 h"],
    }
    return {**base, **changes}


def test_the_state_is_said_once() -> None:
    card = Card.of(_service())
    assert card.state == "Ouvert maintenant, ferme à 21 h"
    assert card.why == ("à Gatineau, dans ta ville",)
    assert card.calls[0].note == "à confirmer"


def test_a_website_that_is_no_web_address_is_left_out() -> None:
    assert Card.of(_service(website="javascript:alert(1)")).website is None


def test_notes_for_editors_and_hours_nobody_knows_are_not_shown() -> None:
    phone = {
        "number": "811",
        "type": "voice",
        "note": "vu ailleurs : À CONFIRMER avant publication",
        "to_confirm": True,
    }
    card = Card.of(_service(phones=[phone], reasons=[], hours="non précisé"))
    assert card.calls[0].note == "à confirmer"
    assert card.state is None
    assert card.facts == ()
