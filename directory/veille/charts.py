"""Pictures of a publication: SVG that stands inside a page, PNG to download. A table always stands beside."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from directory.veille.statements import ASKED, GAP, TOTAL
from directory.veille.tables import TOTAL_LABEL, Table

SHADES = (5, 10, 20, 50, 100)
"""From these numbers on a cell is one shade darker."""
SHADE_LABELS = ("caché", "5 à 9", "10 à 19", "20 à 49", "50 à 99", "100 et plus")
_LABEL, _CELL, _LINE, _HEAD = 300, 38, 24, 150
_COLOURS = {ASKED: "#1f4f5c", GAP: "#8a2f16"}


def shade(number: int) -> int:
    """Return how dark a number is drawn, 0 (hidden) to 5."""
    return sum(1 for least in SHADES if number >= least)


def heat_svg(table: Table) -> str:
    """Return needs × regions as a map of squares; classes h0 to h5 give the colours (console.css)."""
    rows = [row for row in table.rows if row != TOTAL]
    columns = [column for column in table.columns if column != TOTAL]
    width, height = _LABEL + _CELL * len(columns) + 90, _HEAD + _LINE * len(rows)
    parts = [_open(table, width, height, "heat")]
    for place, column in enumerate(columns):
        x = _LABEL + _CELL * place + _CELL // 2
        name = escape(table.columns[column])
        parts.append(f'<text x="{x}" y="{_HEAD - 8}" transform="rotate(-40 {x} {_HEAD - 8})">{name}</text>')
    for line, row in enumerate(rows):
        y = _HEAD + _LINE * line
        parts.append(
            f'<text x="{_LABEL - 8}" y="{y + 17}" text-anchor="end">{escape(table.rows[row])}</text>'
        )
        for place, column in enumerate(columns):
            number = table.number(row, column)
            x = _LABEL + _CELL * place
            level = shade(number)
            parts.append(
                f'<rect class="h{level}" x="{x}" y="{y}" width="{_CELL - 2}" height="{_LINE - 2}" rx="3"/>'
            )
            if number:
                parts.append(
                    f'<text class="n{level}" x="{x + _CELL // 2 - 1}" y="{y + 16}" text-anchor="middle">'
                    f"{number}</text>"
                )
    return "".join([*parts, "</svg>"])


def bars_svg(table: Table) -> str:
    """Return weeks as pairs of bars: requests, and those without an answer in the region."""
    weeks = list(table.rows)
    most = max([table.number(week, column) for week in weeks for column in table.columns] or [0]) or 5
    step = max(14, min(46, 900 // max(1, len(weeks))))
    height, top, left = 190, 24, 50
    width = left + step * len(weeks) + 10
    parts = [_open(table, width, top + height + 34, "bars")]
    for part in (0, 1):
        number = most if part else 0
        y = top + height - (height if part else 0)
        parts.append(f'<line class="rule" x1="{left}" x2="{width}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{number}</text>')
    for place, week in enumerate(weeks):
        x = left + step * place
        for side, column in enumerate((ASKED, GAP)):
            tall = round(height * table.number(week, column) / most)
            bar = (step - 4) // 2
            if tall:
                parts.append(
                    f'<rect class="{column}" x="{x + 2 + bar * side}" y="{top + height - tall}" '
                    f'width="{bar}" height="{tall}"/>'
                )
        if step >= 30 or place % 3 == 0:
            said = table.rows[week].split()[1]
            parts.append(
                f'<text x="{x + step // 2}" y="{top + height + 20}" text-anchor="middle">s {said}</text>'
            )
    return "".join([*parts, "</svg>"])


def _open(table: Table, width: int, height: int, kind: str) -> str:
    shown = sum(1 for number in table.numbers.values() if number)
    told = f"{table.title}. Les mêmes nombres sont dans le tableau qui suit."
    if not shown:
        told = f"{table.title} : tous les nombres sont cachés."
    return (
        f'<svg class="chart {kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(told)}">'
    )


def png(table: Table, label: str) -> bytes:
    """Return `table` as a PNG picture titled with its title and `label`: a heat map, or bars for weeks."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    bars = table.key == "weeks"
    columns = [column for column in table.columns if column != TOTAL or not bars]
    size = (11, 5) if bars else (3.6 + 0.55 * len(columns), 2.6 + 0.33 * len(table.rows))
    # Not pyplot: it keeps figures in a table of its own, which threads would share.
    figure = Figure(figsize=size, dpi=130, layout=ConstrainedLayoutEngine(rect=(0, 0.03, 1, 0.97)))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    (_draw_bars if bars else _draw_heat)(axes, table, columns)
    axes.set_title(f"{table.title}\n{label}", fontsize=11)
    figure.text(
        0.01,
        0.005,
        "20 veut dire de 20 à 24. Case vide : moins de 5, ou caché pour protéger une autre case.",
        fontsize=8,
        color="#50585c",
    )
    out = io.BytesIO()
    # Nothing about the machine or the moment goes into the file.
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _draw_heat(axes: Any, table: Table, columns: list[str]) -> None:
    rows = list(table.rows)
    inner = [table.number(row, column) for row in rows for column in columns if TOTAL not in (row, column)]
    most = max(inner, default=0) or 5
    # Totals are written and not coloured: beside them every square would look pale.
    grid = [
        [0 if TOTAL in (row, column) else table.number(row, column) for column in columns] for row in rows
    ]
    axes.imshow(grid, cmap="GnBu", vmin=0, vmax=most * 1.2, aspect="auto")
    axes.set_xticks(range(len(columns)), [table.columns[one] for one in columns], rotation=50, ha="right")
    axes.set_yticks(range(len(rows)), [table.rows[one] for one in rows])
    axes.tick_params(length=0, labelsize=8)
    for line, row in enumerate(rows):
        for place, column in enumerate(columns):
            number = table.number(row, column)
            if number:
                dark = TOTAL not in (row, column) and number > most * 0.75
                colour = "white" if dark else "#20272b"
                weight = "bold" if TOTAL in (row, column) else "normal"
                axes.text(
                    place,
                    line,
                    str(number),
                    ha="center",
                    va="center",
                    color=colour,
                    fontsize=8,
                    weight=weight,
                )
    for side in axes.spines.values():
        side.set_visible(False)
    if TOTAL_LABEL in table.rows.values():
        axes.axhline(len(rows) - 1.5, color="#857c6b", linewidth=1)


def _draw_bars(axes: Any, table: Table, columns: list[str]) -> None:
    weeks = list(table.rows)
    for side, column in enumerate(columns):
        axes.bar(
            [place + 0.4 * side for place in range(len(weeks))],
            [table.number(week, column) for week in weeks],
            width=0.38,
            color=_COLOURS[column],
            label=table.columns[column],
        )
    axes.set_xticks(
        [place + 0.2 for place in range(len(weeks))],
        [table.rows[week].partition(" (")[0] for week in weeks],
        rotation=50,
        ha="right",
        fontsize=8,
    )
    axes.legend(frameon=False, fontsize=8)
    for edge in ("top", "right"):
        axes.spines[edge].set_visible(False)
