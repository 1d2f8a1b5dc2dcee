"""Where the time of a turn goes: redaction, danger, each component, policies, actions, referral.

    .venv/bin/python -m bench.stages [--turns 400]

Each stage is timed around its function, with the threads of the server. A stage holds those that stand under
it with a deeper margin; the embedding and the danger are read side by side.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import inspect
import json
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from bench.inside import Inside, opened
from bench.machine import about, percentile

Times = dict[str, list[float]]


def _timed(times: Times, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def note(start: float) -> None:
        times[name].append((time.perf_counter() - start) * 1000)

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def later(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return await function(*given, **named)
            finally:
                note(start)

        return later

    @functools.wraps(function)
    def now(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            note(start)

    return now


def _places(inside: Inside) -> list[tuple[str, Any, str]]:
    """(name of the stage, object, attribute) of everything that is timed by its attribute."""
    from bot.conversation import referrals, turn
    from bot.conversation.local_actions import LocalActions
    from bot.conversation.tracker_store import EphemeralTrackerStore
    from bot.conversation.wording import FreshWords
    from bot.safety import Detector
    from bot.safety.meaning import Embedder
    from bot.safety.model import Meaning
    from bot.safety.ngrams import NgramScorer
    from bot.safety.rules import RuleSet

    return [
        ("turn", turn.Assistant, "answer"),
        ("  redact", turn, "redact"),
        ("  danger", Detector, "assess"),
        ("    rules", RuleSet, "find"),
        ("    n-grams", NgramScorer, "scores"),
        ("    meaning (taught encoder)", Meaning, "scores"),
        ("  embedding (beside the danger)", Embedder, "vector"),
        ("  engine", inside.engine, "handle"),
        ("    actions", LocalActions, "request"),
        ("      refer", referrals, "refer"),
        ("    words", FreshWords, "generate"),
        ("    store: retrieve", EphemeralTrackerStore, "retrieve"),
        ("    store: save", EphemeralTrackerStore, "save"),
        ("  compose the reply", turn.Assistant, "_compose"),
    ]


def measure(inside: Inside, turns: int) -> list[dict[str, Any]]:
    """A row per stage: calls and milliseconds per turn."""
    times: Times = defaultdict(list)
    names: list[str] = []
    undo: list[tuple[Any, str, Any]] = []
    asyncio.run(inside.talk(min(60, turns)))
    for name, holder, attribute in _places(inside):
        original = getattr(holder, attribute)
        undo.append((holder, attribute, original))
        setattr(holder, attribute, _timed(times, name, original))
        names.append(name)
    runner = inside.engine._agent.processor.graph_runner
    nodes = dict(runner._nodes)
    under_engine = names.index("  engine") + 1
    for node, component in nodes.items():
        label = f"    {node.removeprefix('run_').replace('bot.nlu.', '')}"
        runner._nodes[node] = _timed(times, label, component)
        names.insert(under_engine, label)
        under_engine += 1
    runner._plans.clear()
    try:
        walls = asyncio.run(inside.talk(turns))
    finally:
        for holder, attribute, original in undo:
            setattr(holder, attribute, original)
        runner._nodes.update(nodes)
        runner._plans.clear()
    count = len(walls)
    return [
        {
            "stage": name,
            "calls_per_turn": round(len(times[name]) / count, 2),
            "ms_per_turn": round(sum(times[name]) / count, 3),
            "p50_ms": round(percentile(times[name], 0.5), 3),
            "p99_ms": round(percentile(times[name], 0.99), 3),
        }
        for name in names
        if times[name]
    ]


def rule_layer(turns: int = 300) -> dict[str, float]:
    """Milliseconds of the danger reply of the rules alone, without engine or model."""
    from bot.safety import Detector
    from bot.safety.rules import RuleSet

    detector = Detector(rules=RuleSet.load())
    lines = ("mon chum me bat", "je veux mourir", "il veut que je fasse des clients", "je cherche un psy")
    times = []
    for place in range(turns):
        start = time.perf_counter()
        detector.assess(lines[place % len(lines)])
        times.append((time.perf_counter() - start) * 1000)
    return {"p50": round(percentile(times, 0.5), 3), "p99": round(percentile(times, 0.99), 3)}


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as Markdown."""
    lines = ["| stage | calls a turn | ms a turn | p50 ms | p99 ms |", "|---|--:|--:|--:|--:|"]
    for row in rows:
        name = row["stage"].replace("  ", "&nbsp;&nbsp;")
        lines.append(
            f"| {name} | {row['calls_per_turn']:g} | {row['ms_per_turn']:.2f} | {row['p50_ms']:.2f} "
            f"| {row['p99_ms']:.2f} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="bench.stages", description=__doc__)
    parser.add_argument("--turns", type=int, default=400)
    given = parser.parse_args(arguments)
    with opened() as inside:
        rows = measure(inside, given.turns)
    print(table(rows))
    print(json.dumps(about()))


if __name__ == "__main__":
    main()
