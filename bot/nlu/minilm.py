"""Builds all-MiniLM-L6-v2 (Apache-2.0, sentence-transformers) as an ONNX graph from its packaged weights.

Needs no torch: the graph is written node by node, equal to a plain forward pass within 1e-6, and its matrices
are then kept as 8-bit integers, one scale a column (a cosine of at least 0.983 to the exact vector, 23 MB).
No padding, so no mask: messages are encoded one by one.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD = WIDTH // HEADS
OPSET, IR = 20, 10  # the first opset with Gelu


class Graph:
    """Nodes and constants of the network, in order."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        """Begin with the weights by their names in the package."""
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Keep numbers under a name."""
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add an operation; gives its output's name."""
        self._nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def weight(self, name: str) -> NDArray[np.float32]:
        """Give a packaged weight."""
        return self._weights[name]

    def normalised(self, x: str, place: str, output: str) -> str:
        """Add a layer normalisation."""
        scale = self.constant(f"{output}.scale", self.weight(f"{place}.weight"))
        shift = self.constant(f"{output}.shift", self.weight(f"{place}.bias"))
        return self.node("LayerNormalization", [x, scale, shift], output, axis=-1, epsilon=1e-12)

    def dense(self, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32], output: str) -> str:
        """Add a matrix product and a bias."""
        product = self.node("MatMul", [x, self.constant(f"{output}.w", weight.T)], f"{output}.product")
        return self.node("Add", [product, self.constant(f"{output}.b", bias)], output)

    def named_dense(self, x: str, place: str, output: str) -> str:
        """Add the dense layer that stands at a place in the package."""
        return self.dense(x, self.weight(f"{place}.weight"), self.weight(f"{place}.bias"), output)

    def embedded(self) -> str:
        """Look the tokens up, and add where they stand."""
        self.constant("first", np.array([0], np.int64))
        self.constant("second", np.array([1], np.int64))
        shape = self.node("Shape", ["ids"], "shape")
        length = self.node(
            "Slice", [shape, "second", self.constant("third", np.array([2], np.int64))], "length"
        )
        table = self.constant("words", self.weight("embeddings.word_embeddings.weight"))
        places = (
            self.weight("embeddings.position_embeddings.weight")
            + self.weight("embeddings.token_type_embeddings.weight")[0]
        )
        place = self.node("Slice", [self.constant("places", places), "first", length, "first"], "place")
        both = self.node("Add", [self.node("Gather", [table, "ids"], "word"), place], "embedded")
        return self.normalised(both, "embeddings.LayerNorm", "embedded.normalised")

    def layer(self, x: str, number: int) -> str:
        """Add attention and the two dense layers after it."""
        place, own = f"encoder.layer.{number}", f"l{number}"
        parts = [f"{place}.attention.self.{part}" for part in ("query", "key", "value")]
        scales = [1 / np.float32(np.sqrt(HEAD)), np.float32(1), np.float32(1)]
        weight = np.concatenate([self.weight(f"{p}.weight") * s for p, s in zip(parts, scales, strict=True)])
        bias = np.concatenate([self.weight(f"{p}.bias") * s for p, s in zip(parts, scales, strict=True)])
        joined = self.dense(x, weight, bias, f"{own}.qkv")
        split = self.node("Reshape", [joined, "split"], f"{own}.split")
        heads = self.node("Transpose", [split], f"{own}.heads", perm=[0, 2, 1, 3])
        names = [f"{own}.q", f"{own}.k", f"{own}.v"]
        self._nodes.append(helper.make_node("Split", [heads, "three"], names, axis=1, name=f"{own}.three"))
        turned = self.node("Transpose", [names[1]], f"{own}.kt", perm=[0, 1, 3, 2])
        scores = self.node("MatMul", [names[0], turned], f"{own}.scores")
        seen = self.node(
            "MatMul", [self.node("Softmax", [scores], f"{own}.share", axis=-1), names[2]], f"{own}.seen"
        )
        back = self.node("Transpose", [seen], f"{own}.back", perm=[0, 2, 1, 3])
        attended = self.named_dense(
            self.node("Reshape", [back, "join"], f"{own}.join"),
            f"{place}.attention.output.dense",
            f"{own}.attended",
        )
        x = self.normalised(
            self.node("Add", [attended, x], f"{own}.sum"),
            f"{place}.attention.output.LayerNorm",
            f"{own}.attended.normalised",
        )
        inner = self.node(
            "Gelu", [self.named_dense(x, f"{place}.intermediate.dense", f"{own}.inner")], f"{own}.gelu"
        )
        outer = self.named_dense(inner, f"{place}.output.dense", f"{own}.outer")
        return self.normalised(
            self.node("Add", [outer, x], f"{own}.end"), f"{place}.output.LayerNorm", f"{own}.out"
        )

    def model(self) -> onnx.ModelProto:
        """Put the network together: token numbers (1 × t) in, the mean of their vectors (1 × 384) out."""
        self.constant("split", np.array([0, 0, 3 * HEADS, HEAD], np.int64))
        self.constant("join", np.array([0, 0, WIDTH], np.int64))
        self.constant("three", np.array([HEADS] * 3, np.int64))
        x = self.embedded()
        for number in range(LAYERS):
            x = self.layer(x, number)
        self.node("ReduceMean", [x, "second"], "mean", keepdims=0)
        taken = helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "t"])
        given = helper.make_tensor_value_info("mean", TensorProto.FLOAT, ["n", WIDTH])
        graph = helper.make_graph(self._nodes, "minilm", [taken], [given], list(self._constants.values()))
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)


def build(weights: Path, target: Path) -> None:
    """Write the 8-bit graph of the weights (safetensors) to `target`. Takes some seconds and 500 MB."""
    named = {name.removeprefix("bert."): value for name, value in load_file(str(weights)).items()}
    whole = Graph({name: value.astype(np.float32) for name, value in named.items()}).model()
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.ERROR)  # it recommends steps that change nothing here
    try:
        quantize_dynamic(
            whole,
            str(target),
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
        )
    finally:
        root.setLevel(before)
