"""The command `sentier bench`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.setup import console


def bench_command(
    quick: Annotated[bool, typer.Option("--quick", help="Few repetitions: twenty minutes.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for JSON, picture and text.")] = Path("results/bench"),
    document: Annotated[bool, typer.Option("--document", help="Write docs/performance.md too.")] = False,
    alone: Annotated[bool, typer.Option("--alone", help="Without plain Rasa.")] = False,
    epochs: Annotated[int, typer.Option(help="Of plain Rasa, when it has no model yet.")] = 100,
    most: Annotated[int | None, typer.Option(help="Its messages of an intent; all unless given.")] = None,
) -> None:
    """Measure speed beside plain Rasa in the same run, and where a turn's time goes."""
    from bench.command import main

    main(
        quick=quick,
        out=out,
        document=document,
        alone=alone,
        epochs=epochs,
        most=most,
        say=lambda words: console.print(words, markup=False, soft_wrap=True),
    )
