"""What somebody can work out who has every published number, the code, and a solver.

Everything here starts from the publication alone; the truth is only used to write the statements down.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from directory.veille.protection import Protected
from directory.veille.statements import BASE, Cell, Layout, Name

FAR = 500


class Attack:
    """Several publications of the same cells, each including the one before (the parts of a season)."""

    def __init__(self, layout: Layout, *published: Protected) -> None:
        self.layout = layout
        self.count = len(layout.places)
        self.times = len(published)
        rows: list[Any] = []
        low: list[float] = []
        high: list[float] = []

        def say(row: Any, least: float, most: float) -> None:
            rows.append(row)
            low.append(least)
            high.append(most)

        for time, one in enumerate(published):
            for name, shown in one.shown.items():
                if shown is not None:
                    say(self._form(layout.sums[name], time), shown, shown + BASE - 1)
            for left, right in layout.equal:
                say(self._form(left, time) - self._form(right, time), 0, 0)
            if time:
                # Counts only grow.
                for place in range(self.count):
                    say(self._form([place], time) - self._form([place], time - 1), 0, FAR)
        self.constraint = LinearConstraint(np.array(rows), low, high)

    def _form(self, places: Sequence[int], time: int) -> Any:
        form = np.zeros(self.count * self.times)
        form[[time * self.count + place for place in places]] = 1
        return form

    def range_of(self, form: Any) -> tuple[int, int]:
        """The least and the most that a sum of cells can be, in whole numbers."""
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * form,
                constraints=self.constraint,
                integrality=np.ones(len(form)),
                bounds=Bounds(0, FAR),
            )
            assert found.x is not None
            ends.append(round(float(form @ found.x)))
        return ends[0], ends[1]

    def cell(self, cell: Cell, time: int = 0) -> tuple[int, int]:
        """What can be known of one cell."""
        return self.range_of(self._form([self.layout.places[cell]], time))

    def statement(self, name: Name, time: int = 0) -> tuple[int, int]:
        """What can be known of one statement."""
        return self.range_of(self._form(self.layout.sums[name], time))

    def between(self, name: Name) -> tuple[int, int]:
        """What can be known of a statement's part between the first publication and the last."""
        places = self.layout.sums[name]
        return self.range_of(self._form(places, self.times - 1) - self._form(places, 0))
