"""Plays every conversation against the real engine, then looks at all answers together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.fallback import EMERGENCY_NUMBERS
from bot.conversation.turn import Assistant
from bot.safety.replies import numbers as safety_numbers
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


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """What each conversation gave, filled as the tests run."""
    return {}


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.name)
async def test_conversation(
    conversation: Conversation,
    assistant: Assistant,
    regions: dict[str, list[str]],
    outcomes: dict[str, Outcome],
) -> None:
    outcome = await play(assistant, conversation, regions)
    outcomes[conversation.name] = outcome
    if outcome.problems and conversation.known:
        pytest.xfail(conversation.known)
    assert not outcome.problems, "\n".join(outcome.problems)


def test_every_number_said_exists(outcomes: dict[str, Outcome]) -> None:
    known = {re.sub(r"\D", "", str(phone["number"])) for row in _starter() for phone in row["phones"]}
    known |= {re.sub(r"\D", "", number) for _, number in (*EMERGENCY_NUMBERS, *safety_numbers())}
    known |= {number[1:] for number in known if len(number) == 11}
    for name, outcome in outcomes.items():
        for reply in outcome.replies:
            for number in _NUMBER.findall(text_of(reply)):
                digits = re.sub(r"\D", "", number)
                assert digits in known or digits.removeprefix("1") in known, f"{name}: {number} is nowhere"


def test_one_question_at_a_time(outcomes: dict[str, Outcome]) -> None:
    """Of what waits for an answer: an answer in words may hold a question of its own, as do the words to read
    aloud on the telephone."""
    twice = []
    for name, outcome in outcomes.items():
        for reply in outcome.replies:
            text = "\n".join(message.text for message in reply.messages if message.choices)
            if re.sub(r"«[^»]*»", "", text).count("?") > 1:
                twice.append(f"{name}: {text}")
    assert not twice, "\n\n".join(twice)


def test_no_text_comes_twice_running(outcomes: dict[str, Outcome]) -> None:
    twice = []
    for name, outcome in outcomes.items():
        for before, now in zip(outcome.replies, outcome.replies[1:], strict=False):
            same = {m.text for m in before.messages if len(m.text) > 20} & {m.text for m in now.messages}
            if same and before.messages != now.messages:
                twice.append(f"{name}: {sorted(same)}")
    assert not twice
