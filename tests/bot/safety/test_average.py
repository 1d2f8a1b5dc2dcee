"""The mean of several teachings of the encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.safety.encoder import EncoderFileError, from_blocks, to_blocks
from bot.safety.teaching.average import mean

STEPS = np.full(4, 0.5, dtype=np.float32)


def _saved(path: Path, weights: float, number: float, labels: tuple[str, ...] = ("a", "b")) -> Path:
    blocks = to_blocks(np.full((4, 32), weights, dtype=np.float32), STEPS)
    numbers = np.full(3, number, dtype=np.float32)
    np.savez(path, **{"l4.q.w": blocks, "l4.q.b": numbers, "need.labels": np.asarray(labels)})
    return path


def test_weights_and_numbers_are_averaged(tmp_path: Path) -> None:
    found = mean([_saved(tmp_path / "1.npz", 0.5, 1.0), _saved(tmp_path / "2.npz", 1.5, 4.0)])
    weights, steps = from_blocks(found["l4.q.w"])
    np.testing.assert_array_equal(weights, np.full((4, 32), 1.0))
    np.testing.assert_array_equal(steps, STEPS)
    np.testing.assert_allclose(found["l4.q.b"], 2.5)
    assert found["l4.q.b"].dtype == np.float32
    assert found["need.labels"].tolist() == ["a", "b"]


def test_what_one_of_them_lacks_is_left_out(tmp_path: Path) -> None:
    one, two = _saved(tmp_path / "1.npz", 0.5, 1.0), _saved(tmp_path / "2.npz", 0.5, 1.0)
    with np.load(two) as arrays:
        np.savez(two, **{name: arrays[name] for name in arrays if name != "l4.q.b"})
    assert set(mean([one, two])) == {"l4.q.w", "need.labels"}


def test_other_labels_are_refused(tmp_path: Path) -> None:
    one, two = _saved(tmp_path / "1.npz", 0.5, 1.0), _saved(tmp_path / "2.npz", 0.5, 1.0, ("a", "c"))
    with pytest.raises(EncoderFileError, match="differ"):
        mean([one, two])
