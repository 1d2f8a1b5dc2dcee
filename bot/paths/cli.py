"""`sentier paths`: run the referral paths, see what changed, pin what is right, try a strategy."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path as File
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from directory.accounts.audit import SERVER
from directory.database import Database, create_database
from directory.errors import PathInvalid
from directory.jsonfile import read_json
from directory.options import DatabaseOption
from directory.paths.comparing import PathDifference, changed_since_pinned, compare
from directory.paths.model import Outcome, Path
from directory.paths.reading import pins_file, read_files, read_pins, shipped_files, write_pins
from directory.paths.report import FAILED, Line, is_run, lines, run_from, run_json
from directory.paths.running import run as run_on_directory
from directory.paths.running import unknown_services
from directory.paths.saved import SOURCE, pin_saved, saved_paths
from directory.paths.trying import outcomes_of_data, read_listings, try_listings, try_strategy
from directory.refer.strategy import CRITERIA, STANDARD, Strategy

FAILURES = 1
"""Exit code when a path fails; 2 is for what the user gave."""

paths_app = typer.Typer(no_args_is_help=True, help="Referral paths: invented people and what they are given.")
FilesArgument = Annotated[
    list[File] | None, typer.Argument(help="YAML files of paths; default: the shipped and the saved ones.")
]
DirectoryOption = Annotated[
    bool,
    typer.Option("--directory-only", help="From the pinned case, without the engine: seconds, not minutes."),
]
_COLOURS = {"ok": "green", "échec": "red", "connu": "yellow", "réparé": "cyan"}


@paths_app.command("run")
def run_command(
    files: FilesArgument = None,
    directory_only: DirectoryOption = False,
    json_file: Annotated[File | None, typer.Option("--json", help="Write the run there.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="A path not as it was pinned fails too.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Run paths; print a table; exit 1 when one is not as expected."""
    paths, outcomes = _run(files, directory_only, database)
    found = lines(paths, outcomes)
    _print_run(found)
    if json_file is not None:
        _write(json_file, run_json(found))
    if any(line.status == FAILED or (strict and line.changed) for line in found):
        raise typer.Exit(FAILURES)


@paths_app.command("diff")
def diff_command(
    before: Annotated[str, typer.Argument(help="A run (JSON), a file of listings, or a database address.")],
    after: Annotated[str, typer.Argument(help="The same, later.")],
    json_file: Annotated[File | None, typer.Option("--json", help="Write the differences there.")] = None,
) -> None:
    """Show which paths differ between two runs, or between two versions of the directory's data."""
    paths = read_files(shipped_files())
    earlier, later = _version(before, paths), _version(after, paths)
    known = {path.id: path for path in [*paths, *earlier[0], *later[0]]}
    differences = compare(known.values(), earlier[1], later[1])
    _print_differences(differences)
    missing = {one.path for one in earlier[1]} ^ {one.path for one in later[1]}
    if missing:
        Console().print(f"Only in one of the two: {', '.join(sorted(missing))}.")
    if json_file is not None:
        _write(json_file, [one.to_json() for one in differences])


@paths_app.command("pin")
def pin_command(
    files: FilesArgument = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Run paths, show what is not as it was pinned, and after a yes pin the present results."""
    paths, outcomes = _run(files, False, database)
    pinned = {one.path: one.pinned() for one in outcomes}
    changed = [path for path in paths if path.pinned != pinned[path.id]]
    console = Console()
    if not changed:
        console.print("Everything is as it was pinned.")
        return
    by_path = {one.path: one for one in outcomes}
    for path in changed:
        what = changed_since_pinned(path, by_path[path.id]) or ("jamais fixé",)
        console.print(f"[bold]{path.id}[/bold]  {escape('; '.join(what))}", soft_wrap=True)
    if not yes and not typer.confirm(f"Pin {len(changed)} results?"):
        raise typer.Exit(FAILURES)
    _pin(files, paths, pinned, database)
    console.print(f"{len(changed)} results pinned.")


@paths_app.command("try")
def try_command(
    move: Annotated[
        list[str] | None, typer.Option(help="NAME:BEFORE puts a criterion of the ranking before another.")
    ] = None,
    drop: Annotated[list[str] | None, typer.Option(help="A criterion that shall not count.")] = None,
    listing: Annotated[File | None, typer.Option(help="Listings, new or changed, in a JSON file.")] = None,
    criteria: Annotated[bool, typer.Option("--criteria", help="List the criteria and stop.")] = False,
    files: FilesArgument = None,
    database: DatabaseOption = None,
) -> None:
    """Show which paths get better or worse with another ranking or other listings; nothing goes live."""
    if criteria:
        for name, words in CRITERIA.items():
            typer.echo(f"{name:14}  {words}")
        return
    strategy = _strategy(move or [], drop or [])
    if strategy == STANDARD and listing is None:
        raise PathInvalid(
            "Give something to try: --move, --drop or --listing (--criteria lists the criteria)."
        )
    opened = _opened(database)
    paths = _paths(files, opened)
    differences: list[PathDifference] = []
    if strategy != STANDARD:
        with opened.session() as session:
            differences += try_strategy(session, strategy, paths)
    if listing is not None:
        differences += try_listings(opened, read_listings(listing), paths)
    _print_differences(differences)


def _strategy(move: Sequence[str], drop: Sequence[str]) -> Strategy:
    strategy = STANDARD.without(drop)
    for one in move:
        name, _, before = one.partition(":")
        strategy = strategy.moved(name, before)
    return strategy


def _opened(url: str | None) -> Database:
    from directory.starter import ensure_starter

    database = create_database(url)
    ensure_starter(database)
    return database


def _paths(files: Sequence[File] | None, database: Database) -> list[Path]:
    paths = read_files(files or shipped_files())
    with database.session() as session:
        if not files:
            paths += saved_paths(session)
        wrong = unknown_services(session, paths)
    if wrong:
        raise PathInvalid(f"The directory has no service {', '.join(sorted(wrong))}, which a path names.")
    return paths


def _run(
    files: Sequence[File] | None, directory_only: bool, url: str | None
) -> tuple[list[Path], list[Outcome]]:
    if directory_only:
        database = _opened(url)
        paths = _paths(files, database)
        with database.session() as session:
            return paths, run_on_directory(session, paths)
    from bot.paths.playing import run as run_whole
    from bot.paths.session import assistant_over

    with assistant_over(url) as (assistant, database):
        paths = _paths(files, database)
        return paths, asyncio.run(run_whole(assistant, paths))


def _version(source: str, paths: Sequence[Path]) -> tuple[list[Path], list[Outcome]]:
    file = File(source)
    if file.suffix == ".json" and file.exists():
        content = read_json(file, "The file", PathInvalid)
        if is_run(content):
            return run_from(content, file)
    return list(paths), outcomes_of_data(source, paths)


def _pin(
    files: Sequence[File] | None, paths: Sequence[Path], pinned: dict[str, Any], url: str | None
) -> None:
    for file in files or shipped_files():
        own = {path.id for path in paths if path.source == file.stem}
        kept = {name: pin for name, pin in read_pins(pins_file(file)).items() if name in own}
        write_pins(pins_file(file), {**kept, **{name: pinned[name] for name in own}})
    saved = [(path.id, pinned[path.id]) for path in paths if path.source == SOURCE]
    if saved:
        with create_database(url).session() as session:
            pin_saved(session, saved, actor=SERVER, role=SERVER)


def _print_run(found: Sequence[Line]) -> None:
    console = Console()
    table = Table(box=None, pad_edge=False)
    for title in ("Parcours", "État", "Reçoit", "À voir"):
        table.add_column(title, overflow="fold")
    for line in found:
        colour = _COLOURS[line.status]
        given = ", ".join(
            [*line.outcome.services, *([f"+ {line.outcome.line}"] if line.outcome.line else [])]
        )
        remarks = [*line.outcome.problems]
        if line.path.known:
            remarks.insert(0, f"connu : {line.path.known}")
        remarks += [f"depuis la dernière fois : {one}" for one in line.changed]
        table.add_row(
            line.path.id, f"[{colour}]{line.status}[/{colour}]", escape(given), escape("\n".join(remarks))
        )
    console.print(table)
    counted = {status: sum(1 for line in found if line.status == status) for status in _COLOURS}
    changed = sum(1 for line in found if line.changed)
    words = ", ".join(f"{number} {status}" for status, number in counted.items() if number)
    console.print(f"{len(found)} parcours : {words}; {changed} pas comme la dernière fois.")


def _print_differences(differences: Sequence[PathDifference]) -> None:
    console = Console()
    if not differences:
        console.print("Aucun parcours ne change.")
        return
    colours = {"pire": "red", "mieux": "green", "autre": "yellow"}
    for one in differences:
        colour = colours[one.verdict]
        console.print(f"[{colour}]{one.verdict:5}[/{colour}] [bold]{one.path}[/bold] {escape(one.title)}")
        for change in one.changes:
            console.print(f"      {escape(change)}", soft_wrap=True)
    counted = {verdict: sum(1 for one in differences if one.verdict == verdict) for verdict in colours}
    console.print(", ".join(f"{number} {verdict}" for verdict, number in counted.items()))


def _write(file: File, content: Any) -> None:
    try:
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise PathInvalid(f"{file} cannot be written: {error.strerror}.") from error
