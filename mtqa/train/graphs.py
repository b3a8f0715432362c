"""Write the graphs that ONNX Runtime runs the shipped networks by.

A graph reads one text: no batch, no padding, so that a text's result cannot depend on others. It
names its weights and does not hold them (:mod:`mtqa.network`). Operators of ONNX Runtime's own
(``com.microsoft``) are used where they join what standard ones would do in several passes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper

from mtqa.arithmetic import Arithmetic
from mtqa.evidence.bert import GRAPH_NAME as BERT
from mtqa.evidence.bert import LAYER_NORM_EPS, EncoderWeights
from mtqa.lm.llama import BLOCK, LlamaConfig
from mtqa.lm.llama import GRAPH_NAME as LLAMA
from mtqa.network import SCALE, TRANSPOSED, WHOLE, graph_path

_OWN = "com.microsoft"
_OPSETS = [helper.make_opsetid("", 20), helper.make_opsetid(_OWN, 1)]
_IR_VERSION = 9
_FLOAT, _INT8, _INT64 = onnx.TensorProto.FLOAT, onnx.TensorProto.INT8, onnx.TensorProto.INT64


def write_llama_graphs(folder: Path, config: LlamaConfig) -> None:
    """Write the language model's graph for each arithmetic into its model folder."""
    for arithmetic in Arithmetic:
        graph = _Graph(arithmetic)
        graph.write(graph_path(folder, LLAMA, arithmetic), *_llama(graph, config))


def write_bert_graphs(folder: Path, weights: EncoderWeights) -> None:
    """Write the encoder's graph for each arithmetic into its model folder."""
    for arithmetic in Arithmetic:
        graph = _Graph(arithmetic)
        graph.write(graph_path(folder, BERT, arithmetic), *_bert(graph, weights))


class _Graph:
    """A graph under construction; values are known by their names."""

    def __init__(self, arithmetic: Arithmetic) -> None:
        self._arithmetic = arithmetic
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: dict[str, onnx.TensorProto] = {}
        self._count = 0

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401
        """Add an operator with one output and return that."""
        return self.split(operator, 1, *inputs, **attributes)[0]

    def split(self, operator: str, outputs: int, *inputs: str, **attributes: Any) -> list[str]:  # noqa: ANN401
        """Add an operator and return its outputs."""
        names = [f"{operator}.{self._count}.{i}" for i in range(outputs)]
        self._count += 1
        self._nodes.append(helper.make_node(operator, inputs, names, **attributes))
        return names

    def constant(self, values: npt.NDArray[np.int64] | npt.NDArray[np.float32]) -> str:
        """Hold a small array in the graph itself."""
        name = f"constant.{len(self._initializers)}"
        self._initializers[name] = onnx.numpy_helper.from_array(np.asarray(values), name)
        return name

    def tensor(self, name: str, *shape: int, kind: int = _FLOAT) -> str:
        """Name an array of the weights."""
        tensor = onnx.TensorProto(
            name=name, data_type=kind, dims=shape, data_location=onnx.TensorProto.EXTERNAL
        )
        tensor.external_data.add(key="location", value="weights")
        self._initializers[name] = tensor
        return name

    def linear(
        self, x: str, name: str, inputs: int, outputs: int, *, bias: bool, even: bool
    ) -> str:
        """Multiply ``x`` [n, inputs] by a matrix of the weights.

        Args:
            x: what is multiplied.
            name: of the matrix; of its bias, with ``.bias`` behind it.
            inputs: width of ``x``.
            outputs: width of the result.
            bias: whether there is one.
            even: whether the rows of ``x`` reach alike far. Others are divided by what they reach
                first, so that one scale does for all of them.
        """
        added = self.tensor(f"{name}.bias", outputs) if bias else ""
        if self._arithmetic is Arithmetic.FLOATS:
            product = self.add("MatMul", x, self.tensor(name + TRANSPOSED, inputs, outputs))
            return self.add("Add", product, added) if bias else product
        matrix = (
            self.tensor(name + WHOLE, inputs, outputs, kind=_INT8),
            self.tensor(name + SCALE, outputs),
        )
        if even:
            last = (added,) if bias else ()
            return self.add("DynamicQuantizeMatMul", x, *matrix, "", *last, domain=_OWN)
        reach = self.add("ReduceMax", self.add("Abs", x), self.constant(np.array([-1])), keepdims=1)
        evened = self.add("Div", x, self.add("Max", reach, self.constant(_tiny())))
        product = self.add("DynamicQuantizeMatMul", evened, *matrix, "", domain=_OWN)
        scaled = self.add("Mul", product, reach)
        return self.add("Add", scaled, added) if bias else scaled

    def attention(self, joined: str, heads: int, turn: tuple[str, str, str] | None = None) -> str:
        """Return what each place takes from those it looks at.

        Args:
            joined: queries, keys and values, [n, 3 · width].
            heads: how many.
            turn: places, cosines and sines, where queries and keys are rotated by place and look
                back only.
        """
        first = self.constant(np.array([0]))
        query, key, value = (
            self.add("Unsqueeze", part, first)
            for part in self.split("Split", 3, joined, axis=1, num_outputs=3)
        )
        if turn is not None:
            query, key = (
                self.add("RotaryEmbedding", part, *turn, domain=_OWN, num_heads=heads)
                for part in (query, key)
            )
        taken = self.add(
            "MultiHeadAttention",
            *(query, key, value),
            domain=_OWN,
            num_heads=heads,
            unidirectional=int(turn is not None),
        )
        return self.add("Squeeze", taken, first)

    def write(self, path: Path, inputs: list[str], outputs: dict[str, list[str | int]]) -> None:
        """Write the graph; inputs are rows of whole numbers, outputs have shapes."""
        graph = helper.make_graph(
            self._nodes,
            path.name,
            [helper.make_tensor_value_info(name, _INT64, [name]) for name in inputs],
            [helper.make_tensor_value_info(n, _FLOAT, shape) for n, shape in outputs.items()],
            list(self._initializers.values()),
        )
        model = helper.make_model(graph, opset_imports=_OPSETS, ir_version=_IR_VERSION)
        path.write_bytes(model.SerializeToString(deterministic=True))


def _tiny() -> npt.NDArray[np.float32]:
    """No row of zeros is divided by zero."""
    return np.array(1e-12, np.float32)


def _llama(graph: _Graph, config: LlamaConfig) -> tuple[list[str], dict[str, list[str | int]]]:
    """Give −ln p of ``next``, each foretold at its place from ``first`` on, and hidden states."""
    width, inner = config.hidden_size, config.intermediate_size
    pieces = config.vocab_size
    places, half = config.max_position_embeddings, config.head_size // 2
    zero, count = graph.constant(np.array([0])), graph.add("Shape", "ids")
    all_places = graph.constant(np.arange(places))
    turn = (
        graph.add("Unsqueeze", graph.add("Slice", all_places, zero, count, zero), zero),
        graph.tensor("cosines", places, half),
        graph.tensor("sines", places, half),
    )

    def normed(x: str, name: str) -> str:
        weight = graph.tensor(f"{name}.weight", width)
        return graph.add(
            "SimplifiedLayerNormalization", x, weight, axis=-1, epsilon=config.rms_norm_eps
        )

    def linear(x: str, name: str, inputs: int, outputs: int, *, even: bool = True) -> str:
        return graph.linear(x, name, inputs, outputs, bias=False, even=even)

    embeddings = graph.tensor("model.embed_tokens.weight", pieces, width)
    x = graph.add("Gather", embeddings, "ids")
    for i in range(config.num_hidden_layers):
        layer = f"model.layers.{i}"
        joined = linear(
            normed(x, f"{layer}.input_layernorm"), f"{layer}.self_attn.qkv", width, 3 * width
        )
        taken = graph.attention(joined, config.num_attention_heads, turn)
        x = graph.add("Add", x, linear(taken, f"{layer}.self_attn.o_proj", width, width))
        joined = linear(
            normed(x, f"{layer}.post_attention_layernorm"), f"{layer}.mlp.gate_up", width, 2 * inner
        )
        gate, up = graph.split("Split", 2, joined, axis=1, num_outputs=2)
        gated = graph.add("Mul", graph.add("QuickGelu", gate, domain=_OWN, alpha=1.0), up)
        x = graph.add("Add", x, linear(gated, f"{layer}.mlp.down_proj", inner, width, even=False))
    hidden = normed(x, "model.norm")

    last = graph.constant(np.array([1]))
    foretelling = graph.add("Slice", hidden, "first", count, zero)
    wanted = graph.add("Gather", embeddings, graph.add("Slice", "next", "first", count, zero))
    # The vocabulary goes by in blocks whose logits stay in the processor's cache. No maximum is
    # taken out before exp: of normed states, logits are far from where it overflows (88).
    sums = [
        graph.add("ReduceSum", graph.add("Exp", linear(
            foretelling, f"logits.{number}", width, min(BLOCK, pieces - start)
        )), last, keepdims=0)
        for number, start in enumerate(range(0, pieces, BLOCK))
    ]  # fmt: skip
    own = graph.add("ReduceSum", graph.add("Mul", foretelling, wanted), last, keepdims=0)
    nats = graph.add("Sub", graph.add("Log", graph.add("Sum", *sums)), own)
    return ["ids", "next", "first"], {nats: ["fresh"], foretelling: ["fresh", width]}


def _bert(graph: _Graph, weights: EncoderWeights) -> tuple[list[str], dict[str, list[str | int]]]:
    """Give the last layer's states, and each layer's sums of states and of their squares."""
    sizes = weights.architecture
    width, inner = sizes["hidden_size"], sizes["intermediate_size"]
    layers = sizes["num_hidden_layers"]
    zero, count = graph.constant(np.array([0])), graph.add("Shape", "ids")

    def normed(x: str, name: str) -> str:
        scale, shift = graph.tensor(f"{name}.weight", width), graph.tensor(f"{name}.bias", width)
        return graph.add("LayerNormalization", x, scale, shift, axis=-1, epsilon=LAYER_NORM_EPS)

    def linear(x: str, name: str, inputs: int, outputs: int, *, even: bool = False) -> str:
        return graph.linear(x, name, inputs, outputs, bias=True, even=even)

    pieces = graph.tensor("pieces", len(weights.pieces), width)
    places = graph.tensor("places", sizes["max_position_embeddings"], width)
    placed = graph.add("Slice", places, zero, count, zero)
    x = normed(graph.add("Add", graph.add("Gather", pieces, "ids"), placed), "embeddings.LayerNorm")
    sums, squares = [], []
    for i in range(layers):
        layer = f"encoder.layer.{i}"
        joined = linear(x, f"{layer}.attention.self.qkv", width, 3 * width)
        taken = graph.attention(joined, sizes["num_attention_heads"])
        mixed = linear(taken, f"{layer}.attention.output.dense", width, width, even=True)
        x = normed(graph.add("Add", x, mixed), f"{layer}.attention.output.LayerNorm")
        widened = graph.add(
            "Gelu", linear(x, f"{layer}.intermediate.dense", width, inner), domain=_OWN
        )
        narrowed = linear(widened, f"{layer}.output.dense", inner, width)
        x = normed(graph.add("Add", x, narrowed), f"{layer}.output.LayerNorm")
        sums.append(graph.add("ReduceSum", x, zero, keepdims=1))
        squares.append(graph.add("ReduceSumSquare", x, zero, keepdims=1))
    return ["ids"], {
        x: ["n", width],
        graph.add("Concat", *sums, axis=0): [layers, width],
        graph.add("Concat", *squares, axis=0): [layers, width],
    }
