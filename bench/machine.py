"""What a figure was measured on: without it, a figure says nothing."""

from __future__ import annotations

import math
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[1]
Value = TypeVar("Value")


def about() -> dict[str, Any]:
    """The machine, the date, the commit, and how busy the machine is."""
    return {
        "processor": _processor(),
        "processors": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "load_average": [round(one, 1) for one in os.getloadavg()],
        "speed": speed(),
    }


def speed() -> float:
    """Millions of turns of an empty loop per second: how fast this processor is for us at this moment."""
    start = time.perf_counter()
    for _ in range(3_000_000):
        pass
    return round(3.0 / (time.perf_counter() - start), 1)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _commit() -> str:
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()


def evenly(values: Sequence[Value], most: int) -> Sequence[Value]:
    """At most `most` of `values`, from beginning to end at one distance."""
    return values[:: max(1, len(values) // most)][:most]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and longest of durations in milliseconds."""
    return {
        "p50": round(statistics.median(milliseconds), 2),
        "p99": round(percentile(milliseconds, 0.99), 2),
        "max": round(max(milliseconds), 2),
        "count": len(milliseconds),
    }
