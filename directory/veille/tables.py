"""A publication as tables with French words, and as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from directory.exchange.spreadsheet import csv_bytes
from directory.veille.measures import CHANNELS, DANGER, DANGERS, OUTCOMES, PROBLEMS, PROFILES, region_names
from directory.veille.publication import Publication
from directory.veille.statements import ASKED, GAP, TOTAL
from directory.vocabulary import vocabulary

TOTAL_LABEL = "Ensemble"
HIDDEN = "caché"


@dataclass(frozen=True)
class Table:
    """`rows` and `columns`: key -> label; `numbers` by (row, column), missing or 0 when hidden."""

    key: str
    title: str
    corner: str
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    numbers: Mapping[tuple[str, str], int]

    def number(self, row: str, column: str) -> int:
        """Return one number; 0 when it is hidden."""
        return self.numbers.get((row, column), 0)

    def only_seen(self) -> Table:
        """Return the table without the rows that show nothing at all, save the total."""
        seen = {
            row: label
            for row, label in self.rows.items()
            if row == TOTAL or any(self.number(row, column) for column in self.columns)
        }
        return Table(self.key, self.title, self.corner, seen, self.columns, self.numbers)

    @property
    def empty(self) -> bool:
        """Whether every number is hidden."""
        return not any(self.numbers.values())


def _needs() -> dict[str, str]:
    return {**vocabulary().needs, TOTAL: TOTAL_LABEL}


def _regions() -> dict[str, str]:
    return {**region_names(), TOTAL: TOTAL_LABEL}


def _table(
    found: Publication,
    key: str,
    title: str,
    corner: str,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    *,
    name: str | None = None,
    turned: bool = False,
) -> Table:
    """The statements of one kind; `turned`: their rows stand as columns."""
    numbers = {
        (row, column): found.number(name or key, *((column, row) if turned else (row, column)))
        for row in rows
        for column in columns
    }
    return Table(key, title, corner, rows, columns, numbers)


def asked(found: Publication) -> Table:
    """Needs × regions: requests."""
    return _table(found, ASKED, "Demandes, par besoin et par région", "Besoin", _needs(), _regions())


def gaps(found: Publication) -> Table:
    """Needs × regions: requests for which only another region had something, or nobody."""
    title = "Demandes sans réponse dans la région, par besoin et par région"
    return _table(found, GAP, title, "Besoin", _needs(), _regions())


def outcomes(found: Publication) -> Table:
    """Regions × what was found, with the requests beside."""
    made = _table(
        found,
        "outcome_region",
        "Ce qui a été trouvé, par région",
        "Région",
        _regions(),
        OUTCOMES,
        turned=True,
    )
    numbers = {
        **made.numbers,
        **{(region, ASKED): found.number(ASKED, TOTAL, region) for region in _regions()},
    }
    return Table(made.key, made.title, made.corner, made.rows, {ASKED: "demandes", **OUTCOMES}, numbers)


def problems_by_need(found: Publication) -> Table:
    """Needs × what went wrong with a service."""
    title = "Difficultés rapportées, par besoin"
    columns = {**PROBLEMS, TOTAL: TOTAL_LABEL}
    return _table(found, "problem_need", title, "Besoin", _needs(), columns, turned=True)


def problems_by_region(found: Publication) -> Table:
    """Regions × what went wrong with a service."""
    title = "Difficultés rapportées, par région"
    rows, columns = region_names(), {**PROBLEMS, TOTAL: TOTAL_LABEL}
    return _table(found, "problem_region", title, "Région", rows, columns, turned=True)


def dangers(found: Publication) -> Table:
    """Regions × kinds of danger."""
    title = "Dangers dits, par région"
    columns = {**DANGERS, TOTAL: TOTAL_LABEL}
    return _table(found, "danger_region", title, "Région", _regions(), columns, turned=True)


def by_side(found: Publication, axis: str) -> Table:
    """Channels or profiles × requests, gaps, difficulties, dangers."""
    rows = CHANNELS if axis == "channel" else PROFILES
    title = "Par où on écrit" if axis == "channel" else "Qui écrit"
    numbers = {}
    for row in rows:
        numbers[row, ASKED] = found.number(f"asked_{axis}", ASKED, row)
        numbers[row, GAP] = found.number(f"asked_{axis}", GAP, row)
        numbers[row, "problem"] = found.number(f"problem_{axis}", TOTAL, row)
        numbers[row, DANGER] = found.number(f"{DANGER}_{axis}", TOTAL, row)
    columns = {
        ASKED: "demandes",
        GAP: "sans réponse dans la région",
        "problem": "difficultés",
        DANGER: "dangers",
    }
    return Table(axis, title, "Voie" if axis == "channel" else "Personne", rows, columns, numbers)


def weeks(found: Publication) -> Table:
    """Weeks × requests and gaps, for the whole province."""
    rows = {
        week.isoformat(): f"semaine {week.isocalendar()[1]} ({week.isoformat()})"
        for period in found.periods
        for week in period.weeks()
    }
    numbers = {
        (week, column): found.number("asked_week", column, week) for week in rows for column in (ASKED, GAP)
    }
    columns = {ASKED: "demandes", GAP: "sans réponse dans la région"}
    return Table("weeks", "Semaine après semaine, tout le Québec", "Semaine", rows, columns, numbers)


TABLES: Mapping[str, Callable[[Publication], Table]] = {
    "demandes": asked,
    "lacunes": gaps,
    "reponses": outcomes,
    "difficultes-besoin": problems_by_need,
    "difficultes-region": problems_by_region,
    "dangers": dangers,
    "semaines": weeks,
    "voies": lambda found: by_side(found, "channel"),
    "personnes": lambda found: by_side(found, "profile"),
}
"""What may be downloaded, by the word of its address."""


@dataclass(frozen=True)
class Gap:
    """One hole: `asked` and `unmet` are published numbers, `unmet` never hidden."""

    need: str
    region: str
    unmet: int
    asked: int


def gap_list(found: Publication, region: str | None = None) -> list[Gap]:
    """Return the gaps that may be named, the largest first; those of one region when given."""
    needs, regions = vocabulary().needs, region_names() if region is None else [region]
    every = [
        Gap(need, code, found.number(GAP, need, code), found.number(ASKED, need, code))
        for need in needs
        for code in regions
    ]
    return sorted((gap for gap in every if gap.unmet), key=lambda gap: (-gap.unmet, gap.need, gap.region))


def as_csv(table: Table) -> bytes:
    """Return `table` as a CSV file for a spreadsheet."""
    rows = [
        [label, *(table.number(row, column) or HIDDEN for column in table.columns)]
        for row, label in table.rows.items()
    ]
    return csv_bytes([table.corner, *table.columns.values()], rows)
