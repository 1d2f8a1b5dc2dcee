"""What a rule reads yields to the learned layers only when both are sure, and never in a few words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.safety import Context
from bot.safety.detector import Detector
from bot.safety.model import LABELS, Reading
from bot.safety.rules import RuleSet
from bot.safety.verdict import STRANGULATION

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


class TakesFor:
    """A model that hears one kind, with one chance."""

    def __init__(self, kind: str, chance: float) -> None:
        self.kind, self.chance = kind, chance
        self.meaning = None

    def read(self, *_: Any, **__: Any) -> Reading:
        chances = np.full(len(LABELS), 0.01, np.float32)
        chances[LABELS.index("danger")] = 0.9
        chances[LABELS.index(self.kind)] = self.chance
        return Reading(chances, 0.1, danger=True, kinds=(self.kind,), urgent=False, meant=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("j'ai peur de me faire assassiner", "violence"),
        ("j'ai lâché l'alcool lundi, je tremble pis j'hallucine", "surdose_medical"),
    ],
)
def test_a_rule_knows_what_models_take_its_words_for(text: str, kind: str) -> None:
    def kinds(chance: float) -> tuple[str, ...]:
        detector = Detector(rules=RuleSet.load(), model=TakesFor("suicide", chance))  # type: ignore[arg-type]
        return detector.assess(text).kinds

    assert kinds(0.3) == (kind,)
    assert "suicide" in kinds(0.8), "what they are sure of stays"


def test_his_return_another_day_keeps_no_danger_of_this_hour_going() -> None:
    open_danger = Context(open_kinds=("violence_en_cours",))
    detector = Detector(rules=RuleSet.load(), model=TakesFor("violence", 0.4))  # type: ignore[arg-type]
    assert detector.assess("il revient à la maison", open_danger).kinds == ("violence_en_cours",)
    assert detector.assess("il revient mercredi", open_danger).kinds == ("violence",)


def test_a_strangling_feared_is_none_done() -> None:
    detector = Detector(rules=RuleSet.load())
    assert STRANGULATION not in detector.assess("j'ai peur de me faire étrangler par un client").reasons
    assert STRANGULATION in detector.assess("un client m'a étranglée").reasons
