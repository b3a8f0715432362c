"""The evidence encoder as transformers trains it, and the file that it is saved to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import numpy
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from mtqa.errors import TrainingError
from mtqa.evidence.bert import broken, read_weights
from mtqa.network import SCALE
from mtqa.train.graphs import write_bert_graphs

#: What the network is trained to give for each piece, in this order.
OUTPUTS = ("p_mt", "fluency", "error")
_SIZES = (
    "hidden_size",
    "intermediate_size",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
)


class EncoderNetwork(nn.Module):
    """A BERT trunk with one linear layer that gives :data:`OUTPUTS` for every piece."""

    def __init__(self, trunk: BertModel) -> None:
        super().__init__()
        self.trunk = trunk
        self.heads = nn.Linear(trunk.config.hidden_size, len(OUTPUTS))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return logits [batch, length, 3] of ``ids`` [batch, length]; ``mask`` is 1 on text."""
        hidden = self.trunk(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: Tensor = self.heads(hidden.to(self.heads.weight.dtype))
        return logits


def read_encoder(path: Path) -> tuple[EncoderNetwork, list[str]]:
    """Return the network that :func:`save_encoder` wrote, in float, and its word pieces.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    weights = read_weights(path)
    try:
        with torch.device("meta"):
            architecture = BertConfig(
                vocab_size=len(weights.pieces), attn_implementation="sdpa", **weights.architecture
            )
            network = EncoderNetwork(BertModel(architecture, add_pooling_layer=False))
        tensors = {name: torch.from_numpy(own) for name, own in weights.tensors().items()}
        if "heads.weight" not in tensors:
            # A cut encoder's were left out; it is trained on with new ones.
            network.heads = nn.Linear(network.trunk.config.hidden_size, len(OUTPUTS))
        network.load_state_dict(tensors, strict=False, assign=True)
    except (TypeError, RuntimeError) as error:
        raise broken(path, error) from error
    _restore_buffers(network)
    return network, weights.pieces


def cut_encoder(path: Path, layers: int) -> None:
    """Keep the first ``layers`` of a saved encoder and leave its heads out, which read the last.

    Raises:
        ModelError: the file is missing or of another kind.
        TrainingError: it has fewer layers.
    """
    weights = read_weights(path)
    count = weights.architecture["num_hidden_layers"]
    if layers > count:
        raise TrainingError(f"{path}: {layers} layers are to be kept, and it has {count}")
    gone = ("heads.", *(f"trunk.encoder.layer.{i}." for i in range(layers, count)))
    kept = {name: own for name, own in weights.stored.items() if not name.startswith(gone)}
    architecture = {**weights.architecture, "num_hidden_layers": layers}
    header = {"pieces": weights.pieces, "architecture": architecture}
    numpy.save_file(kept, path, metadata={"mtqa": json.dumps(header)})
    write_bert_graphs(path.parent, read_weights(path))


def _restore_buffers(network: EncoderNetwork) -> None:
    """Give the position buffers, which no weight file holds, their values."""
    embeddings = network.trunk.embeddings
    count = network.trunk.config.max_position_embeddings
    embeddings.position_ids = torch.arange(count)[None]
    embeddings.token_type_ids = torch.zeros((1, count), dtype=torch.long)


def save_encoder(path: Path, network: EncoderNetwork, pieces: Sequence[str]) -> None:
    """Write ``network``, int8 matrices with a scale for each row, and its graphs beside it."""
    tensors: dict[str, Tensor] = {}
    for name, tensor in network.state_dict().items():
        values = tensor.detach().float().cpu()
        if values.ndim == 2 and not name.startswith("heads"):
            scale = values.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            tensors[name] = (values / scale).round().to(torch.int8)
            tensors[name + SCALE] = scale.squeeze(1)
        elif values.is_floating_point():
            tensors[name] = values
    config = network.trunk.config
    header = {"pieces": list(pieces), "architecture": {key: getattr(config, key) for key in _SIZES}}
    save_file(tensors, path, metadata={"mtqa": json.dumps(header)})
    write_bert_graphs(path.parent, read_weights(path))
