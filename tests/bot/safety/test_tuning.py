"""Thresholds: from the recall wished to the chance it takes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bot.safety.data import Example
from bot.safety.tuning import curve, threshold, write_curves


def examples(dangers: int, ordinary: int) -> list[Example]:
    danger = Example("d", "d", "crise", ("suicide",), "texto", None, "v")
    calm = Example("n", "n", "aucun", (), "texto", "none", "v")
    return [danger] * dangers + [calm] * ordinary


def test_threshold_keeps_the_recall() -> None:
    chances = np.linspace(0, 1, 100, dtype=np.float32)
    some = examples(100, 0)
    for recall in (0.9, 0.95, 0.98, 1.0):
        least = threshold(chances, some, recall)
        assert np.mean(chances >= least) >= recall - 1e-9
        assert np.mean(chances > least + 1e-6) < recall + 0.011


def test_curve_trades_recall_for_false_alarms() -> None:
    chance = np.random.default_rng(0)
    chances = np.concatenate([chance.beta(5, 2, 200), chance.beta(2, 5, 400)]).astype(np.float32)
    rows = curve(chances, [*examples(200, 0), *examples(0, 390), *_hard(10)])
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert all(first[2] <= second[2] for first, second in pairwise(rows))


def _hard(count: int) -> list[Example]:
    return [Example("h", "h", "aucun", (), "texto", "idiom", "v")] * count


MARKS = ("<!-- curves: written by `sentier safety tune` -->", "<!-- end of curves -->")


@pytest.mark.parametrize("before", [None, f"# Title\n\n{MARKS[0]}\nold\n{MARKS[1]}\n\nAfter.\n"])
def test_curves_go_between_their_marks(tmp_path: Path, before: str | None) -> None:
    page = tmp_path / "safety.md"
    if before:
        page.write_text(before, encoding="utf-8")
    for _ in range(2):
        write_curves(page, {"One": [(0.98, 0.1, 0.02, 0.08)]})
    text = page.read_text(encoding="utf-8")
    assert text.count("**One**") == 1
    assert "| 98.0% | 0.100 | 2.0% | 8.0% |" in text
    assert "old" not in text
    assert before is None or text.rstrip().endswith("After.")
