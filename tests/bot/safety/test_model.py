"""What the learned layers say when they are barely sure that there is a danger."""

from __future__ import annotations

import numpy as np
import pytest

from bot.safety.detector import Detector
from bot.safety.model import LABELS, Decision
from bot.safety.rules import RuleSet
from bot.safety.signs import names
from bot.safety.verdict import KINDS

NOTHING = -6.0


def reading(**log_odds: float):
    """What is read of log-odds by label, each layer counted as it stands."""
    kinds = len(KINDS)
    decision = Decision(
        weights=np.ones((1, len(LABELS)), dtype=np.float32),
        bias=np.zeros(len(LABELS), dtype=np.float32),
        danger_layers=np.array([[1.0, 0.0]], dtype=np.float32),
        danger_signs=np.zeros(len(names()), dtype=np.float32),
        danger_bias=0.0,
        danger=0.1,
        kind=np.full(kinds, 0.5, dtype=np.float32),
        urgence=0.5,
    )
    scores = np.array([[log_odds.get(label, NOTHING) for label in LABELS]], dtype=np.float32)
    return decision.read(scores, np.zeros(len(names()), dtype=np.float32))


def test_a_kind_that_passes_its_mark_is_no_guess() -> None:
    found = reading(danger=2.0, violence_en_cours=1.0)
    assert (found.kinds, found.guessed) == (("violence_en_cours",), False)


@pytest.mark.parametrize(
    ("log_odds", "kind"),
    [
        ({"violence_en_cours": -0.5}, "violence_en_cours"),
        ({"violence_en_cours": -3.5}, "violence"),
        ({"suicide_imminent": -3.5}, "suicide"),
        ({"surdose_medical": -3.5}, "surdose_medical"),
        ({"suicide_imminent": -3.5, "urgence": 1.0}, "suicide_imminent"),
    ],
)
def test_the_weakest_guesses_do_not_send_for_the_police(log_odds: dict[str, float], kind: str) -> None:
    found = reading(danger=-1.0, **log_odds)
    assert (found.kinds, found.guessed) == ((kind,), True)


def test_a_guess_yields_to_a_rule() -> None:
    class Model:
        meaning = None

        def read(self, *_: object, **__: object):
            return reading(danger=0.0, suicide=-2.0)

    detector = Detector(rules=RuleSet.load())
    detector.model = Model()  # type: ignore[assignment]
    assert detector.assess("mon mari me frappe").kinds == ("violence",)
    assert detector.assess("bonjour").kinds == ("suicide",)
