"""A forward pass of a small BERT with a linear head, in plain torch, and the file of its weights.

As for the language model (:mod:`mtqa.lm.llama`), scoring does without transformers, on which the
training is built.

Weights lie in ``encoder.safetensors`` as int8 with one scale a row; the header holds the
architecture and the pieces.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import SafetensorError, safe_open
from torch import Tensor

from mtqa.attention import attended
from mtqa.errors import ModelError
from mtqa.linear_maps import LinearMap, linear_map
from mtqa.precision import EXACT, Precision

#: Behind the name of an int8 tensor, that of its scales.
SCALE = ".scale"
#: transformers' name and value for BERT.
_LAYER_NORM_EPS = 1e-12


@dataclass(frozen=True, slots=True)
class EncoderWeights:
    """What the file holds.

    Attributes:
        pieces: the vocabulary, in the order of the ids.
        architecture: sizes, by transformers' names.
        stored: tensors as they lie in the file, by transformers' names behind ``trunk.``, and
            ``heads``.
    """

    pieces: list[str]
    architecture: dict[str, int]
    stored: dict[str, Tensor]

    def tensors(self) -> dict[str, Tensor]:
        """Return the weights in float32, int8 rows times their scales."""
        return {
            name: (
                tensor.float() * self.stored[name + SCALE][:, None]
                if tensor.dtype == torch.int8
                else tensor.float()
            )
            for name, tensor in self.stored.items()
            if not name.endswith(SCALE)
        }


def read_weights(path: Path) -> EncoderWeights:
    """Read ``encoder.safetensors``.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        with safe_open(path, framework="pt") as stored:
            header = json.loads(stored.metadata()["mtqa"])
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        return EncoderWeights(header["pieces"], header["architecture"], tensors)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise broken(path, error) from error


def broken(path: Path, error: Exception) -> ModelError:
    """Return the error for a file that holds no encoder."""
    return ModelError(f"{path}: no evidence encoder ({error}); reinstall the model")


@dataclass(frozen=True, slots=True)
class _Norm:
    """Weight and bias of a normalisation."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer; query, key and value are joined into one matrix."""

    query_key_value: LinearMap
    attention_out: LinearMap
    after_attention: _Norm
    mlp_in: LinearMap
    mlp_out: LinearMap
    after_mlp: _Norm


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of one window of text.

    Attributes:
        logits: the head's outputs, [pieces, outputs], float32.
        sums: hidden states summed over the pieces, [layers, width], float32; None where no layer
            was asked for.
    """

    logits: Tensor
    sums: Tensor | None


class BertNetwork:
    """A BERT that reads one text at a time and gives some numbers a piece.

    Args:
        weights: as read.
        precision: of the trunk's arithmetic; the head's is float32.

    Raises:
        KeyError: a tensor is missing.
    """

    def __init__(self, weights: EncoderWeights, precision: Precision) -> None:
        self._heads = weights.architecture["num_attention_heads"]
        trunk = {name.removeprefix("trunk."): own for name, own in weights.tensors().items()}
        dtype = precision.dtype
        self._pieces = trunk["embeddings.word_embeddings.weight"].to(dtype)
        # Every text is one segment, so the first segment's vector is part of every place's.
        self._places = (
            trunk["embeddings.position_embeddings.weight"]
            + trunk["embeddings.token_type_embeddings.weight"][0]
        ).to(dtype)
        self._norm = _norm(trunk, "embeddings.LayerNorm", dtype)
        count = weights.architecture["num_hidden_layers"]
        self._layers = [_layer(trunk, f"encoder.layer.{i}", precision) for i in range(count)]
        self._head = _joined(trunk, EXACT, "heads")

    def read(self, ids: Tensor, n: int, layers: Sequence[int] = ()) -> Reading:
        """Read one window.

        Args:
            ids: pieces, [length].
            n: how many of them are text; the rest is padding, which nothing attends to.
            layers: whose hidden states are summed, from 1, rising.
        """
        length, width = len(ids), self._pieces.shape[1]
        hidden = None
        if n < length:
            hidden = torch.zeros(length, dtype=self._pieces.dtype)
            hidden[n:] = -torch.inf
        x = _normed(self._pieces[ids] + self._places[:length], self._norm)
        sums = []
        for number, layer in enumerate(self._layers, 1):
            joined = layer.query_key_value(x)
            query, key, value = joined.view(length, 3, self._heads, -1).permute(1, 2, 0, 3)
            taken = attended(query, key, value, hidden)
            mixed = taken.transpose(0, 1).reshape(length, width)
            x = _normed(x + layer.attention_out(mixed), layer.after_attention)
            inner = F.gelu(layer.mlp_in(x))
            x = _normed(x + layer.mlp_out(inner), layer.after_mlp)
            if number in layers:
                sums.append(x[:n].float().sum(0))
        return Reading(self._head(x.float())[:n], torch.stack(sums) if sums else None)


def _normed(x: Tensor, by: _Norm) -> Tensor:
    return F.layer_norm(x, by.bias.shape, by.weight, by.bias, _LAYER_NORM_EPS)


def _norm(tensors: dict[str, Tensor], name: str, dtype: torch.dtype) -> _Norm:
    return _Norm(tensors[f"{name}.weight"].to(dtype), tensors[f"{name}.bias"].to(dtype))


def _joined(tensors: dict[str, Tensor], precision: Precision, *names: str) -> LinearMap:
    """Return some maps of one input, joined along their outputs."""
    return linear_map(
        torch.cat([tensors[f"{name}.weight"] for name in names]),
        torch.cat([tensors[f"{name}.bias"] for name in names]),
        precision,
    )


def _layer(tensors: dict[str, Tensor], name: str, precision: Precision) -> _Layer:
    def map_of(*names: str) -> LinearMap:
        return _joined(tensors, precision, *(f"{name}.{own}" for own in names))

    return _Layer(
        query_key_value=map_of(
            "attention.self.query", "attention.self.key", "attention.self.value"
        ),
        attention_out=map_of("attention.output.dense"),
        after_attention=_norm(tensors, f"{name}.attention.output.LayerNorm", precision.dtype),
        mlp_in=map_of("intermediate.dense"),
        mlp_out=map_of("output.dense"),
        after_mlp=_norm(tensors, f"{name}.output.LayerNorm", precision.dtype),
    )
