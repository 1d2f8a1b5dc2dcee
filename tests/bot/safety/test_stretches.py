"""A long message: rules and n-grams read all of it, the encoder a bounded part, chosen by the n-grams."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.safety.detector import Detector
from bot.safety.french import MAX_LENGTH
from bot.safety.model import LABELS, Reading
from bot.safety.stretches import MOST_PIECES, OVERLAP, PIECE, pieces, stretches

NEUTRAL = "Je cherche une cuisine collective et un cours de francais pas trop loin de chez moi. "
SIGN = "mot de la fin"


def test_stretches_leave_nothing_out_and_overlap() -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(4321))
    cut = stretches(text)
    assert all(len(one) <= MAX_LENGTH for one in cut)
    assert cut[0] + "".join(one[OVERLAP:] for one in cut[1:]) == text
    assert stretches("court") == ["court"]


def test_pieces_are_whole_sentences_that_leave_no_word_out() -> None:
    text = NEUTRAL * 6 + "mot " * 200 + "x" * 500
    cut = pieces(text)
    assert all(0 < len(one) <= PIECE for one in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert cut[0] == (NEUTRAL * 2).strip()
    assert pieces("") == []


class Model:
    """Learned layers: the encoder finds a danger in SIGN, the n-grams find it a little likely."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.ngrams = self
        self.meaning = self
        self.embedder = object()

    def scores(self, text: str) -> Any:
        return np.array([0.0, 1.0 if SIGN in text else 0.0])

    def read(
        self,
        text: str,
        standard: str,
        signs: Any,
        vector: Any = None,
        *,
        meaning: bool = True,
        doubted: bool = False,
    ) -> Reading:
        if meaning:
            self.texts.append(text)
        chances = np.full(len(LABELS), 0.2 if SIGN in text else 0.1, np.float32)
        danger = meaning and SIGN in text
        return Reading(chances, 0.5, danger, ("suicide",) if danger else (), False)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def detector(model: Model) -> Detector:
    return Detector(model=model)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", [0, 20, 45, 90])
def test_the_encoder_reads_few_pieces_and_the_right_one(detector: Detector, model: Model, place: int) -> None:
    sentences = [NEUTRAL] * 95
    sentences[place] = f"Je pense a mon {SIGN} souvent. "
    verdict = detector.assess_long("".join(sentences))
    assert verdict.kinds == ("suicide",)
    assert len(model.texts) <= 1 + MOST_PIECES
    assert all(len(text) <= PIECE for text in model.texts[1:])


def test_nothing_is_found_where_there_is_nothing(detector: Detector, model: Model) -> None:
    assert not detector.assess_long(NEUTRAL * 95).danger
    assert len(model.texts) == 1 + MOST_PIECES


def test_a_slow_encoder_reads_no_more_than_there_is_time_for(
    detector: Detector, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.safety.detector.MEANING_SECONDS", -1.0)
    detector.assess_long(NEUTRAL * 95)
    assert len(model.texts) == 1


def test_without_the_encoder_nothing_is_read_twice(detector: Detector, model: Model) -> None:
    model.embedder = None  # type: ignore[assignment]
    detector.assess_long(NEUTRAL * 95)
    assert len(model.texts) == 1
