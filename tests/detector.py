"""The danger detector of tests that are not about its learned layers."""

from __future__ import annotations

from pathlib import Path

from bot.safety import Detector


def rules_only() -> Detector:
    """What answers on a machine where nothing was trained: the same whether or not a model is there."""
    return Detector.load(Path(__file__).parent)
