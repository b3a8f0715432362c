"""The tokenizer's spans are exact, whatever the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings

from lm.texts import ANY_TEXT, TRAPS
from mtqa.errors import ModelError
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.resources import models_dir

_TOKENIZER = SentencePieceTokenizer(models_dir() / "en-small" / "spm.model")


@settings(max_examples=120, deadline=None)
@given(ANY_TEXT)
@example("".join(TRAPS))
def test_spans_rise_and_cover_the_text_without_gaps(text: str) -> None:
    encoding = _TOKENIZER.encode(text)
    at = 0
    for start, end in zip(encoding.starts, encoding.ends, strict=True):
        # a byte piece that is not the last of its character is empty
        assert start == at <= end
        at = end
    assert at == len(text)
    assert all(0 <= i < _TOKENIZER.vocab_size for i in encoding.ids)


def test_byte_fallback_gives_the_character_to_its_last_piece() -> None:
    encoding = _TOKENIZER.encode("a ꙮ b")
    at = "a ꙮ b".index("ꙮ")
    spans = [
        (s, e)
        for s, e in zip(encoding.starts, encoding.ends, strict=True)
        if s == at and e in (at, at + 1)
    ]
    assert spans == [(at, at), (at, at), (at, at + 1)]


def test_pieces_of_plain_words_spell_the_words() -> None:
    text = "The minister said that prices rose."
    encoding = _TOKENIZER.encode(text)
    pieces = [text[s:e] for s, e in zip(encoding.starts, encoding.ends, strict=True)]
    assert "".join(pieces) == text
    assert " minister" in pieces


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "ok \ud83d then", "\udc80" * 3])
def test_a_lone_surrogate_is_one_code_point(text: str) -> None:
    lone = _TOKENIZER.encode(text)
    replaced = _TOKENIZER.encode(
        "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    )
    assert lone == replaced
    assert lone.ends[-1] == len(text)


def test_a_very_long_text_is_covered_to_its_end() -> None:
    text = "word and ½ " * 5_000
    encoding = _TOKENIZER.encode(text)
    assert encoding.ends[-1] == len(text)
    assert list(encoding.starts[1:]) == list(encoding.ends[:-1])


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no tokenizer there; pass --model") as caught:
        SentencePieceTokenizer(tmp_path / "spm.model")
    assert "\n" not in str(caught.value)


def test_a_file_of_another_kind_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "spm.model"
    path.write_text("no protobuf", encoding="utf-8")
    with pytest.raises(ModelError, match="not a sentencepiece model"):
        SentencePieceTokenizer(path)
