"""Four pictures of a measurement: latency and throughput by level, stages of a turn, a long conversation."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def draw(result: dict[str, Any], target: Path) -> None:
    """Writes the PNG."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, ((latency, throughput), (stages, growth)) = plt.subplots(2, 2, figsize=(12, 8.5))
    systems = (result.get("systems") or {}).get("pooled") or {}
    for name, levels in systems.items():
        at_once = [int(level) for level in levels]
        latency.plot(at_once, [one["p50"] for one in levels.values()], marker="o", label=f"{name}, median")
        latency.plot(
            at_once, [one["p99"] for one in levels.values()], marker=".", linestyle=":", label=f"{name}, p99"
        )
        throughput.plot(at_once, [one["turns_per_s"] for one in levels.values()], marker="o", label=name)
    for axes, title, unit in (
        (latency, "Time of a turn over HTTP", "ms"),
        (throughput, "Turns answered per second", "turns/s"),
    ):
        axes.set_xscale("log", base=2)
        axes.set_yscale("log")
        axes.set_title(title)
        axes.set_xlabel("conversations at once")
        axes.set_ylabel(unit)
        axes.grid(visible=True, alpha=0.3)
        if systems:
            axes.legend(fontsize=8)
    rows = [row for row in result.get("stages", []) if row["ms_per_turn"] >= 0.02][::-1]
    stages.barh([row["stage"] for row in rows], [row["ms_per_turn"] for row in rows], color="#4a7ba6")
    stages.set_title("Where a turn's time goes (ms a turn)")
    stages.tick_params(axis="y", labelsize=7)
    length = (result.get("growth") or {}).get("conversation length") or []
    growth.plot(
        [row["turns"] for row in length], [row["p50_ms"] for row in length], marker="o", label="median"
    )
    growth.plot([row["turns"] for row in length], [row["p99_ms"] for row in length], marker=".", label="p99")
    growth.set_ylim(bottom=0)
    growth.set_title("Turns of one long conversation")
    growth.set_xlabel("turn")
    growth.set_ylabel("ms")
    growth.legend(fontsize=8)
    figure.tight_layout()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=110)
    plt.close(figure)
