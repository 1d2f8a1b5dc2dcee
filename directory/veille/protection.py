"""The proof that a publication gives no small cell away, and what must be withheld until there is one.

The proof is a set of witnesses: whole tables of counts, other than the true one, that would be published
with exactly the same numbers. Where a cell takes values at least WIDTH apart among them, nobody can know it
closer, whatever they subtract or solve, even knowing this code: the publication is the same for all of them.
Witnesses are found by integer programming (HiGHS through scipy). Where none is found, the two ends of the
cell are solved for; if they are too close, a total around it is withheld ("complementary suppression") and
the search goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from directory.veille.statements import BASE, Layout, Name

WIDTH = 3
"""A protected number has at least four possible values; a hidden one has zero among them: 0, 1, 2 and 3."""
SIZE_ONLY = ("outcome_region",)
"""Tables of which it may be worked out that a hidden number is not zero, but not how large it is."""
_ROUNDS = 400
_STALE_ROUNDS = 12
"""After so many witnesses in a row that show nothing new, what is left is solved for one by one."""
_SECONDS = 20.0


@dataclass(frozen=True)
class Protected:
    """`shown`: each statement as it may be published, None when it must be withheld besides the small ones.

    `witnesses`: whole tables (a value per cell) that are published alike.
    """

    shown: dict[Name, int | None]
    witnesses: list[list[int]]

    @property
    def withheld(self) -> list[Name]:
        """Statements that are hidden to protect others."""
        return [name for name, value in self.shown.items() if value is None]


def protect(layout: Layout, values: Sequence[int], seed: int = 0) -> Protected:
    """Return what of `layout` may be published when its cells have `values`."""
    floors = layout.floors(values)
    if not any(floors.values()):
        # Every total is under BASE: any one cell could hold all of it, or none.
        return Protected(dict(floors), [])
    return _Search(layout, values, seed).run()


class _Search:
    """The state of one proof. Numbers to protect: every cell not published itself, every hidden statement."""

    def __init__(self, layout: Layout, values: Sequence[int], seed: int) -> None:
        self.layout = layout
        self.names = list(layout.sums)
        self.truth = np.array(values, dtype=np.int64)
        self.sums = _matrix(len(values), [[(place, 1) for place in layout.sums[name]] for name in self.names])
        self.ties = _matrix(
            len(values),
            [
                [*((place, 1) for place in one), *((place, -1) for place in other)]
                for one, other in layout.equal
            ],
        )
        floors = layout.floors(values)
        self.floors = np.array([floors[name] for name in self.names])
        self.free = np.zeros(len(self.names), dtype=bool)
        self.random = np.random.default_rng(seed)
        self.witnesses: list[list[int]] = []
        count = len(values)
        # Cells first, then hidden statements of several cells.
        guarded = [
            place
            for place, name in enumerate(self.names)
            if not self.floors[place] and len(layout.sums[name]) > 1
        ]
        # A cell that is published by itself is no small one, and needs no guard.
        plain = {
            layout.sums[name][0]
            for place, name in enumerate(self.names)
            if self.floors[place] and len(layout.sums[name]) == 1
        }
        cells = [place for place in range(count) if place not in plain]
        eye = _matrix(count, [[(place, 1)] for place in cells])
        self.numbers: Any = _stacked(eye, self.sums[guarded])
        # What is hidden must look like nothing at all; for cells that no page speaks of (what was met, say),
        # and for SIZE_ONLY, it is enough that their size stays unknown.
        alone = {
            places[0] for name, places in layout.sums.items() if len(places) == 1 and name[0] not in SIZE_ONLY
        }
        self.hushed = np.array(
            [place in alone for place in cells]
            + [self.names[place][0] not in SIZE_ONLY for place in guarded],
            dtype=bool,
        )
        self.groups = self._groups(
            [*(list(layout.places)[place] for place in cells), *(self.names[place] for place in guarded)],
            floors,
        )
        self.low = self.numbers @ self.truth
        self.high = self.low.copy()

    def _groups(self, names: Sequence[Name], floors: Mapping[Name, int]) -> Any:
        """Numbers that change places when two needs or regions do that are published alike, by group.

        Such an exchange makes another witness of a witness: what one shows of a number holds for its group.
        """
        same: dict[str, str] = {}
        for words in self.layout.alike:
            said: dict[str, list[tuple[str, ...]]] = {word: [] for word in words}
            for (table, row, column), number in floors.items():
                if row in said:
                    said[row].append((table, "row", column, str(number)))
                if column in said:
                    said[column].append((table, "column", row, str(number)))
            known: dict[tuple[Any, ...], str] = {}
            for word, about in said.items():
                same[word] = known.setdefault(tuple(sorted(about)), word)
        keys = [(table, same.get(row, row), same.get(column, column)) for table, row, column in names]
        numbered: dict[Name, int] = {}
        return np.array([numbered.setdefault(key, len(numbered)) for key in keys])

    def _shared(self, low: Any, high: Any) -> tuple[Any, Any]:
        """`low` and `high`, each the widest of its group; once something is withheld, nothing is alike."""
        if self.free.any():
            return low, high
        least = np.full(self.groups.max() + 1, np.iinfo(np.int64).max)
        most = np.zeros_like(least)
        np.minimum.at(least, self.groups, low)
        np.maximum.at(most, self.groups, high)
        return least[self.groups], most[self.groups]

    def run(self) -> Protected:
        """Search, withhold, search again."""
        stale = 0
        for _ in range(_ROUNDS):
            thin = self._thin()
            if not thin.any() or stale >= _STALE_ROUNDS:
                break
            stale = 0 if self._look(self._somewhere(thin)) else stale + 1
        for place in np.flatnonzero(self._thin()):
            self._settle(int(place))
        return Protected(self._shown(), self.witnesses)

    def _thin(self) -> Any:
        """Which numbers are not shown safe yet."""
        present = self.hushed & (self.low > 0) & (self.low < BASE)
        return (self.high - self.low < WIDTH) | present

    def _somewhere(self, thin: Any) -> Any:
        """An aim that pulls many numbers not yet shown wide, each in its own direction."""
        pull = thin * self.random.random(len(thin)) * (self.random.random(len(thin)) < 0.6)
        up = np.where(self.low == 0, 1.0, self.random.choice([-1.0, 1.0]))
        noise = self.random.normal(scale=0.02, size=len(self.truth))
        return -(self.numbers.T @ (pull * up)) + noise

    def _look(self, aim: Any, gap: float = 0.5) -> bool:
        """Find a witness that lowers `aim`; return whether it widened anything thin."""
        found = self._solve(aim, gap)
        if found is None:
            return False
        thin = self._thin()
        reached = self.numbers @ found
        low, high = self._shared(np.minimum(self.low, reached), np.maximum(self.high, reached))
        wider = bool(((low < self.low) | (high > self.high))[thin].any())
        self.low, self.high = low, high
        if wider:
            self.witnesses.append([int(value) for value in found])
        return wider

    def _solve(self, aim: Any, gap: float) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp  # heavy: only who publishes needs it

        bound = ~self.free
        constraints = []
        if bound.any():
            floors = self.floors[bound]
            constraints.append(LinearConstraint(self.sums[bound], floors, floors + BASE - 1))
        if self.layout.equal:
            constraints.append(LinearConstraint(self.ties, 0, 0))
        # A withheld number is not boundless in the proof: far enough to be wide, the same for any truth.
        most = np.full(len(self.truth), self.floors.max() + 10 * BASE)
        result = milp(
            aim,
            constraints=constraints,
            integrality=np.ones(len(self.truth)),
            bounds=Bounds(0, most),
            options={"mip_rel_gap": gap, "time_limit": _SECONDS},
        )
        if result.x is None:
            return None
        found = np.rint(result.x).astype(np.int64)
        return found if self._same(found) else None

    def _same(self, found: Any) -> bool:
        """Whether `found` is published with the very same numbers: checked in integers, solver or not."""
        reached = (self.sums @ found) // BASE * BASE
        same = bool((reached[~self.free] == self.floors[~self.free]).all())
        return same and bool((found >= 0).all()) and not (self.ties @ found).any()

    def _settle(self, place: int) -> None:
        """Solve for both ends of one number; withhold totals around it until they are far enough apart.

        What cannot be under BASE is no small number: it may be known closer.
        """
        form = np.asarray(self.numbers[[place]].todense()).ravel()
        while True:
            self._look(form, 0.0)
            self._look(-form, 0.0)
            if not self._thin()[place] or self.low[place] >= BASE:
                return
            around = self.sums @ form > 0
            around &= ~self.free & (np.diff(self.sums.indptr) > form.sum())
            if not around.any():
                around = ~self.free & (self.sums @ form > 0)
            if not around.any():
                return
            # The one that says most: of the totals around it, the smallest.
            sizes = np.where(around, np.diff(self.sums.indptr), np.iinfo(np.int32).max)
            self.free[int(np.argmin(sizes + (self.floors == 0) * 0.5))] = True

    def _shown(self) -> dict[Name, int | None]:
        return {
            name: None if self.free[place] else int(self.floors[place])
            for place, name in enumerate(self.names)
        }


def _matrix(width: int, rows: Sequence[Sequence[tuple[int, int]]]) -> Any:
    from scipy.sparse import csr_matrix

    lines = [line for line, row in enumerate(rows) for _ in row]
    places = [place for row in rows for place, _ in row]
    data = [value for row in rows for _, value in row]
    return csr_matrix((data, (lines, places)), shape=(len(rows), width), dtype=np.int64)


def _stacked(*parts: Any) -> Any:
    from scipy.sparse import vstack

    return vstack([part for part in parts if part.shape[0]], format="csr")


def differences(
    layout: Layout, witnesses: Sequence[Sequence[int]], truth: Sequence[int]
) -> Mapping[Name, int]:
    """Return how far apart each statement lies among `witnesses` and the `truth` (for tests and reviews)."""
    tables = [list(truth), *map(list, witnesses)]
    found = {}
    for name, places in layout.sums.items():
        sums = [sum(table[place] for place in places) for table in tables]
        found[name] = max(sums) - min(sums)
    return found
