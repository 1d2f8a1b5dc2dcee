"""A run of paths as JSON and back, its statuses, and the words of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from directory.errors import PathInvalid
from directory.paths.comparing import changed_since_pinned
from directory.paths.model import Expected, Outcome, Path, Persona

FORMAT = "sentier-paths-run/1"
OK, FAILED, KNOWN, REPAIRED = "ok", "échec", "connu", "réparé"


@dataclass(frozen=True)
class Line:
    """One path of a run: its status and what is not as expected or not as pinned."""

    path: Path
    outcome: Outcome
    status: str
    changed: tuple[str, ...]


def lines(paths: Iterable[Path], outcomes: Iterable[Outcome]) -> list[Line]:
    """Each path with its outcome, judged. A known shortfall that has gone says so."""
    by_path = {one.path: one for one in outcomes}
    return [_line(path, by_path[path.id]) for path in paths if path.id in by_path]


def _line(path: Path, outcome: Outcome) -> Line:
    met, unmet = (REPAIRED, KNOWN) if path.known else (OK, FAILED)
    return Line(path, outcome, met if outcome.met else unmet, changed_since_pinned(path, outcome))


def run_json(found: Iterable[Line]) -> dict[str, Any]:
    """The run as JSON. No text of a reply is in it: ids, numbers of services and sentences about them."""
    return {"format": FORMAT, "paths": [_line_json(line) for line in found]}


def _line_json(line: Line) -> dict[str, Any]:
    outcome = line.outcome
    return {
        "id": line.path.id,
        "title": line.path.title,
        "level": outcome.level,
        "status": line.status,
        "problems": list(outcome.problems),
        "changed": list(line.changed),
        "case": dict(outcome.case) if outcome.case is not None else None,
        "region": outcome.region,
        "services": list(outcome.services),
        "line": outcome.line,
        "danger": list(outcome.danger),
        "notes": list(outcome.notes),
    }


def run_from(content: Any, file: File) -> tuple[list[Path], list[Outcome]]:
    """A run that was written as JSON in `file`: paths by id and title only, and their outcomes."""
    if not is_run(content):
        raise PathInvalid(f"The file {file} is no run of sentier paths run --json.")
    try:
        return [_bare(one) for one in content["paths"]], [_outcome(one) for one in content["paths"]]
    except (KeyError, TypeError) as error:
        raise PathInvalid(f"The run {file} lacks {error}.") from error


def is_run(content: Any) -> bool:
    """Whether this JSON value is a run."""
    return isinstance(content, Mapping) and content.get("format") == FORMAT


def _bare(value: Mapping[str, Any]) -> Path:
    return Path(value["id"], value["title"], Persona(), (), Expected())


def _outcome(value: Mapping[str, Any]) -> Outcome:
    return Outcome(
        path=value["id"],
        level=value["level"],
        case=value["case"],
        region=value["region"],
        services=tuple(value["services"]),
        line=value["line"],
        notes=tuple(value["notes"]),
        danger=tuple(value["danger"]),
        problems=tuple(value["problems"]),
    )
