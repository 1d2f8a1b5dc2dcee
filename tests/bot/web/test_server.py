"""What those who watch over a process hear of it while its engine hangs."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.web.server import signs_of_life


class Engine:
    """One that can hang."""

    def __init__(self) -> None:
        self.turns = asyncio.Event()
        self.turns.set()

    async def ping(self) -> None:
        await self.turns.wait()


async def test_a_supervisor_of_several_hears_that_the_engine_hangs_and_systemd_that_we_still_answer() -> None:
    beats: list[int] = []
    turns: list[int] = []

    async def beat() -> None:
        beats.append(1)

    engine: Any = Engine()
    sign = signs_of_life(engine, beat, lambda: turns.append(1))
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
    assert len(turns) == 10
