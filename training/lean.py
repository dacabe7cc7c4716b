"""The classifier as a lean ONNX graph: int8 with scales that are set once, no padding, no mask.

torch's own export spends a third of its time on shapes and casts, and ORT's dynamic quantisation
sets its scale by what stands in the batch, so that an answer hangs on its neighbours. Here each
linear layer has one scale for its input, found on sentences of our own, after evening out the
input's channels into the weights (SmoothQuant, Xiao et al. 2023, ICML). Integer sums are exact, so
pairs of equal length may go through together and get what they would get alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

__all__ = ["Ranges", "build", "linear_names"]

Array = NDArray[np.float32]
HEADS: Final = 12
LAYERS: Final = 6
MAX_TOKENS: Final = 160
_MS: Final = "com.microsoft"
_EPSILON: Final = 1e-12


@dataclass(frozen=True)
class Ranges:
    """What the input of one linear layer looks like: per-channel divisor, lowest, highest value."""

    smooth: Array | np.float32
    low: float
    high: float

    @property
    def scale(self) -> np.float32:
        return np.float32(max(self.high - self.low, 1e-6) / 255)

    @property
    def zero(self) -> np.uint8:
        return np.uint8(round(-self.low / float(self.scale)))


def linear_names() -> list[str]:
    """Names of the linear layers, as in `Ranges`: four a transformer layer, then the head's."""
    return [f"{at}.{part}" for at in range(LAYERS) for part in ("qkv", "o", "up", "down")] + [
        "body"
    ]


@dataclass
class _Graph:
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    probes: dict[str, str] = field(default_factory=dict)

    def constant(self, value: Any) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(
        self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **options: Any
    ) -> Any:
        names = [f"t{len(self.nodes)}_{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **options))
        return names[0] if outputs == 1 else names

    def norm(self, value: str, state: Mapping[str, Array], name: str) -> str:
        parts = [self.constant(state[f"{name}.{part}"]) for part in ("weight", "bias")]
        return str(self.op("LayerNormalization", value, *parts, epsilon=_EPSILON))


def build(state: Mapping[str, Array], ranges: Mapping[str, Ranges] | None) -> ModelProto:
    """The graph: `input_ids` (n x width) and `places` (n x 3 x 1: actor, recipient, 0) to logits.

    Args:
        state: parameters of `training.model.PairClassifier`.
        ranges: of each linear layer, by name; without them the graph computes in float32 and
            gives the input of each linear layer as an output of that name.
    """
    graph = _Graph()
    hidden = _embed(graph, state)
    for at in range(LAYERS - 1):
        hidden = _layer(graph, state, ranges, at, hidden)
    # Of the last layer only three places are read, so only they are computed.
    places = graph.op("GatherND", hidden, "places", batch_dims=1)
    last = _layer(graph, state, ranges, LAYERS - 1, hidden, places)
    body = _dense(graph, state, "body.1", _pool(graph, last, hidden), ranges, "body")
    body = graph.op("Gelu", body, domain=_MS)
    for head in ("root", "status"):
        _logits(graph, body, state[f"{head}.weight"], state[f"{head}.bias"], head)
    return _model(graph, state, probes=ranges is None)


def hidden_size(state: Mapping[str, Array]) -> int:
    return int(state["root.weight"].shape[1])


def _embed(graph: _Graph, state: Mapping[str, Array]) -> str:
    name = "encoder.embeddings"
    words, scales = _rows_as_bytes(state[f"{name}.word_embeddings.weight"])
    picked = graph.op("Cast", graph.op("Gather", graph.constant(words), "input_ids"),
                      to=TensorProto.FLOAT)  # fmt: skip
    picked = graph.op("Mul", picked, graph.op("Gather", graph.constant(scales), "input_ids"))
    places = state[f"{name}.position_embeddings.weight"][:MAX_TOKENS]
    places = places + state[f"{name}.token_type_embeddings.weight"][0]
    cut = graph.op("Slice", graph.constant(places), graph.constant(np.array([0])), _width(graph))
    return graph.norm(graph.op("Add", picked, cut), state, f"{name}.LayerNorm")


def _width(graph: _Graph) -> str:
    """Word pieces of each sentence, as a tensor of one number."""
    one, two = graph.constant(np.array([1])), graph.constant(np.array([2]))
    return str(graph.op("Slice", graph.op("Shape", "input_ids"), one, two))


def _rows_as_bytes(table: Array) -> tuple[NDArray[np.int8], Array]:
    scales = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 1e-9).astype(np.float32)
    return np.round(table / scales).astype(np.int8), scales


def _layer(
    graph: _Graph,
    state: Mapping[str, Array],
    ranges: Mapping[str, Ranges] | None,
    at: int,
    x: str,
    places: str | None = None,
) -> str:
    """The places `x` (all of them, if no `places` of it are given) after one layer more."""
    name = f"encoder.encoder.layer.{at}"
    weight, bias = qkv_of(state, at)
    width = hidden_size(state)
    if ranges is not None:
        # What is spread over the values' channels passes through attention as it is.
        smooth = ranges[f"{at}.o"].smooth
        weight, bias = weight.copy(), bias.copy()
        weight[:, 2 * width :] /= smooth
        bias[2 * width :] /= smooth
    if places is None:
        qkv = _linear(graph, x, weight, bias, ranges, f"{at}.qkv")
        parts = graph.op("Split", qkv, graph.constant(np.array([width] * 3)), outputs=3, axis=2)
    else:
        asking = _linear(graph, places, weight[:, :width], bias[:width], ranges, f"{at}.qkv")
        kv = _linear(graph, x, weight[:, width:], bias[width:], ranges, f"{at}.qkv")
        halves = graph.op("Split", kv, graph.constant(np.array([width] * 2)), outputs=2, axis=2)
        parts, x = [asking, *halves], places
    seen = graph.op("MultiHeadAttention", *parts, domain=_MS, num_heads=HEADS)
    out = _dense(graph, state, f"{name}.attention.output.dense", seen, ranges, f"{at}.o")
    x = graph.norm(graph.op("Add", out, x), state, f"{name}.attention.output.LayerNorm")
    up = _dense(graph, state, f"{name}.intermediate.dense", x, ranges, f"{at}.up")
    up = graph.op("Gelu", up, domain=_MS)
    down = _dense(graph, state, f"{name}.output.dense", up, ranges, f"{at}.down")
    return graph.norm(graph.op("Add", down, x), state, f"{name}.output.LayerNorm")


def qkv_of(state: Mapping[str, Array], at: int) -> tuple[Array, Array]:
    """Weights (in x 3 out) and biases of a layer's queries, keys and values, side by side."""
    name = f"encoder.encoder.layer.{at}.attention.self"
    parts = ("query", "key", "value")
    return (
        np.concatenate([state[f"{name}.{part}.weight"].T for part in parts], axis=1),
        np.concatenate([state[f"{name}.{part}.bias"] for part in parts]),
    )


def weights(state: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    """Weights (in x out) of each linear layer, as they meet the layer's input."""
    for at in range(LAYERS):
        name = f"encoder.encoder.layer.{at}"
        yield f"{at}.qkv", qkv_of(state, at)[0]
        yield f"{at}.o", state[f"{name}.attention.output.dense.weight"].T
        yield f"{at}.up", state[f"{name}.intermediate.dense.weight"].T
        yield f"{at}.down", state[f"{name}.output.dense.weight"].T
    yield "body", state["body.1.weight"].T


def _dense(
    graph: _Graph,
    state: Mapping[str, Array],
    name: str,
    x: str,
    ranges: Mapping[str, Ranges] | None,
    key: str,
) -> str:
    return _linear(graph, x, state[f"{name}.weight"].T, state[f"{name}.bias"], ranges, key)


def _linear(
    graph: _Graph,
    x: str,
    weight: Array,
    bias: Array,
    ranges: Mapping[str, Ranges] | None,
    key: str,
) -> str:
    graph.probes[key] = x
    if ranges is None:
        return str(
            graph.op("Add", graph.op("MatMul", x, graph.constant(weight)), graph.constant(bias))
        )
    own, peak = ranges[key], None
    if key.endswith(".down"):
        # A few places (fences, full stops) are ten times as large as the rest.
        peak = graph.op("ReduceMax", x, graph.constant(np.array([-1])), keepdims=1)
        peak = graph.op("Max", peak, graph.constant(np.float32(1)))
        x = graph.op("Div", x, peak)
    elif not key.endswith(".o"):  # there the values carry it already
        x = graph.op("Mul", x, graph.constant((1 / own.smooth).astype(np.float32)))
    spread = weight * np.reshape(own.smooth, (-1, 1))
    scales = np.maximum(np.abs(spread).max(0) / 127, 1e-9).astype(np.float32)
    scale, zero = graph.constant(own.scale), graph.constant(own.zero)
    inputs = [
        graph.op("QuantizeLinear", x, scale, zero),
        graph.constant(np.round(spread / scales).astype(np.int8)),
        scale,
        graph.constant(scales),
        zero,
        graph.constant(np.zeros(len(scales), dtype=np.int8)),
    ]
    if peak is None:
        return str(graph.op("MatMulIntegerToFloat", *inputs, graph.constant(bias), domain=_MS))
    out = graph.op("Mul", graph.op("MatMulIntegerToFloat", *inputs, domain=_MS), peak)
    return str(graph.op("Add", out, graph.constant(bias)))


def _pool(graph: _Graph, last: str, hidden: str) -> str:
    """The last layer's places side by side, then the mean of all places before it."""
    # ReduceMean's rounding hangs on how many pairs stand beside it; a product's doesn't.
    width = _width(graph)
    ones = graph.op("ConstantOfShape", width, value=numpy_helper.from_array(np.ones(1, np.float32)))
    total = graph.op("MatMul", ones, hidden)
    mean = graph.op("Div", total, graph.op("Cast", width, to=TensorProto.FLOAT))
    flat = graph.op("Reshape", last, graph.constant(np.array([0, -1])))
    return str(graph.op("Concat", flat, mean, axis=1))


def _logits(graph: _Graph, body: str, weight: Array, bias: Array, name: str) -> None:
    """A product summed row by row: a float matrix product would round by the batch's size."""
    wide = graph.op("Unsqueeze", body, graph.constant(np.array([1])))
    product = graph.op("Mul", wide, graph.constant(weight))
    total = graph.op("ReduceSum", product, graph.constant(np.array([2])), keepdims=0)
    graph.nodes.append(helper.make_node("Add", [total, graph.constant(bias)], [name]))


def _model(graph: _Graph, state: Mapping[str, Array], *, probes: bool) -> ModelProto:
    shapes: Sequence[tuple[str, int, list[Any]]] = [
        ("input_ids", TensorProto.INT64, ["n", "width"]),
        ("places", TensorProto.INT64, ["n", 3, 1]),
    ]
    outputs = [
        helper.make_tensor_value_info(head, TensorProto.FLOAT, ["n", len(state[f"{head}.bias"])])
        for head in ("root", "status")
    ]
    if probes:
        for key, tensor in graph.probes.items():
            graph.nodes.append(helper.make_node("Identity", [tensor], [key]))
            outputs.append(helper.make_tensor_value_info(key, TensorProto.FLOAT, None))
    inputs = [helper.make_tensor_value_info(*shape) for shape in shapes]
    made = helper.make_graph(graph.nodes, "pairs", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_MS, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8, producer_name="detente")
