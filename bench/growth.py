"""What a turn costs when things grow: a conversation, how many live, the training set, the directory.

.venv/bin/python -m bench.growth [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.inside import Inside, opened
from bench.machine import ROOT, about, evenly, percentile
from bench.noise import NOISES

STRETCHES = ((1, 10), (41, 50), (91, 100), (141, 150), (191, 200))
LIVE = 10_000
SAID = (
    "je cherche une place où dormir",
    "à Gatineau",
    "autres ressources svp",
    "j'ai besoin d'un avocat aussi",
    "c'est quoi la loi sur la prostitution?",
    "merci",
    "je veux voir un psy",
    "à Sherbrooke plutôt",
)


def conversation_length(inside: Inside, talks: int) -> list[dict[str, Any]]:
    """Median milliseconds of turns in stretches of conversations of 200 turns."""

    async def one() -> list[float]:
        identity = inside.open()
        times = []
        for place in range(STRETCHES[-1][1]):
            if inside.conversations.get(identity) is None:
                identity = inside.open()
            times.append((await inside.say(identity, SAID[place % len(SAID)]))[0])
        return times

    runs = [asyncio.run(one()) for _ in range(talks)]
    rows = []
    for first, last in STRETCHES:
        times = [value for run in runs for value in run[first - 1 : last]]
        rows.append(
            {
                "turns": f"{first}-{last}",
                "p50_ms": round(percentile(times, 0.5), 2),
                "p99_ms": round(percentile(times, 0.99), 2),
            }
        )
    return rows


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def live_conversations(inside: Inside, turns: int) -> list[dict[str, Any]]:
    """Turn times and memory with few conversations alive, then with ten thousand."""
    rows = []

    async def sample() -> tuple[str, ...]:
        identity = inside.open()
        for line in SAID[:3]:
            await inside.say(identity, line)
        return (identity,)

    (model,) = asyncio.run(sample())
    held = inside.conversations.get(model)
    for count in (1, LIVE):
        before = _resident_mb()
        while len(inside.conversations.identities()) < count:
            made = inside.conversations.get(inside.open())
            for name in ("offered", "last_reply", "spoken", "engine"):
                # Each its own: a copy of what a conversation of three turns holds.
                setattr(made, name, copy.deepcopy(getattr(held, name)))
        grown = _resident_mb() - before
        times = asyncio.run(inside.talk(turns))
        rows.append(
            {
                "live": len(inside.conversations.identities()),
                "p50_ms": round(percentile(times, 0.5), 2),
                "p99_ms": round(percentile(times, 0.99), 2),
                "kb_each": round(grown * 1024 / count, 1) if count > 1 else None,
                "resident_mb": round(_resident_mb()),
            }
        )
    return rows


def training_set(sizes: Sequence[int], asked: int = 150) -> list[dict[str, Any]]:
    """Milliseconds of the n-grams and the three linear answers, by number of training messages.

    The embedding does not depend on it. Messages past those we have are ours, typed with simulated faults.
    """
    import numpy as np

    from bot.nlu.linear import LinearScorer
    from bot.safety.ngrams import NgramReader
    from bot.safety.teaching.asked import ASKED_FOLDER, read_asked
    from bot.safety.textmodel import Features, TextModel

    examples = read_asked(ROOT / ASKED_FOLDER)
    rows = []
    for size in sizes:
        taken = list(evenly(examples, size))
        for typed in list(NOISES.values())[1:]:
            if len(taken) < size:
                more = [replace(one, text=typed(one.text)) for one in examples]
                taken += more[: size - len(taken)]
        texts = [one.text for one in taken]
        features, matrix = Features.fit(texts)
        reader = NgramReader.from_json(features.to_json())
        labels = sorted({one.intent for one in taken})
        vectors = np.zeros((len(taken), 384), dtype=np.float32)
        # The values of the coefficients change no time: nothing is learned here.
        model = TextModel(
            tuple(labels),
            "softmax",
            features,
            np.zeros((matrix.shape[1] + 384, len(labels)), dtype=np.float32),
            np.zeros(len(labels), dtype=np.float32),
            vectors.mean(axis=0),
        )
        with tempfile.TemporaryDirectory() as folder:
            model.save(Path(folder), "model", with_features=False)
            scorer = LinearScorer.load(Path(folder), "model")
        times = []
        for text in evenly(texts, asked):
            start = time.perf_counter()
            read = reader.read(text)
            for _ in range(3):
                scorer.chances(read, vectors[0])
            times.append((time.perf_counter() - start) * 1000)
        rows.append(
            {
                "messages": len(taken),
                "n_grams": reader.width,
                "p50_ms": round(percentile(times, 0.5), 2),
                "p99_ms": round(percentile(times, 0.99), 2),
            }
        )
    return rows


def directory_size(sizes: Sequence[int], questions: int) -> list[dict[str, Any]]:
    """Milliseconds of a referral by size of the directory (bench/refer.py), on SQLite."""
    from bench.refer import measure

    return [measure("sqlite", size, questions) for size in sizes]


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Rows with the same keys as Markdown."""
    names = list(rows[0])
    lines = ["| " + " | ".join(name.replace("_", " ") for name in names) + " |", "|" + "--:|" * len(names)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def measure_all(inside: Inside, quick: bool) -> dict[str, list[dict[str, Any]]]:
    """Every table of growth by name."""
    sizes = (1000, 2000, 4000, 8000) if quick else (1000, 2000, 4000, 8000, 32_000)
    return {
        "conversation length": conversation_length(inside, 1 if quick else 5),
        "live conversations": live_conversations(inside, 80 if quick else 400),
        "training messages": training_set(sizes),
        "services in the directory": directory_size(
            (230, 10_000) if quick else (230, 10_000, 100_000), 200 if quick else 1000
        ),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="bench.growth", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args(arguments)
    with opened() as inside:
        found = measure_all(inside, given.quick)
    for name, rows in found.items():
        print(f"\n{name}\n\n{table(rows)}")
    print(json.dumps(about()))


if __name__ == "__main__":
    main()
