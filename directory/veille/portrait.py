"""The portrait of a region for a season, on one page: asked, found, missing, and the services there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from directory.coverage import Cell, coverage
from directory.veille.errors import PeriodInvalid
from directory.veille.measures import DANGERS, OUTCOMES, PROBLEMS
from directory.veille.publication import Publication
from directory.veille.statements import ASKED, GAP, TOTAL
from directory.veille.weeks import french_day
from directory.vocabulary import vocabulary

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """One need: published numbers (0 when hidden), and the services of the region for it."""

    need: str
    label: str
    asked: int
    unmet: int
    services: Cell


@dataclass(frozen=True)
class Portrait:
    """What the page says. Numbers are published ones; services are counted on `day`."""

    region: str
    name: str
    period: str
    single: bool
    day: str
    asked: int
    lines: tuple[Line, ...]
    outcomes: tuple[tuple[str, int], ...]
    problems: tuple[tuple[str, int], ...]
    dangers: tuple[tuple[str, int], ...]

    @property
    def wanted(self) -> tuple[Line, ...]:
        """The needs whose requests may be named, most asked first."""
        return tuple(sorted((one for one in self.lines if one.asked), key=lambda one: -one.asked))

    @property
    def missing(self) -> tuple[Line, ...]:
        """The gaps that may be named, the largest first."""
        return tuple(sorted((one for one in self.lines if one.unmet), key=lambda one: -one.unmet))

    @property
    def without(self) -> tuple[str, ...]:
        """The needs that no service of the region is listed for."""
        return tuple(one.label for one in self.lines if not one.services.services)

    @property
    def served(self) -> tuple[Line, ...]:
        """The needs with services of the region, the most of them first."""
        found = [one for one in self.lines if one.services.services]
        return tuple(sorted(found, key=lambda one: (-one.services.services, one.label)))


def portrait(session: Session, found: Publication, region: str, today: date) -> Portrait:
    """Return the portrait of `region`; raises PeriodInvalid for a code that is none."""
    words = vocabulary()
    if region not in words.regions:
        raise PeriodInvalid("There is no such region: give its two digits, such as 07.")
    services = coverage(session, today)
    return Portrait(
        region=region,
        name=words.regions[region],
        period=found.label,
        single=found.single,
        day=french_day(today),
        asked=found.number(ASKED, TOTAL, region),
        lines=tuple(
            Line(
                need,
                label,
                found.number(ASKED, need, region),
                found.number(GAP, need, region),
                services.cell(need, region),
            )
            for need, label in words.needs.items()
        ),
        outcomes=_named(found, "outcome_region", OUTCOMES.items(), region),
        problems=_named(found, "problem_region", PROBLEMS.items(), region),
        dangers=_named(found, "danger_region", DANGERS.items(), region),
    )


def _named(
    found: Publication, table: str, rows: Iterable[tuple[str, str]], region: str
) -> tuple[tuple[str, int], ...]:
    return tuple((label, found.number(table, key, region)) for key, label in rows)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fragment(made: Portrait) -> str:
    """Return the portrait as a piece of HTML, for a page that has its own style."""
    return _environment().get_template("portrait.html").render(p=made)


def page(made: Portrait) -> str:
    """Return the portrait as a whole HTML page with its style inside, to print or to send."""
    style = (_HERE / "portrait.css").read_text(encoding="utf-8")
    return _environment().get_template("portrait_page.html").render(p=made, style=style, body=fragment(made))
