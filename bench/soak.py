"""Half of the peak for half an hour: does memory stay flat, and the slowest answer?

    .venv/bin/python -m bench.soak [--minutes 30] [--workers 1] [--out results/soak.json]

First the peak: eight conversations at once, each waiting for its answers. Then turns are begun at half that
pace, whatever the answers take, for so many minutes. Each conversation is forgotten at its end, as the widget
does on leaving, so that as many live at the end as at the beginning. Exit code 1 when something is not flat.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import aiohttp

from bench.load import PATIENCE, drive
from bench.machine import about, percentile
from bench.systems import CONVERSATIONS, SentierClient, System, sentier

AT_ONCE = 8
PEAK_SECONDS = 20.0
FLAT_MEMORY = 0.03
FLAT_P99 = 0.25
"""A 99th percentile of one window is the mean of few answers: it wavers more than memory does."""
WINDOWS = 10
"""A run is cut in as many; the first one, in which caches fill, does not count."""


@dataclass
class Window:
    """One tenth of the run: answers, milliseconds, resident memory at its end, CPU per answer."""

    answers: int
    failures: int
    p50_ms: float
    p99_ms: float
    resident_mb: float
    cpu_ms_per_turn: float


@dataclass(frozen=True)
class Verdict:
    """How much memory and the 99th percentile rose from the first third of the windows to the last."""

    memory: float
    p99: float
    failures: int

    @property
    def flat(self) -> bool:
        """Whether the run is as it should be."""
        return self.memory <= FLAT_MEMORY and self.p99 <= FLAT_P99 and self.failures == 0


def judge(windows: Sequence[Window]) -> Verdict:
    """The verdict on a run; memory and p99 compare the mean of the last third with that of the first.

    Raises ValueError for fewer than four windows.
    """
    if len(windows) < 4:
        raise ValueError("A run has at least four windows.")
    counted = list(windows)[1:]
    third = max(1, len(counted) // 3)

    def drift(values: list[float]) -> float:
        first, last = statistics.mean(values[:third]), statistics.mean(values[-third:])
        return max(0.0, last / first - 1.0) if first else 0.0

    return Verdict(
        round(drift([one.resident_mb for one in counted]), 4),
        round(drift([one.p99_ms for one in counted]), 4),
        sum(one.failures for one in windows),
    )


async def _one(
    session: aiohttp.ClientSession, system: System, lines: Sequence[str], pause: float
) -> list[float]:
    """One conversation of a person who reads for `pause` seconds between messages; its times in ms."""
    client = SentierClient(session, system.url)
    times = []
    for line in lines:
        start = time.perf_counter()
        await client.say(line)
        times.append((time.perf_counter() - start) * 1000)
        await asyncio.sleep(pause)
    headers = {"Authorization": f"Bearer {client.token}"}
    async with session.delete(f"{system.url}/api/conversations", headers=headers) as answer:
        answer.raise_for_status()
    return times


async def _window(system: System, per_second: float, seconds: float, numbers: Iterator[int]) -> Window:
    """Begins conversations evenly for `seconds`; waits for those under way."""
    running: set[asyncio.Task[list[float]]] = set()
    times: list[float] = []
    failures = 0

    def collect(done: set[asyncio.Task[list[float]]]) -> None:
        nonlocal failures
        for task in done:
            if task.exception() is None:
                times.extend(task.result())
            else:
                failures += 1

    cpu = system.cpu_seconds()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=PATIENCE) as session:
        begin = time.perf_counter()
        for number in count():
            at = begin + number * len(CONVERSATIONS[0]) / per_second
            if at - begin >= seconds:
                break
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            lines = CONVERSATIONS[next(numbers) % len(CONVERSATIONS)]
            running.add(asyncio.create_task(_one(session, system, lines, 1.0)))
            done = {task for task in running if task.done()}
            running -= done
            collect(done)
        if running:
            collect((await asyncio.wait(running))[0])
    spent = system.cpu_seconds() - cpu
    return Window(
        answers=len(times),
        failures=failures,
        p50_ms=round(statistics.median(times), 2) if times else 0.0,
        p99_ms=round(percentile(times, 0.99), 2) if times else 0.0,
        resident_mb=round(system.resident_mb(), 1),
        cpu_ms_per_turn=round(spent * 1000 / max(1, len(times)), 2),
    )


def soak(system: System, minutes: float, peak_seconds: float = PEAK_SECONDS) -> tuple[float, list[Window]]:
    """The peak in turns per second, and the windows of the run at half of it."""
    drive(system, AT_ONCE, 4 * AT_ONCE)  # lazy parts load
    peak = drive(system, AT_ONCE, 0, peak_seconds).per_second
    numbers: Iterator[int] = count()
    windows = []
    for number in range(WINDOWS):
        windows.append(asyncio.run(_window(system, peak / 2, minutes * 60 / WINDOWS, numbers)))
        print(f"{number + 1:>3}/{WINDOWS}  {json.dumps(asdict(windows[-1]))}", flush=True)
    return peak, windows


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--peak-seconds", type=float, default=PEAK_SECONDS)
    parser.add_argument("--out", type=Path, default=Path("results/soak.json"))
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="sentier-soak-") as folder,
        sentier(Path(folder), given.workers) as system,
    ):
        peak, windows = soak(system, given.minutes, given.peak_seconds)
    verdict = judge(windows)
    report = {
        **about(),
        "minutes": given.minutes,
        "workers": given.workers,
        "peak_turns_per_s": round(peak, 2),
        "windows": [asdict(one) for one in windows],
        "memory_drift": verdict.memory,
        "p99_drift": verdict.p99,
        "failures": verdict.failures,
        "flat": verdict.flat,
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(
        f"peak {peak:.1f} turns/s; at half of it memory rose by {verdict.memory:.1%}, the 99th percentile by "
        f"{verdict.p99:.1%}, {verdict.failures} failures: {'flat' if verdict.flat else 'NOT flat'}."
    )
    raise SystemExit(0 if verdict.flat else 1)


if __name__ == "__main__":
    main()
