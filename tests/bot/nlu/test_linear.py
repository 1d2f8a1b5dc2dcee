"""The server's reader of a linear model gives what the trained model gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.errors import EngineUnavailable
from bot.nlu.linear import MEANING_WEIGHT, LinearScorer
from bot.safety import textmodel
from bot.safety.ngrams import NgramReader
from bot.safety.textmodel import Features, TextModel

TEXTS = [
    "je cherche une place où dormir",
    "j'ai besoin d'un avocat",
    "un avocat svp",
    "une place pour dormir à soir",
    "jveu parler a kelkun",
    "je veux parler à quelqu'un!",
] * 3
ASKED = [*TEXTS[:6], "", "?!", "x" * 300, "dormir " * 80, "mot jamais vu zzz"]


@pytest.mark.parametrize("link", ["softmax", "sigmoid"])
@pytest.mark.parametrize("reads_meaning", [True, False])
def test_same_chances_as_the_trained_model(tmp_path: Path, link: textmodel.Link, reads_meaning: bool) -> None:
    random = np.random.default_rng(1)
    targets = np.eye(3, dtype=np.float32)[np.arange(len(TEXTS)) % 6 // 2]
    vectors = random.normal(size=(len(TEXTS), 384)).astype(np.float32) / 20
    given = vectors if reads_meaning else None
    TextModel.train(TEXTS, targets, ["a", "b", "c"], link, vectors=given).save(tmp_path, "model")
    slow = TextModel.load(tmp_path, "model")
    fast = LinearScorer.load(tmp_path, "model")
    reader = NgramReader.from_json(slow.features.to_json())
    asked = random.normal(size=(len(ASKED), 384)).astype(np.float32) / 20 if reads_meaning else None
    expected = slow.chances(ASKED, asked)
    found = [
        fast.chances(reader.read(text), None if asked is None else asked[place])
        for place, text in enumerate(ASKED)
    ]
    np.testing.assert_allclose(np.stack(found), expected, atol=2e-4)
    without = np.stack([fast.chances(reader.read(text), None) for text in ASKED])
    np.testing.assert_allclose(without, slow.chances(ASKED, None), atol=2e-4)
    assert fast.labels == ("a", "b", "c")
    assert pytest.approx(textmodel.MEANING_WEIGHT) == MEANING_WEIGHT


def test_same_rows_as_the_training() -> None:
    features, _ = Features.fit(TEXTS)
    reader = NgramReader.from_json(features.to_json())
    rows = features.rows(ASKED)
    for place, text in enumerate(ASKED):
        columns, values = reader.read(text)
        row = np.zeros(rows.shape[1], dtype=np.float32)
        row[columns] = values
        np.testing.assert_allclose(row, rows[place].toarray()[0], atol=1e-4)


def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(EngineUnavailable, match="sentier train"):
        LinearScorer.load(tmp_path, "model")
