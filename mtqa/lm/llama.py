"""The forward pass of a small Llama, run by :mod:`mtqa.network`.

The shipped model is a transformers model and loads there; for scoring alone, ONNX Runtime gives
the same numbers in half the time, without the seconds that importing torch takes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from mtqa.arithmetic import Arithmetic
from mtqa.errors import ModelError
from mtqa.network import Floats, Network, graph_path, matrix, read_tensors

#: What the graphs of a model folder are called.
GRAPH_NAME = "llama"
#: Pieces whose logits are computed at once.
BLOCK = 1000
_EMBEDDINGS = "model.embed_tokens.weight"
#: Matrices that read the same input and so become one.
_JOINED = {
    "self_attn.qkv": ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    "self_attn.o_proj": ("self_attn.o_proj",),
    "mlp.gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "mlp.down_proj": ("mlp.down_proj",),
}


class _Rope(BaseModel):
    rope_theta: float
    rope_type: str = "default"


class LlamaConfig(BaseModel):
    """What ``config.json`` says of the architecture; all else in it is for training.

    transformers 5 writes ``rope_parameters``, earlier ones ``rope_theta``.
    """

    model_config = ConfigDict(frozen=True)

    hidden_size: int
    intermediate_size: int
    vocab_size: int
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


class LlamaNetwork:
    """A Llama with tied embeddings that reads one text at a time.

    Args:
        folder: with ``config.json``, ``model.safetensors`` and the graphs.
        arithmetic: of its products.
        threads: that it runs on.

    Raises:
        ModelError: a file is missing, damaged or of another architecture.
    """

    def __init__(self, folder: Path, arithmetic: Arithmetic, threads: int) -> None:
        self.config = read_llama_config(folder)
        try:
            tensors = read_tensors(folder / "model.safetensors")
            self.n_parameters = sum(tensor.size for tensor in tensors.values())
            given = _graph_tensors(tensors, self.config, arithmetic)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"{folder}: the model cannot be loaded ({error})") from error
        #: [pieces, width].
        self.embeddings = tensors[_EMBEDDINGS]
        self._network = Network(graph_path(folder, GRAPH_NAME, arithmetic), given, threads)

    def nats(self, ids: npt.NDArray[np.int64], first: int) -> tuple[Floats, Floats]:
        """Read ``ids`` [n].

        Returns:
            −ln p of the ids behind place ``first``, [n − 1 − first], and the hidden states that
            foretell them, [n − 1 − first, width].
        """
        inputs = {"ids": ids, "next": np.roll(ids, -1), "first": np.array([first])}
        nats, hidden = self._network.run(inputs)
        # Behind the last id comes none.
        return np.maximum(nats[:-1], 0), hidden[:-1]


def read_llama_config(folder: Path) -> LlamaConfig:
    """Read ``config.json``.

    Raises:
        ModelError: it is missing or damaged, or another architecture's.
    """
    try:
        config = LlamaConfig(**json.loads((folder / "config.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"{folder}: no language model ({reason}); reinstall it") from error
    if not config.is_plain():
        raise ModelError(f"{folder}: no plain Llama; remove metadata.json to load it anyhow")
    return config


def _graph_tensors(
    tensors: dict[str, Floats], config: LlamaConfig, arithmetic: Arithmetic
) -> dict[str, npt.NDArray[Any]]:
    """Return the weights by the names that the graph gives them."""
    embeddings = tensors[_EMBEDDINGS]
    given: dict[str, npt.NDArray[Any]] = {
        _EMBEDDINGS: embeddings,
        "model.norm.weight": tensors["model.norm.weight"],
    }
    given["cosines"], given["sines"] = _rotations(config)
    for number, start in enumerate(range(0, len(embeddings), BLOCK)):
        given |= matrix(f"logits.{number}", embeddings[start : start + BLOCK], arithmetic)
    for i in range(config.num_hidden_layers):
        layer = f"model.layers.{i}"
        for norm in ("input_layernorm", "post_attention_layernorm"):
            given[f"{layer}.{norm}.weight"] = tensors[f"{layer}.{norm}.weight"]
        for name, parts in _JOINED.items():
            weight = np.concatenate([tensors[f"{layer}.{part}.weight"] for part in parts])
            given |= matrix(f"{layer}.{name}", weight, arithmetic)
    return given


def _rotations(config: LlamaConfig) -> tuple[Floats, Floats]:
    """Return cosines and sines by place (Su et al. 2021, "RoFormer"), [places, head size / 2]."""
    exponents = np.arange(0, config.head_size, 2, dtype=np.float32) / config.head_size
    places = np.arange(config.max_position_embeddings, dtype=np.float32)
    angles = np.outer(places, np.float32(config.theta) ** -exponents)
    return np.cos(angles), np.sin(angles)
