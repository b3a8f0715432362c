"""A forward pass of a small Llama, in plain torch.

The shipped model is a transformers model and loads there; for scoring alone, a hundred lines of
torch give the same numbers without 150 MB of imported library and the seconds that takes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from pydantic import BaseModel, ConfigDict
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from mtqa.attention import attended
from mtqa.errors import ModelError
from mtqa.linear_maps import LinearMap, linear_map
from mtqa.precision import Precision

#: Pieces whose logits are computed at once.
_BLOCK = 2000


class _Rope(BaseModel):
    rope_theta: float
    rope_type: str = "default"


class LlamaConfig(BaseModel):
    """What ``config.json`` says of the architecture; all else in it is for training.

    transformers 5 writes ``rope_parameters``, earlier ones ``rope_theta``.
    """

    model_config = ConfigDict(frozen=True)

    hidden_size: int
    num_attention_heads: int
    num_hidden_layers: int
    num_key_value_heads: int
    max_position_embeddings: int
    rms_norm_eps: float
    rope_parameters: _Rope | None = None
    rope_theta: float = 10_000.0
    tie_word_embeddings: bool
    model_type: str
    head_dim: int | None = None
    hidden_act: str = "silu"
    attention_bias: bool = False
    mlp_bias: bool = False

    @property
    def head_size(self) -> int:
        """Dimensions of one head."""
        return self.hidden_size // self.num_attention_heads

    def is_plain(self) -> bool:
        """Tell whether this file's forward pass is that of the model."""
        return (
            self.model_type == "llama"
            and self.tie_word_embeddings
            and self.num_key_value_heads == self.num_attention_heads
            and self.head_dim in (None, self.head_size)
            and self.hidden_act == "silu"
            and not (self.attention_bias or self.mlp_bias)
            and (self.rope_parameters is None or self.rope_parameters.rope_type == "default")
        )

    @property
    def theta(self) -> float:
        """Base of the rotations' wave lengths."""
        return self.rope_parameters.rope_theta if self.rope_parameters else self.rope_theta


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer; those that read the same input are joined into one matrix."""

    before_attention: Tensor
    query_key_value: LinearMap
    attention_out: LinearMap
    before_mlp: Tensor
    gate_up: LinearMap
    mlp_out: LinearMap


class LlamaNetwork:
    """A Llama with tied embeddings that reads one text at a time.

    Args:
        folder: with ``config.json`` and ``model.safetensors``.
        precision: of the arithmetic.

    Raises:
        ModelError: a file is missing, damaged or of another architecture.
    """

    def __init__(self, folder: Path, precision: Precision) -> None:
        path = folder / "model.safetensors"
        dtype = precision.dtype
        try:
            self.config = LlamaConfig(**json.loads((folder / "config.json").read_text("utf-8")))
            if not self.config.is_plain():
                raise ModelError(
                    f"{folder}: no plain Llama; remove metadata.json to load it anyhow"
                )
            tensors = load_file(path)
            embeddings = tensors["model.embed_tokens.weight"]
            self._norm = tensors["model.norm.weight"].to(dtype)
            count = self.config.num_hidden_layers
            self._layers = [_layer(tensors, i, precision) for i in range(count)]
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"{folder}: the model cannot be loaded ({reason})") from error
        self.n_parameters = sum(tensor.numel() for tensor in tensors.values())
        self.embeddings = embeddings.to(dtype)
        # What is rounded to bf16 was computed in float32: logits had better stay there.
        of_logits = replace(precision, dtype=torch.float32) if precision.integers else precision
        self._logits = [
            linear_map(part, None, of_logits) for part in torch.split(embeddings, _BLOCK)
        ]
        self._cos, self._sin = (turn.to(dtype) for turn in _rotations(self.config))
        places = self.config.max_position_embeddings
        #: Hides from each place what follows it.
        self._ahead = torch.full((places, places), -torch.inf, dtype=dtype).triu(1)

    def hidden_states(self, ids: Tensor) -> Tensor:
        """Return the last hidden states, [n, width], of ``ids`` [n]."""
        n, width = len(ids), self.config.hidden_size
        heads, size = self.config.num_attention_heads, self.config.head_size
        x = self.embeddings[ids]
        for layer in self._layers:
            joined = layer.query_key_value(self._normed(x, layer.before_attention))
            query, key, value = joined.view(n, 3, heads, size).permute(1, 2, 0, 3)
            taken = attended(self._turned(query), self._turned(key), value, self._ahead[:n, :n])
            mixed = taken.transpose(0, 1).reshape(n, width)
            x = x + layer.attention_out(mixed)
            gate, up = layer.gate_up(self._normed(x, layer.before_mlp)).chunk(2, -1)
            x = x + layer.mlp_out(F.silu(gate) * up)
        return self._normed(x, self._norm)

    def nats(self, hidden: Tensor, ids: Tensor) -> Tensor:
        """Return −ln p, [n], of ``ids`` [n], each foretold by its row of ``hidden`` [n, width].

        The vocabulary goes by in blocks whose logits stay in the processor's cache. No maximum is
        taken out before exp: of normed states, logits are far from where it overflows (88).
        """
        total = torch.zeros(len(hidden))
        for logits in self._logits:
            total += logits(hidden).float().exp_().sum(1)
        own = (hidden.float() * self.embeddings[ids].float()).sum(1)
        return (total.log() - own).clamp(min=0)

    def _normed(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x, weight.shape, weight, self.config.rms_norm_eps)

    def _turned(self, x: Tensor) -> Tensor:
        """Rotate ``x`` [heads, n, size] by position (Su et al. 2021, "RoFormer")."""
        n, half = x.shape[1], x.shape[2] // 2
        swapped = torch.cat([-x[..., half:], x[..., :half]], -1)
        return x * self._cos[:n] + swapped * self._sin[:n]


def _layer(tensors: dict[str, Tensor], number: int, precision: Precision) -> _Layer:
    def norm(name: str) -> Tensor:
        return tensors[f"model.layers.{number}.{name}.weight"].to(precision.dtype)

    def joined(*names: str) -> LinearMap:
        parts = [tensors[f"model.layers.{number}.{name}.weight"] for name in names]
        return linear_map(torch.cat(parts), None, precision)

    return _Layer(
        before_attention=norm("input_layernorm"),
        query_key_value=joined("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
        attention_out=joined("self_attn.o_proj"),
        before_mlp=norm("post_attention_layernorm"),
        gate_up=joined("mlp.gate_proj", "mlp.up_proj"),
        mlp_out=joined("mlp.down_proj"),
    )


def _rotations(config: LlamaConfig) -> tuple[Tensor, Tensor]:
    """Return cosines and sines by position, [positions, head size]."""
    exponents = torch.arange(0, config.head_size, 2, dtype=torch.float32) / config.head_size
    places = torch.arange(config.max_position_embeddings, dtype=torch.float32)
    angles = torch.outer(places, config.theta**-exponents)
    both = torch.cat([angles, angles], -1)
    return both.cos(), both.sin()
