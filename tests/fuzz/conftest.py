"""How many inputs each target gets: `pytest tests/fuzz --fuzz 6000` for the nightly hundred thousand."""

from __future__ import annotations

import pytest

USUAL = 10
ENOUGH = 100_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """Known when tests/fuzz is named on the command line."""
    parser.addoption("--fuzz", type=int, default=USUAL, help="Inputs for each fuzz target.")


@pytest.fixture
def examples(request: pytest.FixtureRequest) -> int:
    """Inputs for each target."""
    return int(request.config.getoption("--fuzz", default=USUAL))
