"""Slips of the fingers, for the teaching of the encoder."""

from __future__ import annotations

import numpy as np

from bot.safety.teaching.slips import KEYS, MOST, slipped

TEXT = "je cherche une place pour dormir ce soir, j'ai deux enfants et 14 piasses"


def drawn(times: int) -> list[str]:
    chance = np.random.default_rng(7)
    return [slipped(TEXT, chance) for _ in range(times)]


def test_the_same_draw_gives_the_same_slips() -> None:
    assert drawn(20) == drawn(20)


def test_slips_differ_and_some_texts_come_whole() -> None:
    texts = drawn(400)
    assert len(set(texts)) > 300
    assert TEXT in texts


def test_first_letter_digits_and_marks_stay() -> None:
    for text in drawn(200):
        assert text[0] == "j"
        assert "14" in text
        assert text.count(",") == 1


def test_letters_go_missing_come_twice_and_change_places() -> None:
    texts = drawn(400)
    lengths = {len(text) - len(TEXT) for text in texts}
    assert min(lengths) < 0 < max(lengths)
    same = [text for text in texts if sorted(text) == sorted(TEXT) and text != TEXT]
    assert same, "none with two letters swapped"


def test_few_letters_slip() -> None:
    letters = sum(map(str.isalpha, TEXT))
    changed = [abs(len(text) - len(TEXT)) for text in drawn(400)]
    assert np.mean(changed) < MOST * letters


def test_a_finger_lands_beside() -> None:
    chance = np.random.default_rng(3)
    found = {slipped("xg", chance) for _ in range(2000)}
    row = next(row for row in KEYS if "g" in row)
    at = row.index("g")
    assert {"x" + row[at - 1], "x" + row[at + 1]} <= found
    assert found <= {"xg", "x", "xgg", "x" + row[at - 1], "x" + row[at + 1]}
