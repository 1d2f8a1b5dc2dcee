"""The counts behind the redaction's scores."""

from __future__ import annotations

from bot.privacy.evaluation import evaluate

ROWS = [
    {"id": "1", "text": "jmappelle cindy lavertu", "pii": [{"type": "nom", "value": "cindy lavertu"}]},
    {"id": "2", "text": "jmappelle cindy lavertu", "pii": [{"type": "nom", "value": "cindy"}]},
    {"id": "3", "text": "le chat dort", "pii": [{"type": "nom", "value": "chat"}]},
    {"id": "4", "text": "Le 811 répond.", "pii": []},
    {"id": "5", "text": "mon cell 514 555 0199", "pii": []},
]


def test_counts() -> None:
    scores = evaluate(ROWS)
    assert scores.expected == {"nom": 3}
    assert scores.exact == {"nom": 1}
    assert scores.covered == {"nom": 2}
    assert (scores.harmless, scores.touched) == (2, 1)
    assert scores.spurious == 1
    assert scores.recall == 1 / 3
    assert [(m.id, m.value) for m in scores.misses] == [("2", "cindy"), ("3", "chat")]
    assert [(m.id, m.type) for m in scores.touches] == [("5", "telephone")]


def test_no_rows() -> None:
    scores = evaluate([])
    assert scores.recall == scores.coverage == 1.0
    assert (scores.harmless, scores.touched) == (0, 0)
