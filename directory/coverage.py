"""Where there is something and where there is nothing: needs × regions, how many services, how fresh."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.indexing import BY_PHONE
from directory.models import ReferralRow
from directory.vocabulary import vocabulary

# Province-wide services have a column of their own: they hide the gaps of the regions otherwise.
PROVINCE = "QC"


@dataclass(frozen=True)
class Cell:
    """Services of one need in one region: ``median_days`` since they were last verified, None if never."""

    services: int
    with_phone: int
    fresh: int
    median_days: float | None


EMPTY = Cell(0, 0, 0, None)


@dataclass(frozen=True)
class Coverage:
    """``cells`` by (need, region code or QC); a missing pair has no service at all."""

    needs: tuple[str, ...]
    regions: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]

    def cell(self, need: str, region: str) -> Cell:
        """Return the cell of a need in a region."""
        return self.cells.get((need, region), EMPTY)

    def holes(self) -> list[tuple[str, str]]:
        """Return the (need, region) pairs without a single service of the region."""
        return [
            (need, region)
            for need in self.needs
            for region in self.regions
            if region != PROVINCE and not self.cell(need, region).services
        ]


def coverage(session: Session, today: date) -> Coverage:
    """Count the services the public may see."""
    words = vocabulary()
    rows = session.execute(
        select(ReferralRow.need, ReferralRow.area, ReferralRow.reach, ReferralRow.verified_on).where(
            ReferralRow.status == "active",
            ReferralRow.visibility == "public",
            ReferralRow.confidence != "low",
        )
    )
    grouped: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        area = PROVINCE if row.area == "CA" else row.area
        grouped.setdefault((row.need, area), []).append(row)
    cells = {}
    for key, found in grouped.items():
        days = [(today - row.verified_on).days for row in found if row.verified_on]
        cells[key] = Cell(
            services=len(found),
            with_phone=sum(1 for row in found if row.reach == BY_PHONE),
            fresh=sum(1 for age in days if age <= 90),
            median_days=median(days) if days else None,
        )
    return Coverage(tuple(words.needs), (*words.regions, PROVINCE), cells)


def as_csv(found: Coverage) -> str:
    """Return one line for each need and region, holes included."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["need", "region", "region_name", "services", "with_phone", "fresh_90_days", "median_days"]
    )
    names = {**vocabulary().regions, PROVINCE: "Québec (province)"}
    for need in found.needs:
        for region in found.regions:
            cell = found.cell(need, region)
            days = "" if cell.median_days is None else f"{cell.median_days:g}"
            writer.writerow([need, region, names[region], cell.services, cell.with_phone, cell.fresh, days])
    return out.getvalue()


def write_png(found: Coverage, path: Path) -> None:
    """Draw the heat map: the number stands in each cell, a hole is white and says 0."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    words = vocabulary()
    regions = [region for region in found.regions if region != PROVINCE]
    grid = [[found.cell(need, region).services for region in regions] for need in found.needs]
    figure, axes = pyplot.subplots(figsize=(13, 11), dpi=110)
    try:
        most = max((max(row) for row in grid), default=1) or 1
        axes.imshow(grid, cmap="Purples", vmin=0, vmax=max(most, 4), aspect="auto")
        axes.set_xticks(
            range(len(regions)), [words.regions[code] for code in regions], rotation=60, ha="right"
        )
        axes.set_yticks(range(len(found.needs)), [words.needs[need] for need in found.needs])
        for line, row in enumerate(grid):
            for column, count in enumerate(row):
                dark = count > max(most, 4) * 0.6
                colour = "white" if dark else ("#b00020" if count == 0 else "black")
                axes.text(column, line, str(count), ha="center", va="center", color=colour, fontsize=9)
        axes.set_title("Services par besoin et par région (lignes provinciales non comptées)")
        figure.tight_layout()
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path)
    finally:
        pyplot.close(figure)
