"""Judgements of different pairs meet on one scale."""

from __future__ import annotations

import numpy as np
import pytest

from mtqa.train.examples import NATIVE_FLUENCY, Judged
from mtqa.train.judgements import even_judgements


def judged(score: float, lp: str, name: str = "mlqe", z: float | None = None) -> Judged:
    return Judged("a text", score, z, name, lp, "system", 1, "block")


def test_pairs_have_one_mean_and_one_deviation() -> None:
    strict = [judged(s, "ne-en") for s in (0.1, 0.2, 0.3, 0.4)]
    mild = [judged(s, "ru-en") for s in (0.6, 0.65, 0.7, 0.75)]
    scores = even_judgements([*strict, *mild])
    assert scores[:4] == pytest.approx(scores[4:])
    assert (np.diff(scores[:4]) > 0).all()
    assert scores.mean() == pytest.approx(np.mean([j.score for j in (*strict, *mild)]))


def test_standard_scores_by_rater_go_before_raw_ones() -> None:
    rows = [judged(0.9, "ne-en", z=-1.0), judged(0.1, "ne-en", z=1.0)]
    first, second = even_judgements(rows)
    assert first < second


def test_native_prose_keeps_its_value() -> None:
    rows = [judged(NATIVE_FLUENCY, "en", "native"), judged(0.2, "ne-en"), judged(0.4, "ne-en")]
    assert even_judgements(rows)[0] == pytest.approx(NATIVE_FLUENCY)
    assert even_judgements(rows[:1]).tolist() == [NATIVE_FLUENCY]


def test_all_are_in_the_open_unit_interval_even_where_a_pair_does_not_vary() -> None:
    rows = [judged(1.0, "ne-en"), judged(1.0, "ne-en"), judged(0.0, "ru-en"), judged(1.0, "ru-en")]
    scores = even_judgements(rows)
    assert (scores > 0).all()
    assert (scores < 1).all()
