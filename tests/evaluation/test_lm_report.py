"""The language model's report: each measure on made texts, with a fake model."""

from __future__ import annotations

import json
import lzma
from collections.abc import Sequence
from pathlib import Path

import pytest

from mtqa.errors import TrainingError
from mtqa.evaluation.blimp import MinimalPair, accuracy, sample_pairs
from mtqa.evaluation.held_out import HeldOutText, bits_per_byte, sample_held_out
from mtqa.evaluation.lm_report import Contender, compare, write_lm_report
from mtqa.evaluation.lm_speed import Speed, measure_speed
from mtqa.evaluation.wild_pages import page_bits, surprisal_auroc
from mtqa.lm.base import FakeModel
from mtqa.types import Span, TokenSurprisal

TEXT = "The baker shut the shop before noon and nobody in the street could tell us why he did."


class WordLengths:
    """A model to count on: a word has as many bits as letters."""

    signature = "word-lengths"
    n_parameters = 3_000_000

    def surprisals(self, texts: Sequence[str]) -> list[tuple[TokenSurprisal, ...]]:
        found = []
        for text in texts:
            at, tokens = 0, []
            for word in text.split():
                at = text.index(word, at)
                tokens.append(TokenSurprisal(Span(at, at + len(word)), float(len(word))))
                at += len(word)
            found.append(tuple(tokens))
        return found


def _write(path: Path, records: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record) + "\n" for record in records)
    if path.suffix == ".xz":
        with lzma.open(path, "wt", encoding="utf-8") as out:
            out.write(lines)
    else:
        path.write_text(lines, encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the sets that the report reads."""
    prose = [
        {
            "source": "made",
            "id": str(i),
            "genre": "news:local" if i % 2 else "essay",
            "text": f"Number {i}. {TEXT} {TEXT}\n\nShort.",
            "outlet": "Reuters" if i < 12 else "The Made Post",
        }
        for i in range(16)
    ]
    _write(tmp_path / "human" / "made.jsonl.xz", prose)
    _write(tmp_path / "blimp" / "blimp.jsonl.xz", _pairs())
    pages = [
        {"id": f"{label}{i}", "label": label, "text": f"{text}\n\n{text} Again {i}."}
        for label, text in (("human", TEXT), ("mt", TEXT.replace("the", "extraordinarily")))
        for i in range(3)
    ]
    _write(tmp_path / "wild" / "wild-dev.jsonl", pages)
    return tmp_path


def _pairs() -> list[dict[str, object]]:
    return [
        {"term": term, "good": "He ran.", "bad": "He runned." if i else "Ran he.", "uid": "x"}
        for term in ("agreement", "islands")
        for i in range(10)
    ]


def test_bits_per_byte_by_hand() -> None:
    texts = [HeldOutText("news", "1", "abc de"), HeldOutText("essay", "2", "é")]
    found = bits_per_byte(WordLengths(), texts)
    assert list(found) == ["essay", "news", "all"]
    assert found["news"].value == pytest.approx(5 / 6)
    assert found["essay"].value == pytest.approx(1 / 2)  # two bytes
    assert found["all"].value == pytest.approx(6 / 8)


def test_held_out_texts_come_from_held_out_documents_of_each_genre(data: Path) -> None:
    texts = sample_held_out(data / "human", 4)
    assert [t.genre for t in texts] == ["essay"] * 4 + ["news"] * 4
    assert all(t.text.startswith("Number") for t in texts)  # no heading
    assert texts == sample_held_out(data / "human", 4)
    assert {t.document for t in sample_held_out(data / "human", 99)} >= {
        f"made/{i}" for i in range(12)
    }


def test_accuracy_counts_ties_as_half() -> None:
    pairs = [
        MinimalPair("a", "He ran.", "He runned."),
        MinimalPair("a", "He ran.", "Ran he."),
        MinimalPair("b", "He runned.", "He ran."),
    ]
    found = accuracy(WordLengths(), pairs)
    assert {name: e.value for name, e in found.items()} == {"a": 0.75, "b": 0.0, "all": 0.5}
    assert (found["a"].n, found["all"].n) == (2, 3)


def test_a_smaller_sample_of_pairs_is_part_of_a_larger_one(data: Path) -> None:
    path = data / "blimp" / "blimp.jsonl.xz"
    few, many = sample_pairs(path, 3), sample_pairs(path, 6)
    assert [p.phenomenon for p in few] == ["agreement"] * 3 + ["islands"] * 3
    assert few == [*many[:3], *many[6:9]]


def test_speed_counts_tokens_and_bytes() -> None:
    speeds = measure_speed({"a": FakeModel(), "b": WordLengths()}, ["One, two.", "é"])
    assert (speeds["a"].tokens, speeds["b"].tokens) == (5, 3)
    assert speeds["a"].size == speeds["b"].size == 11
    assert Speed(10, 40, 2.0).tokens_per_second == 5.0
    assert Speed(10, 40, 2.0).bytes_per_second == 20.0


def test_surprising_pages_rank_first(data: Path) -> None:
    assert surprisal_auroc(WordLengths(), data / "wild" / "wild-dev.jsonl").value == 1.0


def test_a_page_without_a_scorable_paragraph_has_no_bits() -> None:
    assert page_bits(WordLengths(), "Menu") != page_bits(WordLengths(), "Menu")  # NaN


def test_the_page_has_a_column_for_each_model(data: Path) -> None:
    contenders = [Contender("small", WordLengths(), 5), Contender("other", WordLengths(), 2)]
    page = compare(contenders, sample_held_out(data / "human", 4), data)
    assert "| genre | small | other |" in page
    assert "| agreement | 0.900 [" in page or "| agreement | 1.000 [" in page
    assert "(5) |" in page
    assert "(2) |" in page
    assert "| wild-dev | 1.000" in page
    assert "| small | 3.0 M |" in page


@pytest.mark.parametrize("missing", ["blimp", "wild"])
def test_a_missing_set_is_one_line(data: Path, missing: str) -> None:
    for file in (data / missing).iterdir():
        file.unlink()
    with pytest.raises(TrainingError, match="missing; pass --data"):
        compare([Contender("small", WordLengths(), 5)], sample_held_out(data / "human", 2), data)


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no data there; pass --data"):
        write_lm_report(tmp_path, tmp_path, tmp_path / "train.bin", tmp_path / "lm.md")
