"""The page of results, from made-up data and a fake model."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from made_wordnet import write_wordnet

from mtqa.errors import TrainingError
from mtqa.evaluation import metrics, results, tfidf_peer
from mtqa.evaluation.engines import balanced_accuracy, best_threshold
from mtqa.evaluation.languages import english_confidence
from mtqa.evaluation.marked_errors import tagged_tokens
from mtqa.evaluation.metrics import auroc
from mtqa.evaluation.peers import surprisal_peer
from mtqa.evaluation.results import write_results
from mtqa.evaluation.samples import MarkedText
from mtqa.evaluation.sizes import Sizes
from mtqa.evaluation.tables import table
from mtqa.evidence.base import FakeEncoder
from mtqa.evidence.reader import ReaderEvidence
from mtqa.lm.base import FakeModel
from mtqa.types import Span
from tests.evaluation.made_data import write_data


class Undecided:
    """A general model that says nothing of any text."""

    signature = "undecided@1"

    def score(self, _text: str) -> ReaderEvidence:
        return ReaderEvidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture
def quick(fake_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fake models and few bootstrap draws."""
    monkeypatch.setattr(results, "models_dir", lambda: fake_models)
    monkeypatch.setattr(results, "load_encoder", lambda _: FakeEncoder())
    monkeypatch.setattr(results, "throughput", lambda texts: f"{len(texts)} documents timed")
    monkeypatch.setattr("mtqa.evaluation.peers.load_causal_model", lambda _: FakeModel())
    monkeypatch.setattr(tfidf_peer, "_BUCKETS", 1 << 10)
    for function in (metrics.auroc, metrics.rate):
        monkeypatch.setattr(function, "__defaults__", (10,))
    monkeypatch.setattr(metrics.bootstrap, "__defaults__", (10, 0))


@pytest.fixture
def page(data: Path, quick: None, tmp_path: Path) -> str:
    output = write_results(
        data,
        tmp_path / "page.md",
        share=0.08,
        workers=1,
        peer_model="big",
        wordnet=write_wordnet(tmp_path),
        work=tmp_path / "work",
    )
    return output.read_text(encoding="utf-8")


def test_every_section_has_its_figures(page: str) -> None:
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE))
    for name in ("Paragraphs (five segments)", "Documents (twelve segments)", "Single segments"):
        assert "| mt vs ht, wmt22 |" in sections[name]
        assert "| roundtrip vs original, apertium-cat |" in sections[name]
    found = sections["Found at one false alarm in a hundred"]
    assert found.count("wmt22 MT paragraphs") == 3
    assert "wmt22 MT documents" in found
    assert "| default | 0.95 |" in sections["False alarms on native English"]
    assert "four fives as a document, as they stand" in sections["Learners' English (jfleg)"]
    assert "| WordNet, all | 0.0% |" in sections["Spun text"]
    engines = sections["Whole documents of two engines (htmt wmt18)"]
    assert re.search(r"\| deepl \| 8 \| \*\*[01]\.\d", engines)
    assert "| google | 8 |" in engines
    assert "| segments | " in sections["Calibration"]
    assert "mlqe dev, mean of the pairs" in sections["Fluency"]
    assert "within a source segment" in sections["Fluency"]
    marked = sections["Marked errors"]
    for name in ("mqm/ted-zhen-spans", "spans/wmt21-zhen", "spans/wmt22-zhen"):
        assert f"| {name} | findings |" in marked
    assert "| word error ≥" in marked
    assert "| findings or word error ≥" in marked
    assert "| flagged by | et-en | ro-en | mean |" in marked
    assert "Marked quotes that overlap a finding: 3 of 3." in sections["Real pages (wild-dev)"]
    for group in ("language id", "surprisal", "n-grams", "detectors", "all", "shipped scorer"):
        assert f"\n| {group} |" in sections["Ablation"]
    for peer in ("mtqa", "TF-IDF + LR, wmt21", "langdetect", "big perplexity"):
        assert f"\n| {peer}" in sections["Peers"]
    assert "No n-gram model" in sections["Peers"]
    assert "documents timed" in sections["Speed"]
    assert "on 8.0% of the usual texts" in page


def test_the_accurate_tier_has_a_page_without_peers(
    data: Path, quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtqa.pipeline.load_reader", lambda *_: Undecided())
    output = write_results(data, tmp_path / "page.md", share=0.08, workers=1, tier="accurate")
    page = output.read_text(encoding="utf-8")
    assert page.startswith("# Results of the accurate tier\n")
    assert "undecided@1" in page and "--tier accurate`" in page
    assert "| mt vs ht, wmt22 |" in page and "## Fluency" in page
    assert "## Peers" not in page and "## Speed" not in page


def test_without_data_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no data there; pass --data"):
        write_results(tmp_path, tmp_path / "page.md")


def test_sizes_scale_and_never_vanish() -> None:
    small = Sizes().scaled(1e-9)
    assert set(small.paragraphs.values()) == {1}
    assert small.slow_peer == small.timed == 1
    assert Sizes().scaled(1) == Sizes()


def test_the_area_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import roc_auc_score

    draw = np.random.default_rng(2)
    labels = draw.integers(0, 2, 200).astype(float)
    scores = np.round(draw.normal(labels, 1), 1)  # rounded, so that there are ties
    found = auroc(labels, scores, [str(i) for i in range(200)])
    assert found.value == pytest.approx(roc_auc_score(labels, scores))
    assert found.low <= found.value <= found.high


def test_the_best_threshold_lies_between_the_classes() -> None:
    labels, scores = np.array([0.0, 0, 0, 1, 1]), np.array([0.1, 0.2, 0.3, 0.5, 0.9])
    assert best_threshold(labels, scores) == pytest.approx(0.4)
    assert balanced_accuracy(labels, scores, 0.6) == pytest.approx(0.75)


def test_a_peer_is_a_name_and_a_function_of_texts() -> None:
    peer = surprisal_peer("fake", FakeModel())
    alone = peer.score(["The rain stopped."])
    assert peer.score(["A bell rang.", "The rain stopped."])[1] == alone[0]


def test_english_is_english() -> None:
    assert english_confidence("The rain stopped before anyone had found an umbrella.") > 0.9
    assert english_confidence("Der Regen hörte auf, bevor jemand einen Schirm fand.") < 0.1
    assert english_confidence("1234") == 0.0


def test_a_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 headings"):
        table(("a", "b"), [("only",)])


def test_a_signal_has_one_row_whatever_its_threshold_in_each_pair() -> None:
    rows = [
        MarkedText(text, (Span(0, 3),), lp, f"{lp}/{number}")
        for lp, word in (("et-en", "extraordinarily"), ("ro-en", "so"))
        for number in range(12)
        for text in (f"The {word} long road {'x' * number} ended.",)
    ]
    lines = tagged_tokens(rows, {}, FakeEncoder()).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| word error", "| word P(MT)"]
    assert all(line.count(" at ") == 2 for line in lines[2:])
