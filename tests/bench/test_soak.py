"""What counts as flat."""

from __future__ import annotations

import pytest

from bench.soak import Window, judge


def windows(memory: list[float], p99: list[float], failures: int = 0) -> list[Window]:
    made = [Window(100, 0, 10.0, slow, mb, 9.0) for mb, slow in zip(memory, p99, strict=True)]
    made[-1].failures = failures
    return made


def test_flat_is_flat() -> None:
    verdict = judge(windows([300, 400, 401, 399, 402, 400, 401, 400, 399, 401], [90.0] + [30.0] * 9))
    assert verdict.flat
    assert verdict.memory < 0.01


@pytest.mark.parametrize(
    ("memory", "p99", "failures"),
    [
        ([400.0 + 10 * n for n in range(10)], [30.0] * 10, 0),
        ([400.0] * 10, [30.0 + 5 * n for n in range(10)], 0),
        ([400.0] * 10, [30.0] * 10, 1),
    ],
    ids=["memory grows", "answers slow down", "an answer is lost"],
)
def test_what_is_not(memory: list[float], p99: list[float], failures: int) -> None:
    assert not judge(windows(memory, p99, failures)).flat


def test_too_short_a_run_says_nothing() -> None:
    with pytest.raises(ValueError, match="four"):
        judge(windows([1.0], [1.0]))
