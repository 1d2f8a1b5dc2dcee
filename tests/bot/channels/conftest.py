"""A desk over the real turn and danger detector, with an engine that says what a test tells it to."""

from __future__ import annotations

import pytest

from bot.channels.sms import Incoming, SmsDesk
from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations
from bot.safety import Detector
from tests.bot.conversation.test_turn import StubEngine
from tests.detector import rules_only

PHONE = "+1 819 555-0100"


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def detector() -> Detector:
    return rules_only()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine() -> StubEngine:
    return StubEngine({"text": "Dans quelle ville?", "buttons": [{"payload": "skip", "title": "Passer"}]})


@pytest.fixture
def assistant(engine: StubEngine, detector: Detector, clock: Clock) -> Assistant:
    return Assistant(engine, detector, Conversations(clock=clock))


@pytest.fixture
def desk(assistant: Assistant, clock: Clock) -> SmsDesk:
    return SmsDesk(assistant, clock)


class Phone:
    """Somebody who texts."""

    def __init__(self, desk: SmsDesk, number: str = PHONE) -> None:
        self.desk = desk
        self.number = number

    async def says(self, text: str, media: int = 0) -> list[str]:
        async with self.desk.line(self.number):
            return await self.desk.answer(Incoming(self.number, text, media))


@pytest.fixture
def phone(desk: SmsDesk) -> Phone:
    return Phone(desk)
