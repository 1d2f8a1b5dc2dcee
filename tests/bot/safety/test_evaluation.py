"""The numbers that are reported: shares, intervals, false alarms, kinds, levels."""

from __future__ import annotations

import pytest

from bot.safety.data import Example
from bot.safety.evaluation import Evaluation, Share, as_lines, disturbed, is_hard, is_ordinary, of_kind
from bot.safety.verdict import Verdict


def example(text: str, *kinds: str, level: str | None = None, trap: str | None = None) -> Example:
    return Example(text, text, level or ("crise" if kinds else "aucun"), kinds, "texto", trap, "v")


SAID = {
    "seen": Verdict("crise", ("suicide",)),
    "other kind": Verdict("urgence", ("violence_en_cours",)),
    "missed": Verdict(),
    "alarm": Verdict("crise", ("violence",)),
    "calm": Verdict(),
    "trap": Verdict("crise", ("violence",)),
}
EXAMPLES = (
    example("seen", "suicide"),
    example("other kind", "violence"),
    example("missed", "traite"),
    example("alarm", trap="none"),
    example("calm", trap="none"),
    example("trap", trap="idiom"),
)


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation.run(SAID.__getitem__, EXAMPLES)


def test_shares(evaluation: Evaluation) -> None:
    assert evaluation.recall() == Share(2, 3)
    assert evaluation.recall(of_kind("traite")) == Share(0, 1)
    assert evaluation.false_alarms(is_ordinary) == Share(1, 2)
    assert evaluation.false_alarms(is_hard) == Share(1, 1)
    assert evaluation.precision() == Share(2, 4)
    assert evaluation.exact_kinds() == Share(1, 2)
    assert evaluation.shared_kind() == Share(1, 2)
    assert evaluation.levels()[("crise", "urgence")] == 1
    assert evaluation.confusion()[("traite", "aucun")] == 1


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    # Wilson's interval as published tables give it.
    [(98, 100, 0.930, 0.994), (50, 50, 0.929, 1.0), (0, 30, 0.0, 0.114), (0, 0, 0.0, 1.0)],
)
def test_wilson_interval(hits: int, total: int, low: float, high: float) -> None:
    assert Share(hits, total).interval() == pytest.approx((low, high), abs=0.001)


def test_report_names_what_people_ask_for(evaluation: Evaluation) -> None:
    report = "\n".join(as_lines(evaluation))
    for words in (
        "recall ",
        "false alarms",
        "kinds (when seen)",
        "level errors",
        "by kind",
        "by style",
        "by trap",
    ):
        assert words in report


def test_disturbed_text_can_be_repeated() -> None:
    text = "Il m'a frappée hier et j'ai très peur qu'il revienne demain matin"
    assert disturbed(text, "accents") == "Il m'a frappee hier et j'ai tres peur qu'il revienne demain matin"
    assert disturbed(text, "capitals") == text.upper()
    typos = disturbed(text, "typos")
    assert typos != text
    assert typos == disturbed(text, "typos")
    assert len(typos.split()) == len(text.split())
