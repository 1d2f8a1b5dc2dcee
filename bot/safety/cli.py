"""`sentier safety`: how good the danger detector is, and the sheet that a crisis worker reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.safety.data import DATA_FOLDER, SafetyDataError, read_file, read_held_out
from bot.safety.detector import DEFAULT_FOLDER, Detector

safety_app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The danger detector: evaluation and review."
)

Model = Annotated[Path, typer.Option("--model", help="Folder of the trained danger model.")]


@safety_app.command()
def evaluate(
    files: Annotated[list[Path] | None, typer.Argument(help="JSONL files of labelled messages.")] = None,
    model: Model = DEFAULT_FOLDER,
    data: Annotated[
        Path, typer.Option(help="Folder of the data; its held-out voices by default.")
    ] = DATA_FOLDER,
    disturb: Annotated[
        bool, typer.Option("--disturb", help="Also without accents, in capitals, with typos.")
    ] = False,
    misses: Annotated[bool, typer.Option("--misses", help="Print each miss and each false alarm.")] = False,
) -> None:
    """Recall with its 95 % interval, false alarms by trap, kinds and levels, on labelled messages."""
    from bot.safety.evaluation import Evaluation, as_lines, disturbed

    try:
        examples = [e for file in files for e in read_file(file)] if files else read_held_out(data)
    except (SafetyDataError, OSError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    if not examples:
        typer.echo(f"There are no labelled messages in {data / 'held_out'}.", err=True)
        raise typer.Exit(2)
    detector = Detector.load(model)
    typer.echo(
        "layers              "
        + ", ".join(f"{name}: {'up' if up else 'down'}" for name, up in detector.status().items())
    )
    evaluation = Evaluation.run(detector.assess, examples)
    for line in as_lines(evaluation):
        typer.echo(line)
    if disturb:
        for how in ("accents", "capitals", "typos"):
            share = Evaluation.run(
                lambda text, how=how: detector.assess(disturbed(text, how)),  # type: ignore[misc]
                [example for example in examples if example.danger],
            ).recall()
            typer.echo(f"recall, {how:11} {share}")
    if misses:
        for outcome in evaluation.outcomes:
            if outcome.missed or outcome.false_alarm:
                word = "MISSED" if outcome.missed else "FALSE "
                label = ",".join(outcome.example.kinds) or outcome.example.trap
                typer.echo(f"{word} {outcome.example.id} [{label}] {outcome.example.text}")


@safety_app.command()
def report(
    out: Annotated[Path, typer.Option(help="Where the page is written.")] = Path("var/securite.html"),
    corrections: Annotated[
        Path | None, typer.Option(help="A corrected CSV to bring back in as training data.")
    ] = None,
    model: Model = DEFAULT_FOLDER,
    data: Annotated[Path, typer.Option(help="Folder of the data.")] = DATA_FOLDER,
) -> None:
    """A page for a crisis worker to read and correct (French); --corrections brings a CSV back in."""
    from bot.safety import report as sheet
    from bot.safety.evaluation import Evaluation

    if corrections is not None:
        try:
            added = sheet.read_corrections(corrections, data)
        except (SafetyDataError, OSError) as problem:
            typer.echo(str(problem), err=True)
            raise typer.Exit(2) from problem
        typer.echo(f"{added} corrected messages in {data / sheet.CORRECTIONS_FILE}; run `sentier train`.")
        return
    examples = read_held_out(data)
    evaluation = Evaluation.run(Detector.load(model).assess, examples)
    sheet.write(evaluation, out)
    typer.echo(f"{out} and {out.with_suffix('.csv')}")


@safety_app.command()
def train(
    out: Annotated[Path, typer.Option(help="Where the model files are written.")] = DEFAULT_FOLDER,
    data: Annotated[Path, typer.Option(help="Folder of the data.")] = DATA_FOLDER,
) -> None:
    """Train the learned layers alone (`sentier train` does it with the rest)."""
    from bot.safety.training import train as run

    run(data, out, typer.echo)


@safety_app.command()
def tune(
    data: Annotated[Path, typer.Option(help="Folder of the data.")] = DATA_FOLDER,
    page: Annotated[Path, typer.Option(help="Where the curve is written.")] = Path("docs/safety.md"),
) -> None:
    """Choose the thresholds by cross-validation over voices and write them with their curve (minutes)."""
    from bot.safety.tuning import tune as run

    run(data, page, typer.echo)
