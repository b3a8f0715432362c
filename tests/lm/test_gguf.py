"""A GGUF file of llama.cpp works as a model: ``--model path/to/file.gguf``."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from mtqa.errors import ModelError
from mtqa.lm import hub
from mtqa.lm.causal import load_causal_model
from mtqa.lm.hub import HubTokenizer

WIDTH, INNER = 32, 64
TEXT = "He ran to the sea, and 7 gulls ran with him."


@pytest.fixture(scope="module")
def tiny_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of one layer that spells: its tokens are the printable bytes."""
    gguf = pytest.importorskip("gguf", reason="needs mtqa[gguf]")
    pytest.importorskip("accelerate", reason="needs mtqa[gguf]")
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    tokens = ["<|endoftext|>", "<|im_start|>", *(chr(c) for c in range(33, 127)), "Ġ", "an"]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(2)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_rope_dimension_count(WIDTH // 2)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(tokens)
    writer.add_token_types([3, 3, *[1] * (len(tokens) - 2)])
    writer.add_token_merges(["a n"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(0)
    shapes = {
        "token_embd": (len(tokens), WIDTH),
        "output_norm": (WIDTH,),
        "blk.0.attn_norm": (WIDTH,),
        "blk.0.ffn_norm": (WIDTH,),
        **{f"blk.0.attn_{part}": (WIDTH, WIDTH) for part in ("q", "k", "v", "output")},
        "blk.0.ffn_gate": (INNER, WIDTH),
        "blk.0.ffn_up": (INNER, WIDTH),
        "blk.0.ffn_down": (WIDTH, INNER),
    }
    draw = np.random.default_rng(3)
    for name, shape in shapes.items():
        writer.add_tensor(f"{name}.weight", draw.normal(0, 0.3, shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_a_gguf_file_scores_every_token(tiny_gguf: Path) -> None:
    model = load_causal_model(tiny_gguf)
    tokens = model.surprisals([TEXT])[0]
    assert "".join(t.span.of(TEXT) for t in tokens) == TEXT.replace(" ", "")
    assert all(t.bits > 0 for t in tokens)
    assert model.signature.startswith("tiny.gguf@")
    assert model.n_parameters > 98 * WIDTH


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no such file; pass --model the path of a \.gguf file"):
        load_causal_model(tmp_path / "none.gguf")


def test_missing_libraries_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "some.gguf"
    path.touch()
    monkeypatch.setattr(hub, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"needs the libraries of mtqa\[gguf\]"):
        load_causal_model(path)


def test_a_file_of_another_kind_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("gguf", reason="needs mtqa[gguf]")
    pytest.importorskip("accelerate", reason="needs mtqa[gguf]")
    path = tmp_path / "some.gguf"
    path.write_text("not a model", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_causal_model(path)
    assert "\n" not in str(caught.value)


def _tokenizer(bos: str | None, vocabulary: dict[str, int]) -> SimpleNamespace:
    return SimpleNamespace(
        is_fast=True,
        bos_token=bos,
        bos_token_id=vocabulary.get(bos or ""),
        eos_token_id=9,
        get_vocab=lambda: vocabulary,
    )


@pytest.mark.parametrize(
    ("bos", "vocabulary", "expected"),
    [
        ("<s>", {"<s>": 1}, 1),
        (None, {}, 9),
        ("<|im_start|>", {"<|im_start|>": 1, "<|endoftext|>": 4}, 4),
        ("<|im_start|>", {"<|im_start|>": 1}, 1),
    ],
)
def test_a_text_begins_behind_the_mark_of_texts(
    bos: str | None, vocabulary: dict[str, int], expected: int
) -> None:
    assert HubTokenizer(_tokenizer(bos, vocabulary)).bos_id == expected
