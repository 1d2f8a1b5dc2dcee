"""A place taken back, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.understanding import note
from bot.conversation.case import CONFIDED, HELPED, WRITER, Case, Place
from bot.conversation.place_withdrawn import Withdrawn, withdrawn
from bot.conversation.second_reading import reread

SHOWN = Case(
    needs=(), last_needs=("hebergement",), place=Place("Granby", "05"), shown=("a",), last_shown=("a",)
)


@pytest.mark.parametrize(
    "text",
    [
        "oublie Granby stp, je veux pas le dire",
        "je reste pu là pis je dirai pas où",
        "note pas de ville",
        "mettez pas ma région",
        "peux-tu effacer ma ville?",
        "oublie d'où je suis, finalement où je reste ça me regarde",
        "j'aime mieux ne pas dire où je suis",
        "garde pas Granby, j'aime mieux pas le dire",
        "ok sans ville",
        "j'habite pu à Granby, je garde ça pour moi où chu rendue",
        "forget my city please",
    ],
)
def test_she_will_not_say(text: str) -> None:
    taken_back = withdrawn(text, SHOWN)
    assert taken_back is not None
    assert taken_back.hidden


@pytest.mark.parametrize(
    "text", ["chu pus à Granby", "finalement oublie Granby", "j'habite plus à granby", "ben chu pu là"]
)
def test_she_is_there_no_more(text: str) -> None:
    taken_back = withdrawn(text, SHOWN)
    assert taken_back is not None
    assert not taken_back.hidden


@pytest.mark.parametrize(
    "text",
    [
        "oublie Granby, chu à Matane",
        "oublie jamais que je reste à Granby",
        "j'essaie d'oublier Granby",
        "chu à Granby mais je veux pas dire mon nom",
        "je dirai pas à ma mère où je reste",
        "je veux pas qu'elle sache où je reste",
        "chu pu là pour lui",
        "je suis plus forte qu'avant à Granby",
        "est-ce que je peux pas dire où je reste?",
        "quand je veux pas dire où je suis il crie",
        "j'ai quitté Granby quand il a commencé à me suivre partout la nuit",
        "j'aime mieux pas le dire",
        "efface toute",
        "un psy à Granby",
        "sans ma fille chu rien",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert withdrawn(text, SHOWN) is None


def test_nothing_is_taken_back_where_nothing_is_known() -> None:
    assert withdrawn("oublie Granby, je veux pas le dire", replace(SHOWN, place=None)) is None
    # Of somebody who confides, it may not be about a town.
    assert withdrawn("chu pu là", replace(SHOWN, told=(CONFIDED,))) is None


@pytest.mark.parametrize(
    ("text", "intent", "declined"),
    [("note pas de ville", "refuser_repondre", True), ("chu pus à Granby", "demander_ressource", False)],
)
def test_the_place_is_forgotten_and_the_search_goes_on(text: str, intent: str, declined: bool) -> None:
    heard = {"entity": "place", "value": "Granby", "region": "05", "extractor": "PlaceExtractor"}
    parse = {
        "text": text,
        "intent": {"name": "donner_lieu", "confidence": 0.9},
        "intent_ranking": [],
        "entities": [heard] if "Granby" in text else [],
    }
    read = reread(parse, SHOWN)
    assert read["intent"]["name"] == intent
    after = note(SHOWN, read)
    assert (after.place, after.place_declined, after.needs) == (None, declined, ("hebergement",))


def test_one_of_two_places_is_forgotten() -> None:
    two = replace(
        SHOWN,
        profile="proche",
        place=Place("Granby", "05", whose=WRITER),
        other_place=Place("Matane", "01", whose=HELPED),
    )
    assert withdrawn("oublie Granby", two) == Withdrawn(hidden=False, name="Granby")
    after = two.without_place("Granby", declined=True)
    assert (after.place, after.other_place, after.place_declined) == (Place("Matane", "01"), None, False)
    assert two.without_place("Matane").place == Place("Granby", "05")
    none = two.without_place()
    assert (none.place, none.other_place) == (None, None)
