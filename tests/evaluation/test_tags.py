"""Word-level tags become spans where the words stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqa.evaluation.tags import tagged_spans
from mtqa.train.corpus import read_jsonl

MLQE = Path(__file__).resolve().parents[3] / "shared" / "data" / "mlqe"


def test_bad_tokens_are_spans_and_gaps_are_not() -> None:
    text = "It's late, he said."
    tags = "BAD OK OK BAD OK OK OK OK OK BAD OK OK OK"
    found = tagged_spans(text, "It 's late , he said", tags)
    assert found is not None
    assert [span.of(text) for span in found] == ["'s", "he"]


def test_tokens_of_another_text_are_none() -> None:
    assert tagged_spans("one two", "two one", "OK OK OK OK OK") is None


@pytest.mark.skipif(not MLQE.is_dir(), reason=f"{MLQE} is not here")
def test_the_tokens_of_mlqe_lie_in_its_texts() -> None:
    for record in read_jsonl(MLQE / "si-en.dev.jsonl.xz"):
        assert tagged_spans(record["text"], record["tokens"], record["tags"]) is not None
