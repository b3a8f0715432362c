"""Prose comes folded, once, and split by document."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from mtqa.errors import TrainingError
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.resources import models_dir
from mtqa.train.corpus import bucket, iter_corpus
from mtqa.train.packing import pack_corpus


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    """A made-up corpus of 60 short documents; every tenth repeats a paragraph."""
    folder = tmp_path / "human"
    folder.mkdir()
    with lzma.open(folder / "a.jsonl.xz", "wt", encoding="utf-8") as out:
        for number in range(60):
            shared = (
                "Everyone has read this." if number % 10 == 0 else f"Only {number} says “this”."
            )
            record = {
                "id": number,
                "source": "wikinews_2019_20" if number == 7 else "made_up",
                "genre": "news:local",
                "text": f"{shared}\n\nDocument {number} ends here.\n\n \n\n",
            }
            out.write(json.dumps(record) + "\n")
    return folder


def test_paragraphs_are_folded_and_never_repeated(shard: Path) -> None:
    documents = list(iter_corpus(shard))
    paragraphs = [p for d in documents for p in d.paragraphs]
    assert len(paragraphs) == len(set(paragraphs)) == 60 + 54 + 1
    assert 'Only 1 says "this".' in paragraphs
    assert "Only 1 says “this”." in [
        p for d in iter_corpus(shard, fold=False) for p in d.paragraphs
    ]


def test_held_out_sources_and_a_stable_share_are_held_out(shard: Path) -> None:
    held = {d.key for d in iter_corpus(shard) if d.held_out}
    expected = {f"made_up/{n}" for n in range(60) if bucket(f"made_up/{n}", 50) == 0}
    assert held == (expected - {"made_up/7"}) | {"wikinews_2019_20/7"}


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="point data_dir"):
        list(iter_corpus(tmp_path))


def test_packing_keeps_every_training_paragraph_once(shard: Path, tmp_path: Path) -> None:
    tokenizer = SentencePieceTokenizer(models_dir() / "en-small" / "spm.model")
    packed = pack_corpus(shard, tokenizer, tmp_path / "work", seed=1)
    ids = np.array(packed.train)
    pieces = sorted(
        tuple(p.tolist()) for p in np.split(ids, np.flatnonzero(ids == tokenizer.bos_id))[1:]
    )
    wanted = sorted(
        (tokenizer.bos_id, *tokenizer.encode(p).ids)
        for d in iter_corpus(shard)
        if not d.held_out
        for p in d.paragraphs
    )
    assert pieces == wanted
    held = {p.text for p in packed.held_out}
    assert held == {p for d in iter_corpus(shard) if d.held_out for p in d.paragraphs}
    again = pack_corpus(shard, tokenizer, tmp_path / "work", seed=1)
    assert np.array_equal(again.train, packed.train)
    rows = packed.batch(0, 2, 16)
    assert rows.shape == (2, 17)
    # the last id of a row is the first of the next: every id but the first is predicted once
    assert rows[0, -1] == rows[1, 0]
