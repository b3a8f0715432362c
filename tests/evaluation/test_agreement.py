"""Correlations by segment and system, and accuracy with ties, against plain definitions."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import kendalltau, pearsonr, spearmanr

from mtqa.evaluation.agreement import (
    by_segment,
    correlate,
    pooled,
    system_accuracy,
    system_level,
    tie_calibrated_accuracy,
    within,
)
from mtqa.evaluation.metrics import auroc, balanced_ece, bootstrap, rate, tpr_at_fpr

RNG = np.random.default_rng(3)
SEGMENTS = [f"s{i // 4}" for i in range(48)]
SYSTEMS = [f"m{i % 4}" for i in range(48)]
HUMAN = RNG.integers(0, 5, 48).astype(float)
SCORE = HUMAN + RNG.normal(0, 2, 48)


def _accuracy_with_ties(epsilon: float) -> float:
    """Follow the definition pair by pair."""
    found = []
    for segment in dict.fromkeys(SEGMENTS):
        rows = [i for i, s in enumerate(SEGMENTS) if s == segment]
        right = []
        for a, b in combinations(rows, 2):
            people = np.sign(HUMAN[a] - HUMAN[b])
            gap = SCORE[a] - SCORE[b]
            right.append(people == (0 if abs(gap) <= epsilon else np.sign(gap)))
        found.append(np.mean(right))
    return float(np.mean(found))


def test_tie_calibrated_accuracy_is_the_best_over_all_thresholds() -> None:
    result = tie_calibrated_accuracy(HUMAN, SCORE, SEGMENTS, SEGMENTS, 20, 0)
    assert result is not None
    gaps = [0.0] + [abs(SCORE[a] - SCORE[b]) for a, b in combinations(range(48), 2)]
    best = max(_accuracy_with_ties(gap) for gap in gaps if gap < 20)
    assert result.accuracy.value == pytest.approx(best)
    assert _accuracy_with_ties(result.epsilon + 1e-12) == pytest.approx(best)
    assert result.accuracy.low <= best <= result.accuracy.high + 0.05
    assert result.accuracy.n == 12


def test_all_ties_are_right_when_people_tie_everything() -> None:
    constant = np.zeros(4)
    result = tie_calibrated_accuracy(constant, np.arange(4.0), ["s"] * 4, ["s"] * 4, 5, 0)
    assert result is not None
    assert (result.accuracy.value, result.epsilon) == pytest.approx((1.0, 3.0))


def test_equal_gaps_flip_together() -> None:
    # One pair tied by people and one not, at the same distance: no threshold gets both right.
    human, score = np.array([1.0, 1.0, 5.0, 6.0]), np.array([0.0, 1.0, 0.0, 1.0])
    result = tie_calibrated_accuracy(human, score, ["a", "a", "b", "b"], ["a", "a", "b", "b"], 5, 0)
    assert result is not None
    assert result.accuracy.value == 0.5


def test_no_repeated_source_gives_no_accuracy() -> None:
    single = [str(i) for i in range(48)]
    assert tie_calibrated_accuracy(HUMAN, SCORE, single, single, 5, 0) is None


def test_groups_follow_their_definitions() -> None:
    settings = (SEGMENTS, 10, 0)
    rows = [[i for i, s in enumerate(SEGMENTS) if s == name] for name in dict.fromkeys(SEGMENTS)]
    varied = [r for r in rows if np.ptp(HUMAN[r]) > 0]
    expected = np.mean([pearsonr(HUMAN[r], SCORE[r])[0] for r in varied])
    found = by_segment("pearson", HUMAN, SCORE, SEGMENTS, *settings)
    assert found.value == pytest.approx(expected)
    assert found.n == len(varied)
    assert found.value == pytest.approx(within("pearson", HUMAN, SCORE, SEGMENTS, *settings).value)
    means = [(HUMAN[k::4].mean(), SCORE[k::4].mean()) for k in range(4)]
    assert system_level("pearson", HUMAN, SCORE, SYSTEMS, *settings).value == pytest.approx(
        pearsonr(*zip(*means, strict=True))[0]
    )
    pairs = [(a[0] - b[0]) * (a[1] - b[1]) > 0 for a, b in combinations(means, 2) if a[0] != b[0]]
    assert system_accuracy(HUMAN, SCORE, SYSTEMS, *settings).value == pytest.approx(np.mean(pairs))


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_pooled_correlations(kind: str) -> None:
    exact = pooled(kind, HUMAN, HUMAN, SEGMENTS, 10, 0)
    assert (exact.value, exact.low, exact.high) == pytest.approx((1, 1, 1))
    assert pooled(kind, HUMAN, -HUMAN, SEGMENTS, 10, 0).value == pytest.approx(-1)
    assert math.isnan(correlate(kind, HUMAN, np.zeros(48)))


def test_correlations_are_those_of_scipy() -> None:
    for kind, reference in (
        ("pearson", pearsonr),
        ("spearman", spearmanr),
        ("kendall", kendalltau),
    ):
        assert correlate(kind, HUMAN, SCORE) == pytest.approx(reference(HUMAN, SCORE)[0])


def test_a_figure_that_is_never_defined_is_nan_without_a_warning() -> None:
    found = pooled("pearson", np.zeros(4), np.arange(4.0), ["a", "b", "c", "d"], 5, 0)
    assert math.isnan(found.value)
    assert math.isnan(found.low)


def test_intervals_depend_on_the_seed_alone() -> None:
    first, again, other = (pooled("pearson", HUMAN, SCORE, SEGMENTS, 50, s) for s in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.low < first.value < first.high


def test_labels_of_one_class_are_refused_rather_than_drawn_for_ever() -> None:
    with pytest.raises(ValueError, match="do not vary"):
        auroc(np.ones(3), np.arange(3.0), ["a", "b", "c"])
    assert rate([True], ["a"]).low == 1.0
    assert bootstrap(lambda r: float(len(r)), None, ["a"], 3).value == 1.0


def test_tpr_at_fpr_and_balanced_ece() -> None:
    labels = np.array([0.0] * 100 + [1.0] * 10)
    scores = np.concatenate([np.linspace(0, 0.5, 99), [0.9], np.linspace(0.55, 1, 10)])
    assert tpr_at_fpr(labels, scores, 0.0) == pytest.approx(0.2)
    assert tpr_at_fpr(labels, scores, 0.01) == 1.0
    # Ten times as many of one class change nothing.
    few = balanced_ece(np.array([0.0, 1.0]), np.array([0.2, 0.8]))
    many = balanced_ece(np.array([0.0] * 10 + [1.0]), np.array([0.2] * 10 + [0.8]))
    assert few == pytest.approx(many) == pytest.approx(0.2)
