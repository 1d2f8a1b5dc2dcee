"""What words mean counts in a model, and costs a server nothing."""

from __future__ import annotations

import numpy as np
import pytest

from bot.safety import word_vectors
from bot.safety.textmodel import Features, TextModel

LAW = [
    "un avocat",
    "une avocate",
    "le tribunal",
    "le procès",
    "un juge",
    "la loi",
    "la justice",
    "un notaire",
]
HEALTH = [
    *("un médecin", "une infirmière", "la clinique", "la maladie"),
    *("un dentiste", "la santé", "un médicament", "une vaccination"),
]
TEXTS = [*LAW, *HEALTH] * 2
TARGETS = np.asarray([[1, 0]] * 8 + [[0, 1]] * 8, dtype=np.float32)


def _model() -> TextModel:
    fitted = Features.fit(TEXTS, meaning=True)
    return TextModel.train(TEXTS, np.tile(TARGETS, (2, 1)), ["law", "health"], "softmax", fitted=fitted)


@pytest.mark.parametrize(
    ("text", "label"),
    [("chirurgie", "health"), ("psychologue", "health"), ("juridique", "law"), ("policier", "law")],
)
def test_a_word_of_no_message_counts_as_those_it_resembles(text: str, label: str) -> None:
    model = _model()
    column = model.labels.index(label)
    assert not any(text in message for message in TEXTS)
    assert model.chances([text])[0, column] > model.chances(["zzqx"])[0, column] + 0.05


def test_without_vectors_such_a_word_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_vectors, "_table", dict)
    model = _model()
    assert model.features.meaning is None
    assert "juridique" not in model.features.to_json()[1]["terms"]
    assert model.chances(["un avocat"])[0, 0] > 0.8


def test_folding_changes_no_score() -> None:
    features, rows = Features.fit(TEXTS, meaning=True)
    assert features.meaning is not None
    meant = features.meaning.beside(rows)
    width = rows.shape[1]
    coefficients = np.random.default_rng(1).normal(size=(width + meant.shape[1], 3)).astype(np.float32)
    folded = features.meaning.folded(coefficients)
    assert folded.shape == (width, 3)
    wide = rows @ coefficients[:width] + meant @ coefficients[width:]
    np.testing.assert_allclose(rows @ folded, wide, atol=1e-3)


def test_turning_keeps_what_words_mean_and_parts_the_dimensions() -> None:
    features, rows = Features.fit(TEXTS, meaning=True)
    meaning = features.meaning
    assert meaning is not None
    terms = [*features.to_json()[1]["terms"]]
    before = word_vectors.vectors_of(terms)
    assert before is not None
    sample = slice(0, 200)
    np.testing.assert_allclose(
        meaning.vectors[sample] @ meaning.vectors[sample].T, before[sample] @ before[sample].T, atol=1e-4
    )
    meant = rows[:, meaning.columns] @ meaning.vectors
    together = meant.T @ meant
    assert np.abs(together - np.diag(np.diag(together))).max() < 1e-3 * np.diag(together).max()
