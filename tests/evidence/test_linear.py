"""The linear model scores what it stored."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from mtqa.errors import ModelError
from mtqa.evidence.linear import TARGETS, LinearEvidence, save_evidence
from mtqa.evidence.masking import mask_topic
from mtqa.evidence.ngrams import NgramSpec, ngram_buckets

SPEC = NgramSpec(bits=9, characters=(3,), words=(1, 2))
TEXT = "The clerk said that it was late, and that Quimby had left at 5."


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    draw = np.random.default_rng(1)
    path = tmp_path / "evidence.safetensors"
    save_evidence(
        path,
        SPEC,
        draw.uniform(1, 5, 512).astype(np.float32),
        {name: draw.normal(size=512).astype(np.float32) for name in TARGETS},
        {"p_mt": -0.25, "ranking": 0.0, "fluency": 0.5},
    )
    return path


def test_a_score_is_the_dot_product_of_what_was_saved(stored: Path) -> None:
    draw = np.random.default_rng(1)
    idf = draw.uniform(1, 5, 512).astype(np.float16).astype(float)
    weights = draw.normal(size=512).astype(np.float32).astype(np.float16).astype(float)
    vector = np.zeros(512)
    buckets, counts = ngram_buckets(mask_topic(TEXT), SPEC)
    vector[buckets] = np.log1p(counts) * idf[buckets]
    expected = weights @ (vector / math.sqrt(vector @ vector)) - 0.25
    assert LinearEvidence(stored).score(TEXT).p_mt == pytest.approx(expected, abs=1e-3)


def test_scores_are_the_same_every_time(stored: Path) -> None:
    first = LinearEvidence(stored)
    assert first.score(TEXT) == first.score(TEXT) == LinearEvidence(stored).score(TEXT)


def test_a_score_ignores_names_numbers_and_typography(stored: Path) -> None:
    evidence = LinearEvidence(stored)
    other = TEXT.replace("Quimby", "Zebulon").replace("5", "11:45").replace(" ", "\u00a0", 1)
    assert evidence.score(other) == evidence.score(TEXT)


def test_an_empty_text_has_a_finite_score(stored: Path) -> None:
    score = LinearEvidence(stored).score("")
    assert math.isfinite(score.p_mt)
    assert math.isfinite(score.ranking)
    assert math.isfinite(score.fluency)


def test_a_text_of_lone_surrogates_is_scored(stored: Path) -> None:
    assert math.isfinite(LinearEvidence(stored).score("\ud800 \udfff").p_mt)


def test_a_missing_or_foreign_file_is_a_one_line_error(tmp_path: Path) -> None:
    path = tmp_path / "evidence.safetensors"
    for content in (None, b"", b"no tensors here at all"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ModelError, match="no evidence model") as caught:
            LinearEvidence(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
