"""A tiny Llama with random weights and a tokenizer for it, whose pieces are letters."""

from __future__ import annotations

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from mtqa.lm.tokenizer import Encoding

WIDTH, LAYERS = 16, 3


class Letters:
    """A tokenizer whose pieces are letters; the mark of a beginning is 0."""

    bos_id = 0

    def encode(self, text: str) -> Encoding:
        places = range(len(text))
        return Encoding(tuple(1 + ord(c) % 60 for c in text), places, [p + 1 for p in places])


def tiny_llama() -> LlamaForCausalLM:
    """Return the same model at every call."""
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=64,
        hidden_size=WIDTH,
        intermediate_size=32,
        num_hidden_layers=LAYERS,
        num_attention_heads=2,
        num_key_value_heads=1,
    )
    return LlamaForCausalLM(config).eval()
