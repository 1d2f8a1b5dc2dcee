"""Plays every conversation against the real engine, then looks at all answers together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.turn import Assistant
from tests.conversations.runner import Conversation, Outcome, load, play, text_of

pytestmark = pytest.mark.engine
STARTER = Path(__file__).resolve().parents[2] / "directory" / "data" / "services.json"
CONVERSATIONS = list(load())
_NUMBER = re.compile(r"(?<![\d-])(?:1[ -])?\(?\d{3}\)?[ -]\d{3}[ -]?\d{4}(?!\d)")


def _starter() -> list[dict[str, Any]]:
    data = json.loads(STARTER.read_text(encoding="utf-8"))
    return data if isinstance(data, list) else data["services"]


@pytest.fixture(scope="module")
def regions() -> dict[str, list[str]]:
    """Service id -> codes of the regions it serves; a service of the whole province serves none of them."""
    return {
        str(row["id"]): [
            code for area in row["areas"] if (code := str(area["extent"]).partition("/")[0]).isdigit()
        ]
        for row in _starter()
    }


class Played:
    """What the conversations gave, each played once, when a test first asks for it."""

    def __init__(self, assistant: Assistant, regions: dict[str, list[str]]) -> None:
        self._assistant, self._regions = assistant, regions
        self._outcomes: dict[str, Outcome] = {}

    async def one(self, conversation: Conversation) -> Outcome:
        if conversation.name not in self._outcomes:
            self._outcomes[conversation.name] = await play(self._assistant, conversation, self._regions)
        return self._outcomes[conversation.name]

    async def every(self) -> dict[str, Outcome]:
        """All of them by name, also when the test that asks runs alone."""
        return {conversation.name: await self.one(conversation) for conversation in CONVERSATIONS}


@pytest.fixture(scope="module")
def played(assistant: Assistant, regions: dict[str, list[str]]) -> Played:
    return Played(assistant, regions)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.name)
async def test_conversation(conversation: Conversation, played: Played) -> None:
    outcome = await played.one(conversation)
    if conversation.known:
        assert outcome.problems, f"It goes as it should now; take its `known` away: {conversation.known}"
        pytest.xfail(conversation.known)
    assert not outcome.problems, "\n".join(outcome.problems)


def test_no_two_conversations_have_one_name() -> None:
    assert len({conversation.name for conversation in CONVERSATIONS}) == len(CONVERSATIONS)


async def test_every_number_said_exists(played: Played) -> None:
    # In the directory and nowhere else: the emergency numbers and those of the safety lines stand there too.
    known = {re.sub(r"\D", "", str(phone["number"])) for row in _starter() for phone in row["phones"]}
    known |= {number[1:] for number in known if len(number) == 11}
    outcomes = await played.every()
    assert any(_NUMBER.search(text_of(reply)) for outcome in outcomes.values() for reply in outcome.replies)
    for name, outcome in outcomes.items():
        for reply in outcome.replies:
            for number in _NUMBER.findall(text_of(reply)):
                digits = re.sub(r"\D", "", number)
                assert digits in known or digits.removeprefix("1") in known, f"{name}: {number} is nowhere"


async def test_one_question_at_a_time(played: Played) -> None:
    """Of what waits for an answer: an answer in words may hold a question of its own, as do the words to read
    aloud on the telephone."""
    twice = []
    for name, outcome in (await played.every()).items():
        for reply in outcome.replies:
            text = "\n".join(message.text for message in reply.messages if message.choices)
            if re.sub(r"«[^»]*»", "", text).count("?") > 1:
                twice.append(f"{name}: {text}")
    assert not twice, "\n\n".join(twice)


async def test_no_text_comes_twice_running(played: Played) -> None:
    twice = []
    for name, outcome in (await played.every()).items():
        for before, now in zip(outcome.replies, outcome.replies[1:], strict=False):
            same = {m.text for m in before.messages if len(m.text) > 20} & {m.text for m in now.messages}
            if same and before.messages != now.messages:
                twice.append(f"{name}: {sorted(same)}")
    assert not twice
