"""Whatever is sent: no 5xx, no error of ours that is not typed, no second of work, no growth of memory."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.conftest import ENOUGH
from tests.fuzz.targets import TARGETS, Target

MOST_GROWTH_MB = 32.0
"""Caches and the allocator fill during the first inputs; after them, so much at most."""
SETTLED = 1000
"""Inputs after a quarter of which the caches are full; with fewer, growth says nothing."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_mb() -> float:
    """Memory of this process."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 2**20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.nightly
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_anything(target: Target, folder: Path, examples: int) -> None:
    run = target.make(folder)
    slowest: tuple[float, Any] = (0.0, None)

    def once(value: Any) -> None:
        nonlocal slowest
        # Work of this process, not the clock: other programs may have the machine.
        start = time.process_time()
        status = run(value)
        spent = time.process_time() - start
        slowest = max(slowest, (spent, value), key=lambda one: one[0])
        assert status is None or status < 500, f"{status} for {value!r}"

    def repeat(count: int, use: Callable[[Any], None] = once) -> None:
        settings(
            max_examples=count,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )(given(target.given)(lambda value: use(value)))()

    first = max(1, examples // 4)
    repeat(first)
    if examples >= SETTLED:
        # The generator holds what it draws until a run ends: as much once for nothing, what grows is ours.
        repeat(examples - first, lambda _: None)
    before = resident_mb()
    repeat(examples - first)
    assert slowest[0] < target.seconds, f"{slowest[0]:.2f} s for {slowest[1]!r}"
    if hasattr(run, "close"):
        run.close()
    if examples >= SETTLED:
        assert resident_mb() - before < MOST_GROWTH_MB


def test_the_nightly_run_is_long_enough() -> None:
    # The command that docs/developer.md and CI name.
    assert len(TARGETS) * 6000 >= ENOUGH
