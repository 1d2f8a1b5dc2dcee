"""The fast scorer gives what the trained model gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.safety.data import read_file
from bot.safety.french import clean
from bot.safety.model import LABELS, NGRAMS
from bot.safety.ngrams import NgramFileError, NgramScorer, char_ngrams, word_ngrams
from bot.safety.textmodel import TextModel

EXTREMES = ("", "a", "?", "je", "j'veux pu", "é", "🆘", "x" * 900, "un deux trois " * 60)


def test_same_scores_as_the_trained_model(small_model: Path, small_data: Path) -> None:
    slow, fast = TextModel.load(small_model, NGRAMS), NgramScorer.load(small_model, NGRAMS)
    texts = [clean(example.text) for example in read_file(small_data / "voix_s01.jsonl")[:60]] + [*EXTREMES]
    np.testing.assert_allclose(np.stack([fast.scores(text) for text in texts]), slow.scores(texts), atol=1e-3)
    assert fast.labels == LABELS


def test_cuts() -> None:
    assert list(char_ngrams("ab c", 2, 3)) == [" a", "ab", "b ", " ab", "ab ", " c", "c ", " c "]
    assert list(char_ngrams("", 2, 3)) == []
    assert list(word_ngrams("un deux trois")) == ["un", "deux", "trois", "un deux", "deux trois"]


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NgramFileError, match="sentier train"):
        NgramScorer.load(tmp_path, NGRAMS)
