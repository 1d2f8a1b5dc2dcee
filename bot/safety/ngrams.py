"""Scores one message with a trained n-gram model in well under a millisecond, with NumPy alone.

`TextModel` trains and saves; this reads the same files without importing scikit-learn or SciPy (which cost a
second to load and half a millisecond a message) and gives the same scores.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.safety.french import fold, sound, standardise

Vector = npt.NDArray[np.float32]
Columns = npt.NDArray[np.int64]

FORMAT = 1
"""Of the files of a text model."""
_WORD = re.compile(r"\b\w+\b")


class NgramFileError(RuntimeError):
    """The files of an n-gram model are missing, damaged or of another version."""


def written_forms(text: str, standard: str | None = None) -> tuple[str, str, str]:
    """The three forms that the views of a text model read: written, words, heard.

    `standard` is `standardise(text)` when it is known already.
    """
    standard = standardise(text) if standard is None else standard
    # Marks carry tone and separate "?" questions from statements; the folded form keeps them.
    marks = "".join(f" {mark}" for mark in "?!" if mark in text)
    return fold(text) + " " + standard, standard + marks, sound(standard)


def char_ngrams(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Character n-grams inside words, borders included, as scikit-learn's `char_wb` cuts them."""
    for word in text.split():
        padded = f" {word} "
        length = len(padded)
        for size in range(shortest, longest + 1):
            yield padded[:size]
            for start in range(1, length - size + 1):
                yield padded[start : start + size]
            if length <= size:
                break


def word_ngrams(text: str) -> Iterator[str]:
    """Single words and pairs of neighbours."""
    words = _WORD.findall(text)
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


@dataclass(frozen=True)
class _View:
    columns: dict[str, int]
    idf: Vector
    offset: int
    weight: float


# Name, shortest and longest n-gram (0: words), weight: the views of `textmodel`, in its order.
_VIEWS = ((2, 5, 1.0), (0, 0, 1.0), (2, 4, 0.7))


@dataclass(frozen=True)
class NgramReader:
    """Finds the n-grams that a model knows in a message, each weighed as in the training."""

    views: tuple[_View, ...]
    width: int
    """How many n-grams it knows."""

    @classmethod
    def from_json(cls, saved: list[dict[str, Any]]) -> NgramReader:
        """Reads what `Features.to_json` wrote; raises ValueError, KeyError or TypeError when it cannot."""
        views: list[_View] = []
        offset = 0
        for (_, _, weight), block in zip(_VIEWS, saved, strict=True):
            terms = block["terms"]
            columns = {term: index for index, term in enumerate(terms)}
            idf = np.asarray(block["idf"], dtype=np.float32)
            if len(idf) != len(terms):
                raise ValueError("terms without weight")
            views.append(_View(columns, idf, offset, weight))
            offset += len(terms)
        return cls(tuple(views), offset)

    def read(self, text: str, standard: str | None = None) -> tuple[Columns, Vector]:
        """Columns and values of the row of a cleaned message (`standard`: its standard form), both (n,)."""
        columns: list[Columns] = []
        values: list[Vector] = []
        for (shortest, longest, _), view, form in zip(
            _VIEWS, self.views, written_forms(text, standard), strict=True
        ):
            known = view.columns
            found: dict[int, int] = {}
            for term in char_ngrams(form, shortest, longest) if longest else word_ngrams(form):
                column = known.get(term)
                if column is not None:
                    found[column] = found.get(column, 0) + 1
            if not found:
                continue
            index = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
            row = np.fromiter((1.0 + math.log(count) for count in found.values()), np.float32, len(found))
            row *= view.idf[index]
            row *= view.weight / math.sqrt(float(row @ row))
            columns.append(index + view.offset)
            values.append(row)
        if not columns:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        return np.concatenate(columns), np.concatenate(values)


@dataclass(frozen=True)
class NgramScorer:
    """A loaded model: `labels` in column order; `coefficients` (terms, labels)."""

    labels: tuple[str, ...]
    reader: NgramReader
    coefficients: Vector
    intercepts: Vector

    @classmethod
    def load(cls, folder: Path, name: str) -> NgramScorer:
        """Reads `name`.json and `name`.npz, written by `TextModel.save` for a model without embedding.

        Raises NgramFileError in a sentence when it cannot.
        """
        try:
            head = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            if head["format"] != FORMAT or head["link"] != "sigmoid" or head["meaning"]:
                raise NgramFileError(
                    f"The model file {name} was written by another version; run `sentier train`."
                )
            with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
                coefficients = arrays["coefficients"].astype(np.float32)
                intercepts = arrays["intercepts"].astype(np.float32)
            reader = NgramReader.from_json(head["features"])
            shape = (reader.width, len(head["labels"]))
            if coefficients.shape != shape or not np.isfinite(coefficients).all():
                raise ValueError("coefficients that do not fit the terms")
            return cls(tuple(head["labels"]), reader, coefficients, intercepts)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as problem:
            raise NgramFileError(
                f"{name} in {folder} cannot be read ({type(problem).__name__}): run `sentier train`."
            ) from problem

    def scores(self, text: str, standard: str | None = None) -> Vector:
        """Log-odds of each label for a cleaned message (`standard`: its standard form), shape (labels,)."""
        columns, values = self.reader.read(text, standard)
        total: Vector = self.intercepts + values @ self.coefficients[columns]
        return total
