"""Surprisal of a causal model: exact spans, windows that agree with brute force."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, example, given, settings

from lm.texts import ANY_TEXT, TRAPS
from mtqa.arithmetic import Arithmetic, quickest_arithmetic
from mtqa.errors import ModelError
from mtqa.lm.causal import CausalModel, load_causal_model
from mtqa.lm.metadata import seal_model
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.lm.windows import windows
from mtqa.typography import fold_typography

LONG = (
    "The council met on Tuesday to talk about the price of bread, and nobody could say why "
    "the bakers had left early. A clerk read the minutes twice. Then the lights went out."
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=ANY_TEXT)
@example(text="".join(TRAPS))
def test_spans_are_exact_and_cover_all_that_is_no_space(tiny: CausalModel, text: str) -> None:
    (tokens,) = tiny.surprisals([text])
    end = 0
    for token in tokens:
        assert end <= token.span.start < token.span.end <= len(text)
        assert not text[token.span.start].isspace()
        assert not text[token.span.end - 1].isspace()
        assert text[end : token.span.start].strip() == ""
        assert math.isfinite(token.bits)
        assert token.bits >= 0
        end = token.span.end
    assert text[end:].strip() == ""


def _brute_force(folder: Path, tokenizer: SentencePieceTokenizer, text: str) -> list[float]:
    """Bits of every piece, each by a forward pass over its window's context alone."""
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    ids = tokenizer.encode(fold_typography(text)).ids
    bits = []
    for window in windows(len(ids), model.config.max_position_embeddings - 1):
        for i in range(window.fresh, window.end):
            context = torch.tensor([[tokenizer.bos_id, *ids[window.start : i]]])
            with torch.inference_mode():
                logits = model(input_ids=context).logits[0, -1].double()
            bits.append(-float(torch.log_softmax(logits, -1)[ids[i]]) / math.log(2))
    return bits


def test_a_long_text_scores_as_brute_force_does(
    tiny: CausalModel, tiny_folder: Path, tokenizer: SentencePieceTokenizer
) -> None:
    (tokens,) = tiny.surprisals([LONG])
    expected = _brute_force(tiny_folder, tokenizer, LONG)
    assert len(expected) > 2 * 16, "the text must need several windows"
    # plain English: no byte pieces, so a token is a piece
    assert [t.bits for t in tokens] == pytest.approx(expected, abs=1e-4)


@pytest.mark.skipif(
    quickest_arithmetic() is not Arithmetic.INTEGERS, reason="no exact sums of bytes here"
)
def test_rounding_moves_surprisal_a_little(tiny: CausalModel, tiny_folder: Path) -> None:
    (exact,) = tiny.surprisals([LONG])
    (rounded,) = load_causal_model(tiny_folder, Arithmetic.INTEGERS).surprisals([LONG])
    gaps = [abs(a.bits - b.bits) for a, b in zip(exact, rounded, strict=True)]
    assert 0 < sum(gaps) / len(gaps) < 0.1


def test_threads_change_no_surprisal(tiny: CausalModel, tiny_folder: Path) -> None:
    several = load_causal_model(tiny_folder, Arithmetic.FLOATS, threads=3)
    assert several.surprisals([LONG]) == tiny.surprisals([LONG])


def test_no_surprisal_is_lost_where_pieces_are_joined(
    tiny: CausalModel, tiny_folder: Path, tokenizer: SentencePieceTokenizer
) -> None:
    text = "😀 ꙮ e\u0301 ½ "
    (tokens,) = tiny.surprisals([text])
    total = sum(_brute_force(tiny_folder, tokenizer, text))
    assert sum(t.bits for t in tokens) == pytest.approx(total, abs=1e-3)


def test_a_score_depends_on_its_text_alone(tiny: CausalModel) -> None:
    texts = [LONG, "One more.", LONG[:40], "", "One more."]
    together = tiny.surprisals(texts)
    assert together == [tiny.surprisals([text])[0] for text in texts]
    assert together[1] == together[4]
    assert together[3] == ()


def test_typography_carries_no_surprisal(tiny: CausalModel) -> None:
    curly, straight = tiny.surprisals(["“It’s late” – he said", '"It\'s late" - he said'])
    assert curly == straight


def test_spaces_before_marks_carry_no_surprisal(tiny: CausalModel) -> None:
    loose, closed = tiny.surprisals(["He did n't go , he said .", "He didn't go, he said."])
    assert [t.bits for t in loose] == [t.bits for t in closed]
    assert all(not t.span.of("He did n't go , he said .")[0].isspace() for t in loose)


def test_a_lone_surrogate_is_scored(tiny: CausalModel) -> None:
    (tokens,) = tiny.surprisals(["before \ud800 after"])
    assert [t.span.of("before \ud800 after") for t in tokens][-1] == "after"


def test_the_signature_names_the_weights(tiny: CausalModel) -> None:
    assert tiny.signature.startswith("tiny@")
    assert len(tiny.signature) == len("tiny@") + 12


def test_loading_writes_nothing_to_the_terminal(
    tiny_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    load_causal_model(tiny_folder)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["model.safetensors", "spm.model", "config.json"])
def test_a_changed_file_is_a_one_line_error(tiny_folder: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(tiny_folder, folder)
    data = bytearray((folder / name).read_bytes())
    data[-2] ^= 1
    (folder / name).write_bytes(bytes(data))
    with pytest.raises(ModelError, match="does not match its sha256") as caught:
        load_causal_model(folder)
    assert str(folder / name) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["model.safetensors", "spm.model"])
def test_a_missing_file_is_a_one_line_error(tiny_folder: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "incomplete"
    shutil.copytree(tiny_folder, folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match="missing from the model") as caught:
        load_causal_model(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": "x"}', '{"files": 3}'])
def test_damaged_metadata_is_a_one_line_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "metadata.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"metadata\.json: .*reinstall the model") as caught:
        load_causal_model(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ['{"files": {}}', '{"files": {}, "name": "x"}'])
def test_metadata_that_names_no_weights_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "metadata.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        load_causal_model(tmp_path)


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        load_causal_model(tmp_path)


def test_a_transformers_folder_works_like_a_model_of_the_project(
    tiny: CausalModel, tiny_folder: Path, tmp_path: Path
) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    folder = tmp_path / "hub"
    shutil.copytree(tiny_folder, folder)
    (folder / "metadata.json").unlink()
    (folder / "spm.model").unlink()
    words = {word: i for i, word in enumerate(["<unk>", "<s>", "the", "council", "met", "."])}
    fast = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    fast.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=fast, bos_token="<s>", unk_token="<unk>"
    ).save_pretrained(folder)
    (tokens,) = load_causal_model(folder).surprisals(["the council 😀 met \ud800."])
    assert [(t.span.start, t.span.end) for t in tokens] == [
        (0, 3), (4, 11), (12, 13), (14, 17), (18, 20),
    ]  # fmt: skip


def test_scoring_does_without_torch_and_transformers(tiny_folder: Path) -> None:
    """They cost hundreds of megabytes and some seconds to import."""
    script = (
        "import sys; from mtqa.lm.causal import load_causal_model as load; "
        f"load({str(tiny_folder)!r}).surprisals(['a b']); "
        "assert not {'torch', 'transformers'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    "other", [{"num_key_value_heads": 1}, {"attention_bias": True}, {"hidden_act": "gelu"}]
)
def test_another_architecture_is_named(
    tiny_folder: Path, tmp_path: Path, other: dict[str, object]
) -> None:
    folder = tmp_path / "grouped"
    shutil.copytree(tiny_folder, folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, **other}), "utf-8")
    seal_model(folder, {})
    with pytest.raises(ModelError, match="no plain Llama"):
        load_causal_model(folder)


def test_an_older_config_says_its_rotations_elsewhere(
    tiny: CausalModel, tiny_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "older"
    shutil.copytree(tiny_folder, folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["rope_theta"] = config.pop("rope_parameters")["rope_theta"]
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    seal_model(folder, {})
    assert load_causal_model(folder, Arithmetic.FLOATS).surprisals([LONG]) == tiny.surprisals(
        [LONG]
    )
