"""What a rule reads yields to the learned layers only when both are sure, and never in a few words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.safety.detector import Detector
from bot.safety.model import LABELS, Reading
from bot.safety.rules import RuleSet

LONG = "mon cousin avait fait une overdose en juin, il est en thérapie maintenant"
SHORT = "elle fait une overdose"


class Sure:
    """A model that gives every label one chance."""

    def __init__(self, chance: float, meant: bool) -> None:
        self.chance, self.meant = chance, meant
        self.meaning = None
        self.doubted: list[bool] = []

    def read(self, *_: Any, meaning: bool = True, doubted: bool = False) -> Reading:
        del meaning
        self.doubted.append(doubted)
        return Reading(np.full(len(LABELS), self.chance, np.float32), 0.1, False, (), False, meant=self.meant)


def assess(text: str, model: Sure) -> tuple[str, ...]:
    rules = RuleSet.load()
    assert rules.find(text), "no rule reads this text any more"
    return Detector(rules=rules, model=model).assess(text).kinds  # type: ignore[arg-type]


def test_both_layers_sure_of_none_rule_it_out() -> None:
    model = Sure(0.005, meant=True)
    assert assess(LONG, model) == ()
    assert model.doubted == [True], "the encoder must have been asked, however sure the n-grams are"


@pytest.mark.parametrize(
    ("text", "model"),
    [
        (LONG, Sure(0.03, meant=True)),
        (LONG, Sure(0.005, meant=False)),
        (SHORT, Sure(0.005, meant=True)),
    ],
    ids=["in doubt", "without the encoder", "in a few words"],
)
def test_else_the_rule_stands(text: str, model: Sure) -> None:
    assert "surdose_medical" in assess(text, model)
