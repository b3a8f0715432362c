"""Span figures against scikit-learn on unit by unit labels."""

from __future__ import annotations

import time

import numpy as np
import pytest
from sklearn.metrics import f1_score, matthews_corrcoef, precision_score, recall_score

from mtqa.evaluation.spans import (
    Marked,
    character_overlap,
    f1,
    mcc,
    precision,
    recall,
    severity_f1,
    token_overlap,
)
from mtqa.types import Severity, Span

TEXT = "The the prices rose 😀 again, told he."


def _at(words: str, severity: Severity | None = None) -> Marked:
    start = TEXT.index(words)
    return Marked(Span(start, start + len(words)), severity)


def test_tokens_and_characters_agree_with_scikit_learn() -> None:
    gold, found = [_at("The the"), _at("told he")], [_at("the prices"), _at("😀"), _at("he.")]
    for overlap, tokens in (
        (character_overlap, [(i, i + 1) for i in range(len(TEXT))]),
        (token_overlap, [(0, 3), (4, 7), (8, 14), (15, 19), (20, 21), (22, 27), (27, 28),
                         (29, 33), (34, 36), (36, 37)]),
    ):  # fmt: skip
        truth, ours = (
            [any(a < m.span.end and m.span.start < b for m in marks) for a, b in tokens]
            for marks in (gold, found)
        )
        counts = np.array([overlap(TEXT, gold, found).row()])
        assert f1(counts) == pytest.approx(f1_score(truth, ours))
        assert precision(counts) == pytest.approx(precision_score(truth, ours))
        assert recall(counts) == pytest.approx(recall_score(truth, ours))
        assert mcc(counts) == pytest.approx(matthews_corrcoef(truth, ours))


def test_texts_are_pooled() -> None:
    rows = [
        character_overlap(TEXT, [_at("told")], [_at("told")]).row(),
        character_overlap(TEXT, [_at("told")], []).row(),
    ]
    assert f1(np.array(rows)) == pytest.approx(2 / 3)


def test_the_wrong_severity_counts_half() -> None:
    gold = [_at("told", Severity.MINOR)]
    right = character_overlap(TEXT, gold, [_at("told", Severity.MINOR)])
    wrong = character_overlap(TEXT, gold, [_at("told", Severity.CRITICAL)])
    assert severity_f1(np.array([right.row()])) == 1
    assert severity_f1(np.array([wrong.row()])) == 0.5
    assert f1(np.array([wrong.row()])) == 1


def test_nothing_marked_and_nothing_found() -> None:
    counts = np.array([token_overlap(TEXT, [], []).row()])
    assert (f1(counts), mcc(counts), precision(counts), recall(counts)) == (0, 0, 0, 0)
    assert token_overlap("", [], []).row() == (0, 0, 0, 0, 0)


def test_long_text_is_counted_in_linear_time() -> None:
    text = "a " * 100_000
    began = time.monotonic()
    token_overlap(text, [Marked(Span(0, len(text)))], [])
    assert time.monotonic() - began < 3
