"""Learners' sentences: what thresholds are set on is never measured on."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from mtqa.train import learners
from mtqa.train.learners import essays, joined, learner_sentences, threshold_texts


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(learners, "MEASURED", 4)
    (tmp_path / "jfleg").mkdir()
    with lzma.open(tmp_path / "jfleg" / "jfleg-dev.jsonl.xz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"source": f" Sentence {i} . "}) + "\n" for i in range(11))
    return tmp_path


def test_thresholds_read_the_sentences_behind_those_that_are_measured(data: Path) -> None:
    single, together = threshold_texts(data)
    assert [e.text for e in single] == learner_sentences(data)[4:]
    assert [e.text for e in together] == joined(learner_sentences(data)[4:])
    assert len(together) == 2
    assert not any(e.is_mt for e in (*single, *together))


def test_five_sentences_make_a_text() -> None:
    assert joined(list("abcdefg")) == ["a b c d e", "f g"]
    assert essays(list("abcdef")) == ["a\n\nb\n\nc\n\nd", "e\n\nf"]
