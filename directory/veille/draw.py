"""`python -m directory.veille.draw`: a table on standard input (JSON), its picture on standard output (PNG).

A process of its own, because drawing holds the processor for seconds: no answer of the server waits for it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import asdict

from directory.veille.charts import png
from directory.veille.errors import PictureFailed
from directory.veille.tables import Table

SECONDS = 120


def gently(*module: str) -> list[str]:
    """Return the command that runs a module of ours at the lowest priority."""
    first = [nice, "-n", "15"] if (nice := shutil.which("nice")) else []
    return [*first, sys.executable, "-m", *module]


def drawn(table: Table, label: str) -> bytes:
    """Return the PNG of `table`, drawn in another process; raises PictureFailed."""
    given = asdict(table)
    given["numbers"] = [[*key, number] for key, number in table.numbers.items()]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            gently("directory.veille.draw"),
            input=json.dumps({"table": given, "label": label}).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise PictureFailed("The picture could not be drawn; try again in a moment.") from problem
    return done.stdout


def main() -> None:
    """Read, draw, write."""
    given = json.load(sys.stdin)
    table = given["table"]
    table["numbers"] = {(row, column): number for row, column, number in table["numbers"]}
    sys.stdout.buffer.write(png(Table(**table), given["label"]))


if __name__ == "__main__":
    main()
