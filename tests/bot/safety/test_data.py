"""The labelled messages hold what the training and the evaluation rely on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.safety.data import SafetyDataError, read_file, read_held_out, read_training, targets
from bot.safety.french import standardise
from bot.safety.model import LABELS
from bot.safety.verdict import KINDS, URGENCE, URGENT_KINDS, ordered


def test_enough_dangers_of_every_kind() -> None:
    dangers = [example for example in read_training() if example.danger]
    counts = Counter(kind for example in dangers for kind in example.kinds)
    assert len(dangers) >= 1500
    assert min(counts[kind] for kind in KINDS) >= 150


@pytest.mark.slow
def test_held_out_voices_are_not_trained_on() -> None:
    training, held_out = read_training(), read_held_out()
    assert held_out
    assert not {example.voice for example in training} & {example.voice for example in held_out}
    known = {standardise(example.text) for example in training} - {""}
    assert not [example.id for example in held_out if standardise(example.text) in known]


def test_identifiers_are_unique() -> None:
    every = [example.id for example in (*read_training(), *read_held_out())]
    assert len(every) == len(set(every))


def test_labels_agree() -> None:
    for example in (*read_training(), *read_held_out()):
        assert example.kinds == ordered(set(example.kinds)), example.id
        if set(example.kinds) & set(URGENT_KINDS):
            assert example.level == URGENCE, example.id
        elif example.level == URGENCE:
            assert "enfant_en_danger" in example.kinds, example.id


def test_targets_in_the_order_of_the_labels(tmp_path: Path) -> None:
    line = {
        "id": "a",
        "text": "x",
        "level": "urgence",
        "kinds": ["surdose_medical"],
        "style": "texto",
        "trap": None,
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    row = targets(read_file(tmp_path / "a.jsonl"))[0]
    assert {label for label, value in zip(LABELS, row, strict=True) if value} == {
        "surdose_medical",
        "urgence",
        "danger",
    }


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"id": 1}',
        '{"id": "a", "text": "x", "level": "grave", "kinds": []}',
        '{"id": "a", "text": "x", "level": "aucun", "kinds": ["violence"]}',
        '{"id": "a", "text": "x", "level": "crise", "kinds": ["inconnu"]}',
        '{"id": "a", "text": "x", "level": "aucun", "kinds": [], "trap": "ironie"}',
    ],
)
def test_bad_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SafetyDataError, match=r"a\.jsonl, line 1"):
        read_file(tmp_path / "a.jsonl")
