"""The server's reader of a linear model gives what the trained model gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.errors import EngineUnavailable
from bot.nlu.linear import LinearScorer
from bot.safety import textmodel
from bot.safety.encoder import Head
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
    model = TextModel.train(TEXTS, targets, ["a", "b", "c"], link)
    if reads_meaning:
        model = model.joined(_head(random), 0.6, 0.8)
    model.save(tmp_path, "model")
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


def _head(random: np.random.Generator) -> Head:
    numbers = (random.normal(size=size).astype(np.float32) for size in ((384,), (384, 2), (2,)))
    return Head(("c", "a"), *numbers)


def test_the_encoder_counts_as_much_as_it_is_given() -> None:
    random = np.random.default_rng(2)
    targets = np.eye(3, dtype=np.float32)[np.arange(len(TEXTS)) % 6 // 2]
    alone = TextModel.train(TEXTS, targets, ["a", "b", "c"], "softmax")
    head = _head(random)
    vectors = random.normal(size=(len(ASKED), 384)).astype(np.float32)
    said = head.log_odds(vectors)
    expected = 0.6 * alone.scores(ASKED) + 0.8 * np.stack(
        # "b" was not taught: as unlikely as the unlikeliest bias.
        [said[:, 1], np.full(len(ASKED), head.intercepts.min()), said[:, 0]],
        axis=1,
    )
    np.testing.assert_allclose(alone.joined(head, 0.6, 0.8).scores(ASKED, vectors), expected, atol=1e-3)


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
