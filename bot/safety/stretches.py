"""How a message that is longer than the detector reads at once is cut: stretches that overlap, and pieces.

Rules and n-grams read every stretch. The sentence encoder costs fifty times as much a letter, so it reads the
beginning, as of any message, and a few pieces that the n-grams find most like a danger.
"""

from __future__ import annotations

import re
import textwrap

from bot.safety.french import MAX_LENGTH

OVERLAP = 150
"""Characters that two neighbouring stretches share: a danger told across a cut stands whole in one."""
PIECE = 200
"""Characters of a piece: a sentence or two, like the messages that the encoder was taught on."""
MOST_PIECES = 3
"""Read by the encoder beside the beginning."""
MEANING_SECONDS = 0.15
"""After so long no further piece is begun, so that on a slow machine one more is all that is read late."""

_SENTENCE = re.compile(r"(?<=[.!?…\n])\s+")


def stretches(text: str) -> list[str]:
    """`text` in stretches of MAX_LENGTH characters at most."""
    return [text[start : start + MAX_LENGTH] for start in range(0, len(text), MAX_LENGTH - OVERLAP)]


def pieces(text: str) -> list[str]:
    """`text` in pieces of PIECE characters at most, cut between sentences, else between words."""
    packed: list[str] = []
    for sentence in _SENTENCE.split(text):
        for part in textwrap.wrap(sentence, PIECE):
            if packed and len(packed[-1]) + 1 + len(part) <= PIECE:
                packed[-1] = f"{packed[-1]} {part}"
            else:
                packed.append(part)
    return packed
