"""Slips of the fingers on a telephone's keyboard, drawn anew each time a message is read."""

from __future__ import annotations

import numpy as np

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""The rows of the keyboard: a finger lands on the key beside the one it aims at."""
LEAST, MOST = 1 / 30, 1 / 9
"""Of the letters of a message, how many slip; one hand differs from another."""

_BESIDE = {key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in KEYS for at, key in enumerate(row)}


def slipped(text: str, chance: np.random.Generator) -> str:
    """`text` with letters swapped, doubled, left out or struck beside; its first letter stays."""
    share = chance.uniform(LEAST, MOST)
    letters, typed = list(text), []
    at = 0
    while at < len(letters):
        letter = letters[at]
        at += 1
        if at == 1 or not letter.isalpha() or chance.random() >= share:
            typed.append(letter)
            continue
        slip = chance.integers(4)
        if slip == 0 and at < len(letters):
            typed += [letters[at], letter]
            at += 1
        elif slip == 1:
            typed += [letter, letter]
        elif slip == 2:
            beside = _BESIDE.get(letter, letter)
            typed.append(beside[chance.integers(len(beside))])
        # Else it is left out.
    return "".join(typed)
