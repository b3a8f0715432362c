"""The threshold that an evaluation counts by is the one that its rows' verdicts take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtqa.hf.measure import Scored, shipped_threshold
from mtqa.hf.rows import Row
from mtqa.types import Document
from tests.hf.conftest import StubScorer


def _scored(n_paragraphs: int, words: int = 40) -> Scored:
    report = StubScorer().score(Document("a", "p=0.75" + " word" * (words - 1)))
    paragraphs = report.paragraphs * n_paragraphs
    return Scored.of(Row(id="a", text=report.text), replace(report, paragraphs=paragraphs))


@pytest.mark.parametrize(
    ("paragraphs", "threshold"), [((1, 1, 2), 0.8), ((1, 2, 3), 0.7), ((1, 2), 0.8), ((), 0.8)]
)
def test_rows_of_several_paragraphs_take_the_lower_threshold(
    paragraphs: tuple[int, ...], threshold: float
) -> None:
    thresholds = StubScorer.thresholds["default"]
    assert shipped_threshold([_scored(n) for n in paragraphs], thresholds) == threshold


def test_headings_beside_a_paragraph_do_not_make_several() -> None:
    assert not _scored(3, words=6).several
    assert _scored(3).several
