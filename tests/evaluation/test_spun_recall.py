"""The page on spun terms that no list was made from, on a few texts."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from mtqa.errors import InputError
from mtqa.evaluation.spun_recall import write_spun_recall


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Sets of one text each, and native prose of a publisher that is held out."""
    (tmp_path / "human").mkdir()
    with lzma.open(tmp_path / "human" / "a.jsonl.xz", "wt", encoding="utf-8") as out:
        for number in range(40):
            record = {"source": "made", "id": str(number), "genre": "prose", "outlet": "Reuters"}
            record["text"] = "The committee met in the old town hall and talked until the evening."
            out.write(json.dumps(record) + "\n")
    sentence = "The classifier is a haphazard timberland with a hundred trees."
    row = ("learning", "random forest", "haphazard timberland", sentence)
    lines = ["field\tterm\ttortured\tsentence", "\t".join(row)]
    (tmp_path / "sentences.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    spun = {
        "text": sentence,
        "phrases": [["haphazard timberland", "random forest"], ["trees", "t"]],
    }
    (tmp_path / "spun_abstracts.jsonl").write_text(json.dumps(spun) + "\n", encoding="utf-8")
    clean = {"text": "The town has two bridges over the river."}
    (tmp_path / "clean_paragraphs.jsonl").write_text(json.dumps(clean) + "\n", encoding="utf-8")
    return tmp_path


def test_page_counts_phrases_texts_and_false_alarms(data: Path) -> None:
    page = write_spun_recall(data, data, data / "out" / "page.md", 200).read_text("utf-8")
    assert "| any of them | 1 of 1 | 1 of 1 | 1 of 2 | 0 of 1 | – | – |" in page
    assert "| `lexical.spun_word` | 0 of 1 | 0 of 1 | 0 of 2 | 0 of 1 | 0.0000 | – |" in page
    assert "| learning | 1 of 1 |" in page


def test_missing_set_is_told(data: Path) -> None:
    (data / "sentences.tsv").unlink()
    with pytest.raises(InputError, match=r"sentences.tsv: missing"):
        write_spun_recall(data, data, data / "page.md", 200)
