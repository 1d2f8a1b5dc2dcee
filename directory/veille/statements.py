"""A publication as a list of statements, each "this sum of cells lies in this class of five".

Cells are the finest counts of a period. A number is published as the multiple of BASE under it ("20" says 20
to 24); under BASE it is hidden (0 to 4, zero included). Totals are statements like the others. protection.py
proves what all of them together give away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from directory.veille.measures import (
    CHANNELS,
    DANGER,
    DANGERS,
    OUTCOMES,
    PROBLEMS,
    PROFILES,
    UNMET,
    region_names,
)
from directory.veille.store import Key
from directory.veille.weeks import Period
from directory.vocabulary import vocabulary

BASE = 5
TOTAL = "*"
"""The row or column that sums the others up."""
ASKED, GAP, FOUND = "asked", "unmet", "met"
Name = tuple[str, str, str]
"""A statement: (table, row, column)."""
Cell = tuple[str, str, str]
"""A cell: (axis, row, column), as the smallest things that statements are made of."""
_SIDES: tuple[tuple[str, Mapping[str, str]], ...] = (("channel", CHANNELS), ("profile", PROFILES))


@dataclass
class Layout:
    """What is said of which cells, and how rows of the database fall into them.

    `sums`: statement -> its cells. `equal`: pairs of sets of cells whose sums are the same number, seen along
    two axes: who knows this file knows that too.
    """

    places: dict[Cell, int] = field(default_factory=dict)
    sums: dict[Name, tuple[int, ...]] = field(default_factory=dict)
    equal: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    alike: list[tuple[str, ...]] = field(default_factory=list)
    """Sets of words (needs, regions) that the layout treats alike: two may change places everywhere."""

    def add(self, axis: str, rows: Iterable[str], columns: Iterable[str]) -> None:
        """Add the cells of one axis."""
        for row, column in product(tuple(rows), tuple(columns)):
            self.places[axis, row, column] = len(self.places)

    def say(self, table: str, row: str, column: str, cells: Iterable[Cell]) -> None:
        """State the sum of `cells`."""
        self.sums[table, row, column] = tuple(self.places[cell] for cell in cells)

    def say_all(
        self, table: str, axis: str, rows: Sequence[str], columns: Sequence[str], *, sums: bool = True
    ) -> None:
        """State each cell of an axis and the total of each row; `sums`: of each column, too."""
        for row, column in product((*rows, TOTAL) if sums else rows, (*columns, TOTAL)):
            chosen = product(
                [axis], rows if row == TOTAL else [row], columns if column == TOTAL else [column]
            )
            self.say(table, row, column, chosen)

    def tie(self, one: Iterable[Cell], other: Iterable[Cell]) -> None:
        """State that both sums are the same number, without saying it."""
        self.equal.append(
            (tuple(self.places[cell] for cell in one), tuple(self.places[cell] for cell in other))
        )

    def values(self, counts: Mapping[Key, int]) -> list[int]:
        """Return the value of each cell in `counts`."""
        values = [0] * len(self.places)
        for (week, measure, subject, axis, value), n in counts.items():
            for cell in cells_of(measure, subject, axis, value, week.isoformat()):
                place = self.places.get(cell)
                if place is not None:
                    values[place] += n
        return values

    def floors(self, values: Sequence[int]) -> dict[Name, int]:
        """Return each statement as published: the multiple of BASE under its sum; 0 hides it."""
        return {
            name: sum(values[place] for place in places) // BASE * BASE for name, places in self.sums.items()
        }


def cells_of(measure: str, subject: str, axis: str, value: str, week: str) -> list[Cell]:
    """Return the cells that one row of the database adds to."""
    if measure == DANGER:
        return [(f"danger {axis}", subject, value)]
    if measure in PROBLEMS:
        sides = [(f"problem {axis}", measure, value)]
        return [*sides, ("problem need", measure, subject)] if axis == "region" else sides
    met = GAP if measure in UNMET else FOUND
    if axis != "region":
        return [(axis, met, value)]
    return [(met, subject, value), ("outcome", measure, value), ("week", met, week)]


def layouts_of(
    period: Period, needs: Sequence[str] | None = None, regions: Sequence[str] | None = None
) -> tuple[Layout, Layout, Layout]:
    """Return what is published of `period`: asks, problems, dangers. They share no cell.

    `needs` and `regions` are those of the vocabulary unless given.
    """
    needs = tuple(vocabulary().needs) if needs is None else needs
    regions = tuple(region_names()) if regions is None else regions
    return _asks(period, needs, regions), _problems(needs, regions), _dangers(regions)


def _asks(period: Period, needs: Sequence[str], regions: Sequence[str]) -> Layout:
    layout = Layout(alike=[tuple(needs), tuple(regions)])
    weeks = [week.isoformat() for week in period.weeks()]
    both = (FOUND, GAP)
    for met in both:
        layout.add(met, needs, regions)
    layout.add("outcome", OUTCOMES, regions)
    layout.add("week", both, weeks)
    for axis, columns in _SIDES:
        layout.add(axis, both, columns)
    sides = [*((axis, list(columns)) for axis, columns in _SIDES), ("week", weeks)]
    layout.say_all(GAP, GAP, needs, regions)
    for need, region in product((*needs, TOTAL), (*regions, TOTAL)):
        across = (needs if need == TOTAL else [need], regions if region == TOTAL else [region])
        layout.say(ASKED, need, region, product(both, *across))
    # What all outcomes of a region come to is said under ASKED.
    layout.say_all("outcome_region", "outcome", tuple(OUTCOMES), regions, sums=False)
    for axis, values in sides:
        for value in values:
            layout.say(f"asked_{axis}", GAP, value, [(axis, GAP, value)])
            layout.say(f"asked_{axis}", ASKED, value, [(axis, met, value) for met in both])
    for met in both:
        outcomes = [one for one in OUTCOMES if (one in UNMET) == (met == GAP)]
        for region in regions:
            layout.tie(product([met], needs, [region]), product(["outcome"], outcomes, [region]))
        for axis, values in sides:
            layout.tie(product([met], needs, regions), product([axis], [met], values))
    return layout


def _problems(needs: Sequence[str], regions: Sequence[str]) -> Layout:
    layout = Layout(alike=[tuple(needs), tuple(regions)])
    layout.add("problem need", PROBLEMS, needs)
    layout.say_all("problem_need", "problem need", tuple(PROBLEMS), needs)
    _beside(layout, "problem", tuple(PROBLEMS), (("region", regions), *_SIDES), "need", needs)
    return layout


def _dangers(regions: Sequence[str]) -> Layout:
    layout = Layout(alike=[tuple(DANGERS), tuple(regions)])
    layout.add("danger region", DANGERS, regions)
    layout.say_all("danger_region", "danger region", tuple(DANGERS), regions)
    _beside(layout, DANGER, tuple(DANGERS), _SIDES, "region", regions)
    return layout


def _beside(
    layout: Layout,
    about: str,
    rows: Sequence[str],
    sides: Iterable[tuple[str, Iterable[str]]],
    main: str,
    columns: Sequence[str],
) -> None:
    """Add tables of the same rows along other axes, each row with the sum it has along `main`."""
    for axis, given in sides:
        values = tuple(given)
        layout.add(f"{about} {axis}", rows, values)
        for row in rows:
            for value in values:
                layout.say(f"{about}_{axis}", row, value, [(f"{about} {axis}", row, value)])
            layout.tie(
                product([f"{about} {main}"], [row], columns), product([f"{about} {axis}"], [row], values)
            )
        for value in values:
            layout.say(f"{about}_{axis}", TOTAL, value, product([f"{about} {axis}"], rows, [value]))
