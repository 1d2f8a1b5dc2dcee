"""`sentier veille`: what was asked in a period, small numbers hidden; tables, CSV, pictures, portraits."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from directory.database import Database, create_database
from directory.errors import DirectoryError
from directory.geography import QUEBEC
from directory.options import DatabaseOption
from directory.veille.errors import PeriodInvalid
from directory.veille.measures import region_names
from directory.veille.publication import Publication, make, of_season, periods, together, within
from directory.veille.statements import ASKED, GAP, TOTAL
from directory.veille.tables import TABLES, Table
from directory.veille.weeks import Season

TableName = Enum("TableName", {name: name for name in TABLES}, type=str)  # type: ignore[misc]


def _fail(message: str, code: int = 2) -> NoReturn:
    typer.echo(f"Error: {message}", err=True)
    raise typer.Exit(code)


def veille_command(
    first: Annotated[str | None, typer.Option("--from", help="First day (ISO 8601) of the period.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day of the period.")] = None,
    season: Annotated[str | None, typer.Option(help="One season, such as 2026-automne.")] = None,
    region: Annotated[str | None, typer.Option(help="Two digits: needs of one region.")] = None,
    table: Annotated[TableName, typer.Option(help="Which table.")] = TableName.demandes,  # type: ignore[attr-defined]
    csv_path: Annotated[Path | None, typer.Option("--csv", help="Write the table as CSV here.")] = None,
    png_path: Annotated[Path | None, typer.Option("--png", help="Draw the table here.")] = None,
    portrait_region: Annotated[
        str | None, typer.Option("--portrait", help="Two digits: the portrait of a region, on one page.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the portrait goes (HTML).")] = None,
    database: DatabaseOption = None,
) -> None:
    """Show what was asked and what was found, small numbers hidden: the last season, or the one asked for.

    Numbers come out after weeks 4, 8 and 13 of a season; of other dates, the whole periods inside are shown.
    """
    opened = create_database(database)
    today = datetime.now(UTC).astimezone(QUEBEC).date()
    try:
        opened.migrate()
        found = _publication(opened, today, season, _day(first), _day(last))
        if portrait_region:
            _write_portrait(opened, found, portrait_region, today, out)
            return
        shown = TABLES[table.value](found)
        if region is not None:
            _known(region)
            shown = _of_region(found, region)
        _write_files(shown, found.label, csv_path, png_path)
        _print(shown, found)
    except PeriodInvalid as error:
        _fail(str(error))
    except DirectoryError as error:
        _fail(str(error), 1)
    except OSError as error:
        _fail(f"the file cannot be written: {error.strerror}.", 1)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise PeriodInvalid("A day is written like 2026-10-01.") from None


def _known(region: str) -> None:
    if not region or region not in region_names():
        raise PeriodInvalid("There is no such region: give its two digits, such as 07.")


def _publication(
    database: Database, today: date, season: str | None, first: date | None, last: date | None
) -> Publication:
    with database.session() as session:
        known = periods(session, today)
    if season:
        chosen = [of_season(known, Season.read(season))]
    elif first or last:
        chosen = within(known, first, last)
    else:
        chosen = known[-1:]
    return together([make(database, period, today) for period in chosen])


def _of_region(found: Publication, region: str) -> Table:
    """Needs of one region: asked, and without an answer there."""
    from directory.vocabulary import vocabulary

    rows = {**vocabulary().needs, TOTAL: "Ensemble"}
    numbers = {(row, column): found.number(column, row, region) for row in rows for column in (ASKED, GAP)}
    columns = {ASKED: "demandes", GAP: "sans réponse dans la région"}
    return Table("region", f"Demandes, {region_names()[region]}", "Besoin", rows, columns, numbers)


def _write_files(shown: Table, label: str, csv_path: Path | None, png_path: Path | None) -> None:
    from directory.veille.charts import png
    from directory.veille.tables import as_csv

    for path, picture in ((csv_path, False), (png_path, True)):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png(shown, label) if picture else as_csv(shown))


def _write_portrait(
    database: Database, found: Publication, region: str, today: date, out: Path | None
) -> None:
    from directory.veille.portrait import page, portrait

    with database.session() as session:
        made = portrait(session, found, region, today)
    path = out or Path(f"portrait-{region}-{found.periods[-1].season.key}.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(made), encoding="utf-8")
    typer.echo(f"{made.name}, {made.period}: {path}")


def _print(shown: Table, found: Publication) -> None:
    from rich.console import Console
    from rich.table import Table as Grid

    grid: Any = Grid(title=f"{shown.title}\n{found.label}", pad_edge=False, padding=(0, 1))
    grid.add_column(shown.corner)
    wide = len(shown.columns) > 9
    for column, label in shown.columns.items():
        grid.add_column((column if column != TOTAL else "=") or "?" if wide else label, justify="right")
    for row, label in shown.rows.items():
        grid.add_row(label, *(str(shown.number(row, column) or "·") for column in shown.columns))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(grid)
    said = "20 says 20 to 24" if found.single else "each number is a lower bound"
    console.print(f"{said}; · is under 5, or withheld to protect another number. Weeks under way never show.")
