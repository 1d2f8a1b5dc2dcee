"""Drives a running assistant: so many conversations at once, each waiting for its answers."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

from bench.machine import summary
from bench.systems import CONVERSATIONS, TURNS, System

PATIENCE = aiohttp.ClientTimeout(total=120)


@dataclass
class Measured:
    """What one run of one system at one level gave."""

    milliseconds: list[float] = field(default_factory=list)
    failures: int = 0
    too_late: int = 0
    """Answered within Sentier's time limit with the numbers to call: the engine had not answered yet."""
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Turns answered per second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def to_json(self) -> dict[str, Any]:
        """The figures of a run."""
        turns = max(1, len(self.milliseconds))
        return {
            **(summary(self.milliseconds) if self.milliseconds else {}),
            "turns_per_s": round(self.per_second, 2),
            "cpu_ms_per_turn": round(self.cpu_seconds * 1000 / turns, 2),
            "failures": self.failures,
            "too_late": self.too_late,
        }


async def _drive(system: System, at_once: int, turns: int, least: float) -> Measured:
    measured = Measured()
    numbers = count()
    end = time.perf_counter() + least
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=PATIENCE) as session:

        async def talk() -> None:
            while len(measured.milliseconds) < turns or time.perf_counter() < end:
                lines = CONVERSATIONS[next(numbers) % len(CONVERSATIONS)]
                client = system.client(session, system.url)
                for line in lines:
                    start = time.perf_counter()
                    try:
                        whole = await client.say(line)
                    except (TimeoutError, aiohttp.ClientError):
                        measured.failures += 1
                        if measured.failures > 50 + turns:
                            return
                        break
                    measured.milliseconds.append((time.perf_counter() - start) * 1000)
                    measured.too_late += not whole

        before, start = system.cpu_seconds(), time.perf_counter()
        await asyncio.gather(*(talk() for _ in range(at_once)))
        measured.seconds = time.perf_counter() - start
        measured.cpu_seconds = system.cpu_seconds() - before
    return measured


def drive(system: System, at_once: int, turns: int, least: float = 0.0) -> Measured:
    """At least `turns` turns and `least` seconds, `at_once` whole conversations at a time."""
    return asyncio.run(_drive(system, at_once, max(turns, TURNS), least))


async def _say_once(system: System) -> None:
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        await system.client(session, system.url).say(CONVERSATIONS[0][1])


def first_answer(system: System) -> float:
    """Seconds from the start of the first server to the first answer to a message."""
    asyncio.run(_say_once(system))
    return time.perf_counter() - system.servers[0].started_at
