"""`sentier bench`: Sentier beside plain Rasa, the same conversations in the same run; where time goes inside.

Both are started on the loopback and driven in turn, several rounds, so that what else the machine does falls
on both; ratios are of neighbouring runs. Everything is written as JSON, as a picture and, with `--document`,
as docs/performance.md.
"""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.growth import measure_all
from bench.inside import opened
from bench.load import Measured, drive, first_answer
from bench.machine import ROOT, about, percentile
from bench.plain import project
from bench.processes import DidNotStart, run
from bench.stages import measure, rule_layer
from bench.systems import System, environment, plain_rasa, sentier

LEVELS = (1, 8, 32, 128)
HELD_OUT = Path("data/evaluation/understanding.jsonl")
HELD_OUT_SAFETY = Path("data/safety/held_out/voix_h01.jsonl")


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    starts: int
    rounds: int
    turns: int
    least_seconds: float
    stage_turns: int


QUICK = Effort(starts=2, rounds=2, turns=60, least_seconds=3.0, stage_turns=200)
FULL = Effort(starts=3, rounds=5, turns=200, least_seconds=10.0, stage_turns=1000)


def measure_systems(
    folder: Path, effort: Effort, workers: Sequence[int], say: Callable[[str], None]
) -> dict[str, Any]:
    """Starts and drives every system; returns starts, runs by level and memory."""
    starts: dict[str, list[float]] = {}
    cpu: dict[str, float] = {}
    runs: dict[str, dict[int, list[Measured]]] = {}
    memory: dict[str, list[float]] = {}
    able = []
    for name, open_system in _systems(folder, workers):
        starts[name] = []
        try:
            for _ in range(effort.starts):
                with open_system() as system:
                    starts[name].append(first_answer(system))
                    cpu[name] = min(cpu.get(name, 1e9), system.cpu_seconds())
                    memory.setdefault(name, []).append(system.resident_mb())
        except DidNotStart as problem:
            say(f"{name} is left out: {problem}")
            del starts[name]
            continue
        able.append((name, open_system))
        spent = f"{min(starts[name]):.1f} s ({cpu[name]:.1f} s of processor)"
        say(f"{name}: first answer after {spent}, {memory[name][-1]:.0f} MB")
    with ExitStack() as stack:
        systems: list[System] = []
        for name, open_system in able:
            try:
                system = stack.enter_context(open_system())
            except DidNotStart as problem:
                say(f"{name} is left out: {problem}")
                continue
            system.name = name
            systems.append(system)
            drive(system, 4, 24)  # what a first answer loads is measured above
        for level in LEVELS:
            for number in range(effort.rounds):
                # The order changes from round to round: nobody always comes after the same neighbour.
                for system in systems[number % len(systems) :] + systems[: number % len(systems)]:
                    found = drive(system, level, max(effort.turns, level), effort.least_seconds)
                    runs.setdefault(system.name, {}).setdefault(level, []).append(found)
                    said = found.to_json()
                    times = f"p50 {said.get('p50')} ms, p99 {said.get('p99')} ms"
                    cost = f"{said['turns_per_s']} turns/s, {said['cpu_ms_per_turn']} ms of processor a turn"
                    if found.failures or found.too_late:
                        cost += f", {found.failures} failed, {found.too_late} too late"
                    say(f"{system.name}, {level} at once: {times}, {cost}")
        after = {system.name: system.resident_mb() for system in systems}
    return {
        "starts_s": {name: [round(one, 2) for one in each] for name, each in starts.items()},
        "start_cpu_s": {name: round(one, 1) for name, one in cpu.items()},
        "resident_mb": {name: round(max(each)) for name, each in memory.items()},
        "resident_after_load_mb": {name: round(one) for name, one in after.items()},
        "runs": {
            name: {str(level): [one.to_json() for one in each] for level, each in levels.items()}
            for name, levels in runs.items()
        },
        "pooled": {
            name: {str(level): _pooled(each) for level, each in levels.items()}
            for name, levels in runs.items()
        },
    }


def _systems(folder: Path, workers: Sequence[int]) -> list[tuple[str, Callable[[], Any]]]:
    def one(count: int) -> Callable[[], Any]:
        return lambda: sentier(folder, count)

    systems: list[tuple[str, Callable[[], Any]]] = [
        ("Sentier" if count == 1 else f"Sentier, {count} workers", one(count)) for count in workers
    ]
    if project.about() is not None:
        systems.append(("plain Rasa", lambda: plain_rasa(folder)))
    return systems


def _pooled(runs: Sequence[Measured]) -> dict[str, float]:
    """Median and 99th percentile over all runs, turns per second and processor time a turn."""
    times = [value for one in runs for value in one.milliseconds]
    return {
        "p50": round(percentile(times, 0.5), 1),
        "p99": round(percentile(times, 0.99), 1),
        "turns_per_s": round(statistics.median(one.per_second for one in runs), 1),
        "cpu_ms_per_turn": round(sum(one.cpu_seconds for one in runs) * 1000 / max(1, len(times)), 1),
        "failures": sum(one.failures for one in runs),
        "too_late": sum(one.too_late for one in runs),
    }


def ratios(runs: dict[str, dict[str, list[dict[str, Any]]]]) -> list[dict[str, Any]]:
    """Plain Rasa over Sentier, run by run: median and spread of each ratio."""
    plain = runs.get("plain Rasa", {})
    rows = []
    for name, levels in runs.items():
        if name == "plain Rasa":
            continue
        for level, ours in levels.items():
            pairs = list(zip(ours, plain.get(level, []), strict=False))
            if not pairs:
                continue
            row: dict[str, Any] = {"system": name, "at_once": int(level)}
            for key in ("p50", "p99", "turns_per_s", "cpu_ms_per_turn"):
                each = [
                    (mine[key] / theirs[key]) if key == "turns_per_s" else (theirs[key] / mine[key])
                    for mine, theirs in pairs
                    if mine.get(key) and theirs.get(key)
                ]
                if each:
                    row[key] = [round(one, 1) for one in (statistics.median(each), min(each), max(each))]
            rows.append(row)
    return rows


def scores() -> dict[str, list[str]]:
    """What `sentier evaluate` and `sentier safety evaluate` print first."""
    found = {}
    for name, arguments, lines in (
        ("understanding", ("evaluate", str(HELD_OUT)), ("intent:", "needs:", "place region", "profile:")),
        ("danger", ("safety", "evaluate", str(HELD_OUT_SAFETY)), ("recall  ", "false alarms", "precision")),
    ):
        ended = subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments], cwd=ROOT, capture_output=True, text=True
        )
        kept = [" ".join(line.split()) for line in ended.stdout.splitlines() + ended.stderr.splitlines()]
        found[name] = [line for line in kept if line.startswith(tuple(word.strip() for word in lines))]
    return found


def workers_known() -> bool:
    """Whether `sentier serve` can run several workers."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", "serve", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    return "--workers" in ended.stdout


def main(
    *,
    quick: bool,
    out: Path,
    document: bool,
    alone: bool,
    epochs: int,
    most: int | None,
    say: Callable[[str], None],
) -> None:
    """Measures everything and writes it in `out`; `alone`: without plain Rasa."""
    from bench.document import write_document
    from bench.picture import draw

    # Told to stop, it still stops the servers it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    effort = QUICK if quick else FULL
    begun = time.monotonic()
    machine = about()
    say(f"{machine['processor']}, {machine['processors']} processors, load {machine['load_average']}")
    if project.about() is None and not alone:
        say("Plain Rasa has no model: training it once (minutes to hours)")
        project.train(epochs, most)
    result: dict[str, Any] = {"machine": machine, "quick": quick}
    result["plain"] = None if alone else project.about()
    with tempfile.TemporaryDirectory(prefix="sentier-bench-") as name:
        folder = Path(name)
        # The directory's first filling is no part of a start.
        run(["-m", "bot.cli", "directory", "stats"], environment(folder / "directory.db"))
        counts = (1, 2) if workers_known() else (1,)
        result["systems"] = measure_systems(folder, effort, counts, say)
        say("Stages of a turn")
        with opened(folder / "directory.db") as inside:
            result["stages"] = measure(inside, effort.stage_turns)
            result["rules_alone_ms"] = rule_layer()
            say("Growth")
            result["growth"] = measure_all(inside, quick)
    say("Scores")
    result["scores"] = scores()
    if result["systems"]:
        result["ratios"] = ratios(result["systems"]["runs"])
    machine["load_average_after"] = about()["load_average"]
    result["minutes"] = round((time.monotonic() - begun) / 60, 1)
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draw(result, out / "bench.png")
    text = write_document(result)
    (out / "performance.md").write_text(text, encoding="utf-8")
    if document:
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
        draw(result, ROOT / "docs" / "performance.png")
    say(text)
