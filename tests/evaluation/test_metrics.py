"""Figures and their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from mtqa.evaluation.metrics import auroc, bootstrap, rate

LABELS = np.array([0, 0, 1, 1] * 20, dtype=float)
BLOCKS = [str(i // 4) for i in range(80)]


def test_perfect_inverted_and_useless_scores() -> None:
    assert auroc(LABELS, LABELS, BLOCKS, draws=40).value == 1
    assert auroc(LABELS, -LABELS, BLOCKS, draws=40).value == 0
    useless = auroc(LABELS, np.zeros(80), BLOCKS, draws=40)
    assert (useless.value, useless.low, useless.high, useless.n) == (0.5, 0.5, 0.5, 80)


def test_the_interval_holds_the_value_and_is_the_same_every_time() -> None:
    scores = LABELS + np.random.default_rng(0).normal(0, 1.5, 80)
    found = auroc(LABELS, scores, BLOCKS, draws=40)
    assert found.low < found.value < found.high
    assert found == auroc(LABELS, scores, BLOCKS, draws=40)


def test_repeats_of_a_block_do_not_narrow_the_interval() -> None:
    few = np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    once = rate(few.astype(bool).tolist(), list("abcde"))
    often = rate(np.repeat(few, 20).astype(bool).tolist(), list(np.repeat(list("abcde"), 20)))
    assert often.value == once.value == pytest.approx(0.6)
    assert often.high - often.low > 0.8 * (once.high - once.low)


def test_whole_blocks_are_drawn() -> None:
    seen: list[np.ndarray] = []

    def spy(rows: np.ndarray) -> float:
        seen.append(rows)
        return 0.0

    bootstrap(spy, LABELS, BLOCKS, draws=5)
    for rows in seen:
        counts = np.bincount(rows, minlength=80).reshape(20, 4)
        assert (counts == counts[:, :1]).all()


def test_an_estimate_prints_with_its_interval() -> None:
    assert str(rate([True, True], ["a", "b"])) == "1.000 [1.000, 1.000]"
