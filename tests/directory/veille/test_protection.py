"""The suppression, attacked with a solver: totals minus cells, two periods, a rare need in a small region."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from directory.veille.protection import SIZE_ONLY, WIDTH, protect
from directory.veille.statements import ASKED, BASE, FOUND, GAP, TOTAL, Layout, layouts_of
from directory.veille.store import Key
from directory.veille.weeks import Period, Season
from tests.directory.veille.attack import Attack

PERIOD = Period(Season(2026, 3), 1)
NEEDS = ("hebergement", "juridique", "grossesse")
REGIONS = ("06", "07", "10", "")


def asks() -> Layout:
    return layouts_of(PERIOD, NEEDS, REGIONS)[0]


def counts(*events: tuple[str, str, str, int], seed: int = 0) -> dict[Key, int]:
    """Rows of the database for (outcome, need, region, times); channel, profile and week by chance."""
    chance = random.Random(seed)
    made: dict[Key, int] = {}
    for outcome, need, region, times in events:
        for _ in range(times):
            week = chance.choice(PERIOD.weeks())
            seen = (
                ("region", region),
                ("channel", chance.choice(["web", "web", "sms"])),
                (
                    "profile",
                    chance.choices(["personne", "proche", "intervenant", "acheteur"], [9, 2, 2, 1])[0],
                ),
            )
            for axis, value in seen:
                key = (week, outcome, need, axis, value)
                made[key] = made.get(key, 0) + 1
    return made


def by_chance(seed: int, most: int) -> list[int]:
    chance = random.Random(seed)
    events = [
        (outcome, need, region, chance.choice([0, 0, 1, 2, chance.randint(0, most)]))
        for outcome, need, region in product(("near", "line", "far", "none"), NEEDS, REGIONS)
    ]
    return asks().values(counts(*events, seed=seed))


def assert_nothing_small_is_known(layout: Layout, values: list[int], attack: Attack, published: Any) -> None:
    for cell, place in layout.places.items():
        low, high = attack.cell(cell)
        assert low <= values[place] <= high
        assert high - low >= WIDTH or low >= BASE, (cell, low, high)
    for name, shown in published.shown.items():
        if not shown:
            low, high = attack.statement(name)
            assert high - low >= WIDTH or low >= BASE, (name, low, high)
            # A small one could be nobody; one withheld for another may be known to be there, not how large.
            assert low == 0 or shown is None or name[0] in SIZE_ONLY, (name, low, high)


@pytest.mark.parametrize(("seed", "most"), [(1, 3), (2, 8), (3, 20), (4, 60)])
def test_a_solver_finds_no_small_cell(seed: int, most: int) -> None:
    layout, values = asks(), by_chance(seed, most)
    published = protect(layout, values)
    assert_nothing_small_is_known(layout, values, Attack(layout, published), published)


@pytest.mark.parametrize("seed", range(5, 11))
def test_every_witness_is_another_truth_with_the_same_publication(seed: int) -> None:
    layout, values = asks(), by_chance(seed, 12)
    published = protect(layout, values)
    assert published.witnesses
    for witness in published.witnesses:
        floors = layout.floors(witness)
        assert min(witness) >= 0
        assert witness != values
        assert {name: floors[name] for name, shown in published.shown.items() if shown is not None} == {
            name: shown for name, shown in published.shown.items() if shown is not None
        }
        for left, right in layout.equal:
            assert sum(witness[place] for place in left) == sum(witness[place] for place in right)


def _one_row(*cells: int) -> tuple[Layout, list[int]]:
    """A table of one row and its total, nothing else."""
    layout = Layout()
    columns = [str(place) for place in range(len(cells))]
    layout.add("x", ["row"], columns)
    layout.say_all("x", "x", ["row"], columns, sums=False)
    return layout, list(cells)


def test_totals_minus_cells_would_give_a_cell_away_without_complement() -> None:
    # 9 + 9 + 9 + 9 + 4 = 40: rounded numbers alone leave a single possibility for the last one.
    layout, values = _one_row(9, 9, 9, 9, 4)
    naive = protect(layout, values)
    bare = {name: number if number is not None else 40 for name, number in naive.shown.items()}
    assert bare["x", "row", TOTAL] == 40
    naive.shown.update(bare)
    assert Attack(layout, naive).cell(("x", "row", "4")) == (4, 4)


def test_totals_minus_cells_give_nothing_away() -> None:
    layout, values = _one_row(9, 9, 9, 9, 4)
    published = protect(layout, values)
    assert published.shown["x", "row", TOTAL] is None, "the total is withheld with the small cell"
    assert published.shown["x", "row", "0"] == 5
    low, high = Attack(layout, published).cell(("x", "row", "4"))
    assert (low, high) == (0, 4)


def test_zero_and_four_look_the_same() -> None:
    for rare in (0, 1, 4):
        layout, values = _one_row(22, 13, rare)
        shown = protect(layout, values).shown
        assert shown["x", "row", "2"] == 0
        assert shown["x", "row", "0"] == 20


def test_a_rare_need_in_a_small_region_stays_unknown() -> None:
    layout = asks()
    common = [("near", need, region, 23) for need in NEEDS for region in ("06", "07")]
    # Three women in all asked for anything in Nord-du-Québec, one of them for this.
    values = layout.values(counts(*common, ("far", "grossesse", "10", 1), ("near", "juridique", "10", 2)))
    published = protect(layout, values)
    attack = Attack(layout, published)
    for table, need in product((ASKED, GAP), (*NEEDS, TOTAL)):
        low, high = attack.statement((table, need, "10"))
        assert low == 0, (table, need)
        assert high - low >= WIDTH
    # Nor that nobody asked: the region where nobody did looks the same.
    without = protect(layout, layout.values(counts(*common)))
    assert {n: v for n, v in without.shown.items() if n[2] == "10"} == {
        n: v for n, v in published.shown.items() if n[2] == "10"
    }


def test_what_was_met_is_not_asked_minus_unmet() -> None:
    layout = asks()
    values = layout.values(counts(("none", "hebergement", "07", 9), ("near", "hebergement", "07", 1)))
    attack = Attack(layout, protect(layout, values))
    low, high = attack.cell((FOUND, "hebergement", "07"))
    assert high - low >= WIDTH


def test_differencing_two_periods_gives_no_small_cell() -> None:
    """A season after its first part, then after its second: what happened between stays unknown."""
    layout = asks()
    first = [
        ("near", "hebergement", "06", 14),
        ("near", "hebergement", "07", 7),
        ("far", "grossesse", "07", 3),
    ]
    before = counts(*first)
    # One more woman between the two.
    after = counts(*first, ("none", "juridique", "07", 1))
    one, other = (protect(layout, layout.values(each)) for each in (before, after))
    attack = Attack(layout, one, other)
    for table, need, region in product((ASKED, GAP), (*NEEDS, TOTAL), (*REGIONS, TOTAL)):
        low, high = attack.between((table, need, region))
        assert high - low >= WIDTH, (table, need, region, low, high)
        # That the sum of everything passed a multiple of five says that somebody asked for something.
        assert low == 0 or (need, region) == (TOTAL, TOTAL), (table, need, region, low, high)
    # Many more: a difference of published numbers is still a range, never a number under five.
    many = protect(layout, layout.values(counts(*first, ("none", "juridique", "07", 11))))
    attack = Attack(layout, one, many)
    for name in ((ASKED, "juridique", "07"), (GAP, "juridique", "07"), (ASKED, TOTAL, TOTAL)):
        low, high = attack.between(name)
        assert high - low >= WIDTH, (name, low, high)


def test_needs_that_look_alike_share_what_a_witness_shows() -> None:
    layout = asks()
    values = layout.values(counts(*((outcome, "hebergement", "06", 60) for outcome in ("near", "none"))))
    published = protect(layout, values)
    # A few witnesses are enough for all that nobody asked for; the solver agrees with each of them.
    assert len(published.witnesses) < len(layout.places) / 2
    assert_nothing_small_is_known(layout, values, Attack(layout, published), published)


@pytest.mark.slow
def test_problems_and_dangers_are_protected_alike() -> None:
    _, problems, dangers = layouts_of(PERIOD, NEEDS, REGIONS)
    chance = random.Random(3)
    for layout, measures, subjects in (
        (problems, ("full", "refused", "dead", "other", "exhausted"), NEEDS),
        (dangers, ("danger",), ("violence", "suicide", "traite", "mineure")),
    ):
        made: dict[Key, int] = {}
        for measure, subject, region in product(measures, subjects, REGIONS):
            for _ in range(chance.choice([0, 0, 1, 3, 9])):
                for axis, value in (("region", region), ("channel", "web"), ("profile", "personne")):
                    key = (PERIOD.first, measure, subject, axis, value)
                    made[key] = made.get(key, 0) + 1
        values = layout.values(made)
        published = protect(layout, values)
        assert any(published.shown.values())
        assert_nothing_small_is_known(layout, values, Attack(layout, published), published)
