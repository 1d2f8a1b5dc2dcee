"""Rasa without TensorFlow, as the server loads it, where no test of the run needs the rest of it."""

from __future__ import annotations

import pytest

from bot.conversation.light_engine import STOOD_IN, standing_in


def pytest_configure(config: pytest.Config) -> None:
    """Loads what bot.nlu imports of Rasa: TensorFlow alone would take the fast tests many seconds."""
    if "not engine" in config.getoption("markexpr", ""):
        # Our own classifiers learn with scikit-learn.
        with standing_in(STOOD_IN - {"sklearn"}):
            import bot.nlu.classifiers
            import bot.nlu.likeliest  # noqa: F401
