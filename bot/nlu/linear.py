"""A trained linear model as the server reads it: NumPy alone, one message at a time.

`bot/safety/textmodel.py` trains and writes these files with scikit-learn and SciPy, which a server need not
load: here the same numbers are read and give the same scores. Coefficients stay in the half precision they
are stored in; the few rows that a message touches are widened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import EngineUnavailable
from bot.safety.ngrams import FORMAT, Columns

Vector = npt.NDArray[np.float32]
Row = tuple[Columns, Vector]
"""The n-grams of a message: columns and values, both (n,)."""


@dataclass(frozen=True)
class LinearScorer:
    """`labels` in column order; `coefficients` (terms + dimensions of the embedding, labels)."""

    labels: tuple[str, ...]
    link: str
    coefficients: npt.NDArray[np.float16]
    meaning: Vector | None
    """The lower rows of `coefficients`, for the embedding; None when the model reads none."""
    intercepts: Vector
    average: Vector | None
    """The mean vector, for when none can be computed."""

    @classmethod
    def load(cls, folder: Path, name: str) -> LinearScorer:
        """Reads what `TextModel.save` wrote; raises EngineUnavailable in a sentence when it cannot."""
        try:
            head = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            if head["format"] != FORMAT:
                raise ValueError("another version")
            with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
                coefficients, average = arrays["coefficients"], arrays["average"]
                intercepts = arrays["intercepts"].astype(np.float32)
            reads_meaning = bool(head["meaning"])
            wide = len(coefficients) - (average.size if reads_meaning else 0)
            return cls(
                tuple(head["labels"]),
                str(head["link"]),
                np.ascontiguousarray(coefficients[:wide]),
                coefficients[wide:].astype(np.float32) if reads_meaning else None,
                intercepts,
                average.astype(np.float32) if reads_meaning else None,
            )
        except (OSError, ValueError, KeyError, TypeError, EOFError) as problem:
            raise EngineUnavailable(
                f"A part of the model cannot be read ({type(problem).__name__}); run `sentier train`."
            ) from problem

    def chances(self, row: Row, vector: Vector | None) -> Vector:
        """Probabilities, shape (labels,), of a message with the n-grams `row` and the embedding `vector`."""
        columns, values = row
        scores = values @ self.coefficients[columns].astype(np.float32) + self.intercepts
        read = self.average if vector is None else vector
        if self.meaning is not None and read is not None:
            scores = scores + read @ self.meaning
        if self.link == "softmax":
            exponentials = np.exp(scores - scores.max())
            return np.asarray(exponentials / exponentials.sum(), dtype=np.float32)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)
