"""The `sentier` command. Words and options in English; what people read of the assistant is in French."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import SentierError
from bot.setup import console, quiet_environment
from directory.errors import DirectoryError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Sentier: an anonymous way to services, in Québec."
)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8080,
    console_host: Annotated[str, typer.Option(help="Address of the caseworkers' console.")] = "127.0.0.1",
    console_port: Annotated[int, typer.Option(help="Port of the caseworkers' console.")] = 8081,
    no_console: Annotated[bool, typer.Option("--no-console", help="Serve no console.")] = False,
    workers: Annotated[int, typer.Option(help="Processes that answer; several need SENTIER_REDIS_URL.")] = 1,
) -> None:
    """Serve the assistant: trains or loads the model first if needed, with progress."""
    from bot.web.server import serve as run

    run(host, port, None if no_console else (console_host, console_port), workers)


@app.command()
def train(
    force: Annotated[bool, typer.Option("--force", help="Train even when a model is there.")] = False,
) -> None:
    """Train the engine and the danger detector; print data checks and held-out scores."""
    from bot.evaluation.commands import train_everything

    train_everything(force)


@app.command()
def chat(trace: Annotated[bool, typer.Option("--trace", help="Show what was understood.")] = False) -> None:
    """Talk with the assistant in the terminal."""
    from bot.channels.terminal import run

    run(trace)


@app.command()
def analyse(
    explain: Annotated[bool, typer.Option("--explain", help="Say why a danger was found.")] = False,
) -> None:
    """JSONL {"id","text"} on standard input -> JSONL of what is understood."""
    from bot.evaluation.commands import analyse_stream

    analyse_stream(sys.stdin, sys.stdout, explain)


data_app = typer.Typer(no_args_is_help=True, help="Look at the training data.")


@data_app.command("check")
def data_check(most: Annotated[int, typer.Option(help="Lines under each heading.")] = 20) -> None:
    """Near-duplicates, label conflicts, thin classes, words of one voice."""
    from bot.evaluation.commands import check_data

    check_data(most)


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="JSONL files: understanding, places or personal data.")],
    out: Annotated[Path | None, typer.Option(help="Folder for CSV tables and a confusion picture.")] = None,
) -> None:
    """Score the understanding on labelled messages that were not trained on."""
    from bot.evaluation.commands import evaluate_files

    evaluate_files(files, out)


def _register_parts() -> None:
    """Commands that live with the package they serve."""
    from bench.cli import bench_command
    from bot.paths.cli import paths_app
    from bot.safety.cli import safety_app
    from directory.accounts.cli import users_app
    from directory.backup_cli import backup_command, restore_command
    from directory.cli import coverage_command, directory_app, refer_command
    from directory.veille.cli import veille_command

    app.add_typer(data_app, name="data")
    app.add_typer(safety_app, name="safety", help="Measure and review the danger detector.")
    app.add_typer(directory_app, name="directory", help="Import, export, check the directory.")
    app.add_typer(users_app, name="users", help="Accounts of the caseworkers' console.")
    app.add_typer(paths_app, name="paths", help="Run the referral paths, compare, pin, try a strategy.")
    app.command(name="refer")(refer_command)
    app.command(name="coverage")(coverage_command)
    app.command(name="veille")(veille_command)
    app.command(name="backup")(backup_command)
    app.command(name="restore")(restore_command)
    app.command(name="bench")(bench_command)


def main() -> None:
    """Entry point: expected failures end with a sentence and exit code 2, never a traceback."""
    quiet_environment()
    _register_parts()
    try:
        app()
    except (SentierError, DirectoryError) as problem:
        console.print(f"[red]{type(problem).__name__}[/red]: {problem}", soft_wrap=True)
        raise SystemExit(2) from problem
    except BrokenPipeError:
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
