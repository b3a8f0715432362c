"""A tiny random model in a folder of the project's kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqa.arithmetic import Arithmetic
from mtqa.lm.causal import CausalModel, load_causal_model
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.resources import models_dir

SPM = models_dir() / "en-small" / "spm.model"
CONTEXT = 17


@pytest.fixture(scope="session")
def tokenizer() -> SentencePieceTokenizer:
    return SentencePieceTokenizer(SPM)


@pytest.fixture(scope="session")
def tiny_folder(
    tmp_path_factory: pytest.TempPathFactory, tokenizer: SentencePieceTokenizer
) -> Path:
    """A random Llama of 8 dimensions and a context of 17 tokens."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    from mtqa.train.model_folder import write_model

    torch.manual_seed(5)
    config = LlamaConfig(
        vocab_size=tokenizer.vocab_size,
        hidden_size=8,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        initializer_range=0.5,
    )
    folder = tmp_path_factory.mktemp("lm") / "tiny"
    write_model(folder, LlamaForCausalLM(config), tokenizer_path=SPM, training={"steps": 0})
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> CausalModel:
    """The model in float32, so that the arithmetic can be compared exactly."""
    return load_causal_model(tiny_folder, Arithmetic.FLOATS)
