"""`sentier backup` and `sentier restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from directory.backup import Backup, back_up, inspect, restore
from directory.database import create_database
from directory.options import DatabaseOption

FileArgument = Annotated[Path, typer.Argument(help="The file of the backup.")]


def backup_command(file: FileArgument, database: DatabaseOption = None) -> None:
    """Write the directory, its history, the counts and the accounts into one file; the server may run."""
    opened = create_database(database)
    try:
        made = back_up(opened, file)
    finally:
        opened.close()
    typer.echo(
        f"Backup written: {file} ({_words(made)}). It holds the accounts, their secrets of sign-in sealed: "
        "keep it safe, and away from the key that opens them."
    )


def restore_command(
    file: FileArgument,
    database: DatabaseOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Replace everything in the database by a backup: all of it, or nothing changes."""
    held = inspect(file)
    opened = create_database(database)
    if not yes:
        question = f"Replace all that {opened.name} holds by {file} ({_words(held)})?"
        typer.confirm(question, abort=True)
    try:
        restore(opened, file)
    finally:
        opened.close()
    typer.echo(f"Restored: {_words(held)}. Everybody signs in to the console anew.")


def _words(backup: Backup) -> str:
    services = backup.rows.get("service", 0)
    return f"{services} services, {backup.total} rows, of {backup.made_at:%Y-%m-%d %H:%M} UTC"
