"""The tools read the components of bot.nlu: Rasa without TensorFlow for them too."""

from __future__ import annotations

from tests.bot.nlu.conftest import pytest_configure

__all__ = ["pytest_configure"]
