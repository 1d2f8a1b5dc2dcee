"""The parts of the ``sentier`` command that deal with the directory.

``refer_command`` and ``coverage_command`` are commands, ``directory_app`` is a group of them. Errors are one
English sentence on standard error: exit code 2 for what the user gave, 1 for the rest.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from directory.database import Database, create_database
from directory.errors import DataFileInvalid, DirectoryError, ProposalInvalid, ProposalUnknown, QueryInvalid
from directory.geography import QUEBEC
from directory.options import DatabaseOption

directory_app = typer.Typer(no_args_is_help=True, help="Import, export and check the directory of services.")


class ExportFormat(StrEnum):
    """How the directory can leave."""

    project = "project"
    hsds = "hsds"
    ndjson = "ndjson"
    csv = "csv"


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"Error: {message}", err=True)
    raise typer.Exit(code)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn our errors into one sentence and an exit code."""
    try:
        yield
    except (DataFileInvalid, ProposalInvalid, ProposalUnknown, QueryInvalid) as error:
        _fail(str(error), 2)
    except DirectoryError as error:
        _fail(str(error), 1)


def _open(url: str | None) -> Database:
    """Return the database, its schema and the starter listings in place."""
    from directory.starter import ensure_starter

    database = create_database(url)
    ensure_starter(database)
    return database


def refer_command(
    need: Annotated[list[str] | None, typer.Option("--need", "-n", help="A need; may be repeated.")] = None,
    place: Annotated[str | None, typer.Option(help="Town, neighbourhood, region or postal prefix.")] = None,
    age: Annotated[int | None, typer.Option(help="Age of the person.")] = None,
    gender: Annotated[str | None, typer.Option(help="femme, homme or another word.")] = None,
    profile: Annotated[str, typer.Option(help="personne, proche, intervenant or acheteur.")] = "personne",
    population: Annotated[list[str] | None, typer.Option("--population", help="May be repeated.")] = None,
    access: Annotated[list[str] | None, typer.Option("--access", help="A wish; may be repeated.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code.")] = None,
    at: Annotated[str | None, typer.Option(help="Instant asked about (ISO 8601); default: now.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many services.")] = 3,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", help="An id shown already.")] = None,
    table: Annotated[bool, typer.Option("--table", help="For people instead of programs.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Refer to services: one question by flags, or JSONL on standard input; answers are JSONL."""
    from directory.refer.jsonl import answer_row, read_row

    row: dict[str, Any] = {
        "needs": need or [],
        "place": place,
        "age": age,
        "gender": gender,
        "profile": profile,
        "populations": population or [],
        "access": access or [],
        "language": language,
        "at": at,
        "limit": limit,
        "exclude": exclude or [],
    }
    asked = any(value not in (None, [], "personne", 3) for value in row.values())
    if not asked and sys.stdin.isatty():
        _fail("give a need or a place, or pipe JSONL rows in; see sentier refer --help.", 2)
    with _sentences():
        opened = _open(database)
        if asked:
            query, unknown = read_row(row)
            with opened.session() as session:
                answer = answer_row(session, row, query, unknown)
            if table:
                _print_answer(answer)
            else:
                typer.echo(json.dumps(answer, ensure_ascii=False))
            return
        bad = _refer_stream(opened)
    if bad:
        raise typer.Exit(2)


def _refer_stream(database: Database) -> int:
    """Answer each line of standard input; return how many could not be understood."""
    from directory.refer.jsonl import answer_row, parse_line, read_row

    bad = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            row = parse_line(line)
            query, unknown = read_row(row)
        except QueryInvalid as error:
            bad += 1
            typer.echo(f"Error: line {number}: {error}", err=True)
            continue
        with database.session() as session:
            answer = answer_row(session, row, query, unknown)
        typer.echo(json.dumps(answer, ensure_ascii=False))
    return bad


def _print_answer(answer: dict[str, Any]) -> None:
    from rich.console import Console

    console = Console()
    for note in answer["notes"]:
        console.print(f"[italic]{note}[/italic]")
    for title, service in [
        *((str(place), service) for place, service in enumerate(answer["services"], 1)),
        *([("ligne", answer["line"])] if answer["line"] else []),
    ]:
        phones = ", ".join(phone["number"] for phone in service["phones"]) or service["website"] or "—"
        console.print(f"[bold]{title}. {service['name']}[/bold]  {phones}", highlight=False)
        for reason in service["reasons"]:
            console.print(f"     {reason}", highlight=False)
    for rejection in answer["rejected"]:
        console.print(f"[dim]  – {rejection['id']} : {rejection['reason']}[/dim]", highlight=False)


@directory_app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="JSON, NDJSON, or a folder with a tabular data package.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, write nothing.")
    ] = False,
    accept: Annotated[
        str | None, typer.Option("--accept", help="Import although referral paths change: a word why.")
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """Import listings: HSDS 3.1, the project's format or the starter's; all of them or none.

    An import that changes what a referral path gives is not made unless it is accepted with a word why.
    """
    from directory.exchange.files import read_listings
    from directory.exchange.gated import import_through_gate

    if accept is not None and not accept.strip():
        _fail("--accept needs a word that says why; it is kept in the history.", 2)
    today = datetime.now(QUEBEC).date().isoformat()
    with _sentences():
        records = read_listings(path)
        done = import_through_gate(_open(database), records, today=today, dry_run=dry_run, accept=accept)
    report = done.report
    for difference in done.differences:
        typer.echo(f"path {difference.path} ({difference.verdict}): {'; '.join(difference.changes)}")
    if done.stopped and accept is None and not dry_run:
        _fail(
            f"{len(done.differences)} referral paths would come out differently: nothing was imported. "
            "Correct the file, or accept it with --accept WHY.",
            1,
        )
    if report.problems:
        for problem in report.problems:
            typer.echo(f"Error: {problem}", err=True)
        _fail(f"{len(report.problems)} problems in {report.rows} rows: nothing was imported.", 2)
    for change in report.changes:
        typer.echo(f"{change.kind} {change.id}")
        for name, (before, after) in change.fields.items():
            typer.echo(f"    {name}: {_short(before)} -> {_short(after)}")
    verb = "would be imported" if dry_run else "imported"
    typer.echo(f"{report.rows} rows read, {len(report.changes)} {verb}, {report.unchanged} unchanged.")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"


@directory_app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(help="File to write (a folder for csv).")],
    form: Annotated[ExportFormat, typer.Option("--format", help="Format.")] = ExportFormat.hsds,
    database: DatabaseOption = None,
) -> None:
    """Export the whole directory: HSDS 3.1 JSON, NDJSON or CSV package, or the project's own format."""
    from directory.exchange.files import load_services, project_document, write_json
    from directory.hsds.tabular import write_datapackage
    from directory.hsds.write import service_object

    with _sentences():
        opened = _open(database)
        with opened.session() as session:
            if form is ExportFormat.project:
                document = project_document(session)
                write_json(document, path)
                count = len(document["services"])
            else:
                objects = [service_object(one, internal=True) for one in load_services(session)]
                count = len(objects)
                if form is ExportFormat.csv:
                    write_datapackage(objects, path)
                elif form is ExportFormat.hsds:
                    write_json(objects, path)
                else:
                    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
                    path.write_text(lines, encoding="utf-8")
    typer.echo(f"{count} services written to {path}.")


@directory_app.command("check")
def check_command(
    as_json: Annotated[bool, typer.Option("--json", help="JSONL instead of text.")] = False,
    severity: Annotated[str, typer.Option(help="Least severity shown: error, warning, notice.")] = "warning",
    database: DatabaseOption = None,
) -> None:
    """List what is doubtful in the directory; exit code 1 when there is an error among it."""
    from directory.quality import ERROR, SEVERITIES, check

    if severity not in SEVERITIES:
        _fail(f"« {severity} » is no severity: error, warning or notice.", 2)
    with _sentences():
        opened = _open(database)
        with opened.session() as session:
            found = check(session, datetime.now(QUEBEC).date())
    shown = [one for one in found if SEVERITIES.index(one.severity) <= SEVERITIES.index(severity)]
    for one in shown:
        if as_json:
            typer.echo(json.dumps(vars(one), ensure_ascii=False))
        else:
            typer.echo(f"{one.severity:8} {one.kind:15} {one.id}: {one.message}")
    if not as_json:
        counts = ", ".join(f"{sum(1 for o in found if o.severity == kind)} {kind}s" for kind in SEVERITIES)
        typer.echo(f"{len(found)} findings: {counts}.")
    if any(one.severity == ERROR for one in found):
        raise typer.Exit(1)


@directory_app.command("stats")
def stats_command(
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Count what the directory holds."""
    from directory.quality import stats

    with _sentences():
        opened = _open(database)
        with opened.session() as session:
            found = stats(session, datetime.now(QUEBEC).date())
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        if isinstance(value, dict):
            typer.echo(f"{name}:")
            for key, count in value.items():
                typer.echo(f"    {key:30} {count:5}")
        else:
            typer.echo(f"{name:34} {value:5}")


@directory_app.command("proposals")
def proposals_command(
    everything: Annotated[bool, typer.Option("--all", help="Those decided, too.")] = False,
    database: DatabaseOption = None,
) -> None:
    """List the proposals of correction that wait for a decision, oldest first.

    « retenue »: accepted, but its change of the listing waits for a decision on the console.
    """
    from directory.proposals import proposals

    with _sentences():
        opened = _open(database)
        with opened.session() as session:
            found = proposals(session, decided=everything)
    for one in found:
        typer.echo(f"{one.id[:8]}  {one.created_on}  {one.state:8}  {one.service_slug}  ({one.kind})")
        for line in one.text.splitlines():
            typer.echo(f"    {_printable(line)}")
        if one.decided_at:
            day = one.decided_at.astimezone(QUEBEC).date()
            typer.echo(f"    -> {day}, {one.decided_by}: {_printable(one.reason)}")
    typer.echo(f"{len(found)} proposals.")


class Decision(StrEnum):
    """What may become of a proposal."""

    accept = "accept"
    amend = "amend"
    refuse = "refuse"


@directory_app.command("decide")
def decide_command(
    proposal: Annotated[str, typer.Argument(help="Identifier shown by sentier directory proposals.")],
    decision: Annotated[Decision, typer.Argument(help="accept, amend or refuse.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a few words.")],
    text: Annotated[
        str | None, typer.Option(help="What is accepted instead of the words of the proposal, with amend.")
    ] = None,
    role: Annotated[str | None, typer.Option(help="Function of who decides, never a name.")] = None,
    database: DatabaseOption = None,
) -> None:
    """Write down the decision about a proposal. It changes no listing: correct that by an import."""
    from directory.proposals import DESK, decide

    if (decision is Decision.amend) != (text is not None):
        _fail("amend, and nothing else, needs --text: the words that are accepted instead.", 2)
    with _sentences():
        opened = _open(database)
        with opened.session() as session:
            now = datetime.now(UTC)
            accept = decision is not Decision.refuse
            made = decide(
                session, proposal, accept=accept, reason=reason, at=now, role=role or DESK, amended=text
            )
    typer.echo(f"{made.id[:8]} {made.service_slug}: {made.state}.")
    if accept:
        typer.echo("The listing itself is unchanged: correct it with sentier directory import.")


def _printable(text: str) -> str:
    """`text` from a stranger without characters that would steer a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def coverage_command(
    csv_path: Annotated[Path | None, typer.Option("--csv", help="Write the table as CSV here.")] = None,
    png_path: Annotated[Path | None, typer.Option("--png", help="Draw the heat map here.")] = None,
    database: DatabaseOption = None,
) -> None:
    """Show needs × regions: how many services there are; 0 is a hole in the safety net."""
    from directory.coverage import as_csv, coverage, write_png

    with _sentences():
        opened = _open(database)
        with opened.session() as session:
            found = coverage(session, datetime.now(UTC).astimezone(QUEBEC).date())
        try:
            if csv_path:
                csv_path.parent.mkdir(parents=True, exist_ok=True)
                csv_path.write_text(as_csv(found), encoding="utf-8")
            if png_path:
                write_png(found, png_path)
        except OSError as error:
            _fail(f"the file cannot be written: {error.strerror}.", 1)
    _print_coverage(found)


def _print_coverage(found: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        title="Services by need and region (QC: the whole province)", pad_edge=False, padding=(0, 1)
    )
    table.add_column("need")
    for region in found.regions:
        table.add_column(region, justify="right")
    for need in found.needs:
        counts = [found.cell(need, region).services for region in found.regions]
        table.add_row(need, *(str(count) if count else "[red]0[/red]" for count in counts))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print(
        f"{len(found.holes())} of {len(found.needs) * 17} pairs of a need and a region have no service."
    )
