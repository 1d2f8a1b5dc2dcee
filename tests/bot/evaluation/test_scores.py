"""Scores as `sentier evaluate` prints them."""

from __future__ import annotations

import pytest

from bot.evaluation.scores import as_score, f1
from bot.safety.evaluation import Share


def test_a_share_stands_with_its_interval() -> None:
    assert as_score(Share(9, 10)) == "0.900 (0.596-0.982, n=10)"
    assert as_score(Share(0, 0)) == "-"


def test_micro_f1_counts_labels_and_each_label_has_its_own() -> None:
    pairs = [
        (frozenset({"hebergement"}), frozenset({"hebergement", "ecoute"})),
        (frozenset({"juridique"}), frozenset[str]()),
    ]
    micro, by_label = f1(pairs)
    assert micro == pytest.approx(0.5)
    assert by_label == {"ecoute": 0.0, "hebergement": 1.0, "juridique": 0.0}
