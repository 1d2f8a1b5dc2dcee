"""Playing a path: the instant, what is told beforehand, what is kept of it (nothing)."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.rehearsal import current, rehearsing
from bot.paths.playing import outcome, play, run
from directory.database import Database
from directory.geography import QUEBEC
from directory.paths.model import Persona
from directory.paths.reading import parse
from tests.bot.paths.stub import assistant_over
from tests.directory.conftest import starter

__all__ = ["starter"]

NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=QUEBEC)


async def test_a_turn_shows_what_was_read_and_what_was_found(starter: Database) -> None:
    assistant, _ = assistant_over(starter)
    turns = await play(assistant, Persona(at=NIGHT), ["allo", "jcherche où dormir"])
    assert [turn.understood.intent for turn in turns] == ["saluer", "demander_ressource"]
    assert turns[0].shown is None
    query, referral = turns[1].shown
    assert (query.needs, query.at) == (("hebergement",), NIGHT)
    assert referral.services[0].id in "\n".join(str(one) for one in turns[1].reply.messages)
    assert turns[1].sms
    assert all(segments >= 1 for _, segments in turns[1].sms)


async def test_nothing_is_left_of_the_conversation(starter: Database) -> None:
    assistant, engine = assistant_over(starter)
    await play(assistant, Persona(), ["jcherche où dormir"])
    assert assistant.conversations.identities() == []
    assert engine.asked == ["jcherche où dormir"]
    assert current() is None


async def test_what_the_persona_says_is_known_before_her_first_word_only_when_told(starter: Database) -> None:
    assistant, engine = assistant_over(starter)
    persona = Persona(place="Sherbrooke", age=17, populations=("autochtones",), profile="personne")
    await play(assistant, persona, ["où dormir"], told=True)
    assert engine.slots["place"] == {
        "name": "Sherbrooke",
        "region": "05",
        "outside": False,
        "ambiguous": [],
    }
    assert (engine.slots["age"], engine.slots["populations"]) == (17, ["autochtones"])
    await play(assistant, persona, ["où dormir"])
    assert engine.slots.get("place") is None


async def test_a_danger_is_in_the_outcome_with_its_number(starter: Database) -> None:
    assistant, _ = assistant_over(starter)
    path = parse(
        {
            "id": "danger",
            "words": ["je veux mourir"],
            "expect": {"danger": ["suicide"], "numbers": ["1 866 277-3553"]},
        },
        "test",
    )
    found = (await run(assistant, [path]))[0]
    assert found.problems == ()
    assert found.danger == ("suicide",)


async def test_a_reply_that_ends_the_conversation_ends_the_path(starter: Database) -> None:
    assistant, _ = assistant_over(starter)
    turns = await play(assistant, Persona(), ["efface tout", "où dormir"])
    assert len(turns) == 1
    path = parse({"id": "fin", "words": ["efface tout"], "expect": {"needs": ["hebergement"]}}, "test")
    assert outcome(path, turns).problems == ("aucune référence n'a été faite",)


def test_a_rehearsal_ends_with_its_block() -> None:
    with rehearsing(NIGHT) as held:
        assert current() is held
        assert held.at == NIGHT
    assert current() is None
