"""The vector of a message is computed once for all who read it, and its failure silences nobody else."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import numpy as np
import pytest

from bot.safety import Detector
from bot.safety.encoder import Head
from bot.safety.meaning import DIMENSIONS, Embedder, Vector
from bot.safety.model import LABELS, Meaning

DOUBTFUL = "il me fait vraiment peur quand il rentre"


def _with_meaning(detector: Detector, embedder: Embedder) -> Detector:
    assert detector.model is not None
    coefficients = np.zeros((DIMENSIONS, len(LABELS)), dtype=np.float32)
    sure = np.full(len(LABELS), 9.0, np.float32)
    meaning = Meaning(embedder, Head(LABELS, np.zeros(DIMENSIONS, np.float32), coefficients, sure))
    numbers = detector.model.alone
    together = replace(
        numbers,
        weights=np.repeat(numbers.weights, 2, axis=0),
        danger_layers=np.ones((2, 2), dtype=np.float32),
    )
    return replace(detector, model=replace(detector.model, meaning=meaning, together=together))


def test_a_vector_under_way_is_not_computed_again(detector: Detector) -> None:
    asked: list[str] = []

    def compute(text: str) -> Vector:
        asked.append(text)
        return np.zeros(DIMENSIONS, dtype=np.float32)

    heard = _with_meaning(detector, Embedder(compute, "test"))
    ready: Future[Vector] = Future()
    ready.set_result(np.zeros(DIMENSIONS, dtype=np.float32))
    assert heard.assess(DOUBTFUL, vector=ready).danger
    assert asked == []
    assert heard.assess(DOUBTFUL).danger
    assert len(asked) == 1


@pytest.mark.parametrize("problem", [RuntimeError, OSError, ValueError])
def test_a_failing_encoder_leaves_the_others(detector: Detector, problem: type[Exception]) -> None:
    def compute(_: str) -> Vector:
        raise problem

    heard = _with_meaning(detector, Embedder(compute, "test"))
    text = "y me frappe pis jai peur"
    assert heard.assess(text) == detector.assess(text)
    assert heard.assess(text).danger


def test_an_encoder_that_never_comes_back_leaves_the_others(
    detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.safety.model.MEANING_WAIT_SECONDS", 0.01)
    heard = _with_meaning(detector, Embedder(lambda _: np.zeros(DIMENSIONS, dtype=np.float32), "test"))
    text = "y me frappe pis jai peur"
    never: Future[Vector] = Future()
    assert heard.assess(text, vector=never) == detector.assess(text)
    assert heard.assess(text, vector=never).danger


def test_the_encoder_reads_no_capitals_and_no_endless_message() -> None:
    read: list[str] = []

    def compute(text: str) -> Vector:
        read.append(text)
        return np.zeros(DIMENSIONS, dtype=np.float32)

    embedder = Embedder(compute, "test")
    embedder.vector("J'AI BESOIN D'AIDE")
    embedder.vector("un mot " * 900)
    embedder.vector("")
    assert read[0] == read[0].lower()
    assert len(read[1]) == 400
    assert read[2] == " "
