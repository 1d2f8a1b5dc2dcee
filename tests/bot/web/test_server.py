"""A process whose engine hangs gives no sign of life, so that it is replaced."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.web.server import while_it_turns


class Engine:
    """One that can hang."""

    def __init__(self) -> None:
        self.turns = asyncio.Event()
        self.turns.set()

    async def ping(self) -> None:
        await self.turns.wait()


async def test_no_sign_of_life_while_the_engine_hangs() -> None:
    beats: list[int] = []

    async def beat() -> None:
        beats.append(1)

    engine: Any = Engine()
    sign = while_it_turns(engine, beat)
    for _ in range(3):
        await sign()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert len(beats) == 3
    engine.turns.clear()
    await sign()
    for _ in range(5):
        await sign()
    assert len(beats) == 4
    engine.turns.set()
    await asyncio.sleep(0.01)
    await sign()
    assert len(beats) == 5
