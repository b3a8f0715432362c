"""Findings come ahead of the scores: those that need no model, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report import samples

from mtqa.config import Config
from mtqa.detectors import catalogue
from mtqa.pipeline import Pipeline
from mtqa.serve.findings import without_scores
from mtqa.types import Document

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds" / "mt").glob("*.txt"))


def test_only_scores_are_left_out() -> None:
    whole = samples.garbled()
    bare = without_scores(whole)
    assert (bare.p_mt, bare.verdict, bare.quality, bare.fluency) == (None,) * 4
    assert bare.reasons == ()
    for paragraph, before in zip(bare.paragraphs, whole.paragraphs, strict=True):
        assert (paragraph.p_mt, paragraph.fluency, paragraph.surprisal_bits) == (None,) * 3
        assert paragraph.tokens == paragraph.contributions == ()
        assert paragraph.findings == before.findings
        assert (paragraph.span, paragraph.status) == (before.span, before.status)
    assert replace(bare, paragraphs=whole.paragraphs).findings == whole.findings


@pytest.mark.model
@pytest.mark.parametrize("path", SEEDS[:2], ids=lambda path: path.stem)
def test_the_fast_tier_finds_what_needs_no_model(path: Path, pipelines: list[Pipeline]) -> None:
    document = Document(path.name, path.read_text(encoding="utf-8"))
    fast, default = (without_scores(pipeline.score(document)) for pipeline in pipelines)
    critics = {id_ for id_, detector in catalogue().items() if detector.scope == "critic"}
    assert default.findings
    assert fast.findings == tuple(f for f in default.findings if f.detector not in critics)


@pytest.fixture(scope="module")
def pipelines() -> list[Pipeline]:
    return [Pipeline(Config(tier="fast")), Pipeline(Config(tokens=True))]
