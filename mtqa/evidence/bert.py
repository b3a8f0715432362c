"""The forward pass of a small BERT, and the file of its weights.

As for the language model (:mod:`mtqa.lm.llama`), scoring does without transformers, on which the
training is built.

Weights lie in ``encoder.safetensors`` as int8 with one scale a row; the header holds the
architecture and the pieces.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open

from mtqa.arithmetic import Arithmetic
from mtqa.errors import ModelError
from mtqa.network import Floats, Network, Tensors, graph_path, matrix, unpacked

#: What the graphs of a model folder are called.
GRAPH_NAME = "bert"
#: transformers' value for BERT.
LAYER_NORM_EPS = 1e-12
_QUERY_KEY_VALUE = tuple(f"attention.self.{name}" for name in ("query", "key", "value"))
#: Matrices of a layer that stand alone.
_ALONE = ("attention.output.dense", "intermediate.dense", "output.dense")
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")


@dataclass(frozen=True, slots=True)
class EncoderWeights:
    """What the file holds.

    Attributes:
        pieces: the vocabulary, in the order of the ids.
        architecture: sizes, by transformers' names.
        stored: tensors as they lie in the file, by transformers' names behind ``trunk.``, and
            ``heads`` where training has left some; behind the name of an int8 tensor and
            :data:`~mtqa.network.SCALE`, its scales.
    """

    pieces: list[str]
    architecture: dict[str, int]
    stored: Tensors

    def tensors(self) -> dict[str, Floats]:
        """Return the weights in float32, int8 rows times their scales."""
        return unpacked(self.stored)


def read_weights(path: Path) -> EncoderWeights:
    """Read ``encoder.safetensors``.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        with safe_open(path, framework="np") as stored:
            header = json.loads(stored.metadata()["mtqa"])
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        return EncoderWeights(header["pieces"], header["architecture"], tensors)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise broken(path, error) from error


def broken(path: Path, error: Exception) -> ModelError:
    """Return the error for a file that holds no encoder."""
    return ModelError(f"{path}: no evidence encoder ({error}); reinstall the model")


@dataclass(frozen=True, slots=True)
class WindowStates:
    """What the network makes of one window of text.

    Attributes:
        states: the last layer's hidden states, [pieces, width].
        sums: each layer's hidden states summed over the pieces, [layers, width].
        squares: the sums of their squares, [layers, width].
    """

    states: Floats
    sums: Floats
    squares: Floats


class BertNetwork:
    """A BERT that reads one text at a time.

    Args:
        weights: as read.
        folder: where its graphs lie.
        arithmetic: of its products.
        threads: that it runs on.

    Raises:
        KeyError: a tensor is missing.
        ModelError: the graph is missing or of another network.
    """

    def __init__(
        self, weights: EncoderWeights, folder: Path, arithmetic: Arithmetic, threads: int
    ) -> None:
        given = _graph_tensors(weights, arithmetic)
        self._network = Network(graph_path(folder, GRAPH_NAME, arithmetic), given, threads)

    def read(self, ids: npt.NDArray[np.int64]) -> WindowStates:
        """Read one window of pieces, [n]."""
        return WindowStates(*self._network.run({"ids": ids}))


def _graph_tensors(weights: EncoderWeights, arithmetic: Arithmetic) -> dict[str, npt.NDArray[Any]]:
    """Return the weights by the names that the graph gives them."""
    trunk = {name.removeprefix("trunk."): own for name, own in weights.tensors().items()}
    # Every text is one segment, so the first segment's vector is part of every place's.
    places = trunk["embeddings.position_embeddings.weight"]
    given: dict[str, npt.NDArray[Any]] = {
        "pieces": trunk["embeddings.word_embeddings.weight"],
        "places": places + trunk["embeddings.token_type_embeddings.weight"][0],
    }

    def joined(name: str, *parts: str) -> None:
        weight = np.concatenate([trunk[f"{part}.weight"] for part in parts])
        given.update(matrix(name, weight, arithmetic))
        given[f"{name}.bias"] = np.concatenate([trunk[f"{part}.bias"] for part in parts])

    norms = ["embeddings.LayerNorm"]
    for i in range(weights.architecture["num_hidden_layers"]):
        layer = f"encoder.layer.{i}"
        joined(f"{layer}.attention.self.qkv", *(f"{layer}.{name}" for name in _QUERY_KEY_VALUE))
        for name in _ALONE:
            joined(f"{layer}.{name}", f"{layer}.{name}")
        norms.extend(f"{layer}.{name}" for name in _NORMS)
    for name in norms:
        given |= {f"{name}.{kind}": trunk[f"{name}.{kind}"] for kind in ("weight", "bias")}
    return given
