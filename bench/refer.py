"""How long a referral takes, by size of the directory, on SQLite and on PostgreSQL.

    .venv/bin/python -m bench.refer [--sizes 230,10000,100000] [--databases sqlite,postgresql] [--count 1000]

Each question runs as the server runs it: a session of its own, refer(), the session given back. Printed are
the median, the 99th percentile and the longest, in milliseconds of wall clock, and the processor time of this
process beside them (on a machine that others use, the difference is mostly waiting for a turn). Answers are
never cached. PostgreSQL is a private server on the loopback (bench/refer_postgresql.py).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.machine import percentile
from bench.refer_postgresql import PostgresqlAbsent, private_server
from bench.refer_synthetic import SIZES, fill, questions
from directory.database import Database, create_database
from directory.refer import Query, refer

# The goals the project set itself: services -> milliseconds at the 99th percentile.
GOALS = {10_000: 5.0, 100_000: 15.0}
WARM_UP = 100


@contextmanager
def _address(kind: str) -> Iterator[str]:
    if kind == "postgresql":
        with private_server(durable=True) as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="sentier-bench-") as folder:
            yield f"sqlite:///{folder}/directory.db"


def time_one(database: Database, query: Query) -> tuple[float, float]:
    """Return the wall-clock and processor milliseconds of one referral."""
    wall, cpu = time.perf_counter(), time.process_time()
    with database.session() as session:
        refer(session, query)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def measure(kind: str, size: int, count: int) -> dict[str, Any]:
    """Return the times of ``count`` questions to a synthetic directory of ``size`` services."""
    with _address(kind) as url:
        database = create_database(url)
        start = time.perf_counter()
        fill(database, size)
        filled = time.perf_counter() - start
        for query in questions(WARM_UP, seed=3):
            time_one(database, query)
        times = [time_one(database, query) for query in questions(count)]
        database.close()
    wall, cpu = [one for one, _ in times], [one for _, one in times]
    return {
        "database": kind,
        "services": size,
        "questions": count,
        "fill_s": round(filled, 1),
        "median_ms": round(statistics.median(wall), 2),
        "p99_ms": round(percentile(wall, 0.99), 2),
        "max_ms": round(max(wall), 2),
        "cpu_median_ms": round(statistics.median(cpu), 2),
        "cpu_p99_ms": round(percentile(cpu, 0.99), 2),
        "goal_p99_ms": GOALS.get(size),
    }


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the results as a Markdown table, with how each grows from the smallest size."""
    lines = [
        "| database | services | median ms | p99 ms | max ms | processor median | processor p99 | goal p99 "
        "| growth of median |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    first: dict[str, float] = {}
    for row in rows:
        base = first.setdefault(row["database"], row["median_ms"])
        goal = "" if row["goal_p99_ms"] is None else f"{row['goal_p99_ms']:g}"
        times = [row[key] for key in ("median_ms", "p99_ms", "max_ms", "cpu_median_ms", "cpu_p99_ms")]
        cells = [row["database"], f"{row['services']:,}", *times, goal, f"×{row['median_ms'] / base:.1f}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table and JSON; return the exit code."""
    parser = argparse.ArgumentParser(prog="bench.refer", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--count", type=int, default=1000, help="questions for each size")
    parser.add_argument("--json", type=Path, help="write the results here")
    given = parser.parse_args(arguments)
    rows = []
    for kind in given.databases.split(","):
        for size in map(int, given.sizes.split(",")):
            try:
                rows.append(measure(kind, size, given.count))
            except PostgresqlAbsent as reason:
                print(f"{kind} is left out: {reason}", file=sys.stderr)
                break
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    machine = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_average": [round(one, 1) for one in os.getloadavg()],
    }
    print(table(rows))
    print(
        f"\nPython {machine['python']}, {machine['processors']} processors, load {machine['load_average']}."
    )
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps({"machine": machine, "results": rows}, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
