"""A tiny BERT with random weights."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

WIDTH, LAYERS = 16, 2


def tiny_bert(n_pieces: int) -> BertModel:
    """Return the same network at every call."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=n_pieces,
        hidden_size=WIDTH,
        intermediate_size=32,
        num_hidden_layers=LAYERS,
        num_attention_heads=2,
    )
    return BertModel(config, add_pooling_layer=False)
