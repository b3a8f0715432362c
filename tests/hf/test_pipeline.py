"""The transformers task ``mt-quality``."""

from __future__ import annotations

import pytest
from transformers import pipeline
from transformers.pipelines import PIPELINE_REGISTRY

from mtqa.hf.pipeline import TASK, QualityModel, QualityPipeline, register
from tests.hf.conftest import StubScorer


@pytest.fixture
def score(scorer: StubScorer) -> QualityPipeline:
    return pipeline(TASK, model=QualityModel(scorer=scorer))


def test_it_is_registered_once() -> None:
    register()
    assert PIPELINE_REGISTRY.check_task("mt-quality")[1]["impl"] is QualityPipeline


def test_one_text(score: QualityPipeline) -> None:
    found = score("p=0.9 the man xx said")
    assert isinstance(score, QualityPipeline)
    assert (found["label"], found["score"], found["p_mt"]) == ("likely_mt", 0.9, 0.9)
    assert found["quality"] == 10.0
    assert [f["text"] for f in found["findings"]] == ["xx"]


def test_lists_records_and_generators_keep_their_order(score: QualityPipeline) -> None:
    texts = ["p=0.9", "few", "p=0.1"]
    expected = [0.9, None, 0.1]
    assert [r["score"] for r in score(texts)] == expected
    assert [r["score"] for r in score(texts, batch_size=2)] == expected
    assert [r["score"] for r in score(t for t in texts)] == expected
    assert [r["score"] for r in score([{"text": t, "id": "x"} for t in texts])] == expected
    assert score([]) == []


def test_the_whole_report(score: QualityPipeline) -> None:
    report = score({"text": "p=0.9 xx", "id": "page 3"}, return_report=True)
    assert report["schema"] == 1
    assert report["id"] == "page 3"
    assert len(report["paragraphs"]) == 1


def test_what_it_does_not_take(score: QualityPipeline, scorer: StubScorer) -> None:
    with pytest.raises(ValueError, match="takes texts or records"):
        score({"body": "p=0.9"})
    with pytest.raises(ValueError, match="runs on the CPU"):
        pipeline(TASK, model=QualityModel(scorer=scorer), device="cuda:0")
    assert pipeline(TASK, model=QualityModel(scorer=scorer), device="cpu")("p=0.5")["score"] == 0.5
    assert "QualityModel" in repr(score)


@pytest.mark.model
def test_without_a_model_the_shipped_one_scores() -> None:
    found = pipeline(TASK)("The ministers met in Geneva on Monday to talk about grain prices.")
    assert found["status"] == "ok"
    assert 0 < found["score"] < 1
    assert "model:none" not in found["signature"]
