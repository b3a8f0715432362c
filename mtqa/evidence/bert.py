"""A forward pass of a small BERT with a linear head, in plain torch, and the file of its weights.

As for the language model (:mod:`mtqa.lm.llama`), scoring does without transformers, on which the
training is built.

Weights lie in ``encoder.safetensors`` as int8 with one scale a row; the header holds the
architecture and the pieces.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import SafetensorError, safe_open
from torch import Tensor

from mtqa.attention import attended
from mtqa.errors import ModelError

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

    def tensors(self, dtype: torch.dtype) -> dict[str, Tensor]:
        """Return the weights as numbers of ``dtype``, int8 rows times their scales."""
        return {
            name: (
                (tensor.float() * self.stored[name + SCALE][:, None]).to(dtype)
                if tensor.dtype == torch.int8
                else tensor.to(dtype)
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
class _Affine:
    """Weight and bias of a linear map or of a normalisation."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer; query, key and value are joined into one matrix."""

    query_key_value: _Affine
    attention_out: _Affine
    after_attention: _Affine
    mlp_in: _Affine
    mlp_out: _Affine
    after_mlp: _Affine


class BertNetwork:
    """A BERT that reads one text at a time and gives some numbers a piece.

    Args:
        weights: as read.
        dtype: of the trunk's weights and arithmetic; the head's are float32.

    Raises:
        KeyError: a tensor is missing.
    """

    def __init__(self, weights: EncoderWeights, dtype: torch.dtype) -> None:
        self._heads = weights.architecture["num_attention_heads"]
        tensors = weights.tensors(dtype)
        trunk = {name.removeprefix("trunk."): tensor for name, tensor in tensors.items()}
        self._pieces = trunk["embeddings.word_embeddings.weight"]
        # Every text is one segment, so the first segment's vector is part of every place's.
        self._places = (
            trunk["embeddings.position_embeddings.weight"]
            + trunk["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _affine(trunk, "embeddings.LayerNorm")
        count = weights.architecture["num_hidden_layers"]
        self._layers = [_layer(trunk, f"encoder.layer.{i}") for i in range(count)]
        self._head = _affine(weights.stored, "heads")

    def logits(self, ids: Tensor, n: int) -> Tensor:
        """Return the head's outputs, [length, outputs], float32.

        Args:
            ids: pieces, [length].
            n: how many of them are text; the rest is padding, which nothing attends to.
        """
        length, width = len(ids), self._pieces.shape[1]
        hidden = None
        if n < length:
            hidden = torch.zeros(length, dtype=self._pieces.dtype)
            hidden[n:] = -torch.inf
        x = _normed(self._pieces[ids] + self._places[:length], self._norm)
        for layer in self._layers:
            joined = _mapped(x, layer.query_key_value)
            query, key, value = joined.view(length, 3, self._heads, -1).permute(1, 2, 0, 3)
            taken = attended(query, key, value, hidden)
            mixed = taken.transpose(0, 1).reshape(length, width)
            x = _normed(x + _mapped(mixed, layer.attention_out), layer.after_attention)
            inner = F.gelu(_mapped(x, layer.mlp_in))
            x = _normed(x + _mapped(inner, layer.mlp_out), layer.after_mlp)
        return _mapped(x.float(), self._head)


def _mapped(x: Tensor, by: _Affine) -> Tensor:
    return F.linear(x, by.weight, by.bias)


def _normed(x: Tensor, by: _Affine) -> Tensor:
    return F.layer_norm(x, by.bias.shape, by.weight, by.bias, _LAYER_NORM_EPS)


def _affine(tensors: dict[str, Tensor], *names: str) -> _Affine:
    """Return the parameters of some maps, joined along their outputs."""
    return _Affine(
        torch.cat([tensors[f"{name}.weight"] for name in names]),
        torch.cat([tensors[f"{name}.bias"] for name in names]),
    )


def _layer(trunk: dict[str, Tensor], name: str) -> _Layer:
    attention = f"{name}.attention.self"
    return _Layer(
        query_key_value=_affine(
            trunk, f"{attention}.query", f"{attention}.key", f"{attention}.value"
        ),
        attention_out=_affine(trunk, f"{name}.attention.output.dense"),
        after_attention=_affine(trunk, f"{name}.attention.output.LayerNorm"),
        mlp_in=_affine(trunk, f"{name}.intermediate.dense"),
        mlp_out=_affine(trunk, f"{name}.output.dense"),
        after_mlp=_affine(trunk, f"{name}.output.LayerNorm"),
    )
