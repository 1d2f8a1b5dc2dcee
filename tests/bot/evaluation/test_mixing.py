"""How much the encoder counts beside the n-grams is what makes the true labels likeliest."""

from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation.mixing import mix, need_threshold
from bot.safety.fitting import Link


@pytest.mark.parametrize("link", ["softmax", "sigmoid"])
def test_who_is_right_counts_and_who_guesses_does_not(link: Link) -> None:
    random = np.random.default_rng(3)
    true = np.eye(4, dtype=np.float32)[random.integers(0, 4, 400)]
    right = (true * 4 - 2 + random.normal(size=true.shape)).astype(np.float32)
    noise = random.normal(size=true.shape).astype(np.float32)
    first, second = mix(right, noise, true, link)
    assert first > 0.5
    assert abs(second) < 0.2 * first
    assert mix(noise, right, true, link)[1] > 0.5


def test_the_mark_of_a_need_lies_between_said_and_unsaid() -> None:
    true = np.array([[1, 0], [0, 1], [0, 0], [1, 1]], dtype=np.float32)
    chances = np.where(true == 1, 0.6, 0.31)
    assert 0.31 < need_threshold(np.log(chances / (1 - chances)), true) <= 0.6
