"""Fitting: signs hold, calibration calibrates, pooling finds the better correlation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtqa.aggregate import ParagraphScore
from mtqa.calibrate import FusedScore
from mtqa.features import FEATURES, NGRAMS
from mtqa.train.fusion import (
    expected_calibration_error,
    fit_calibration,
    fit_correlation,
    fit_last_step,
    fit_ways,
)

DRAW = np.random.default_rng(4)
ROWS = 600
PUNCTUATION = "findings_punctuation"


def made_up() -> tuple[np.ndarray, np.ndarray]:
    """Texts whose label follows n-grams; findings speak against it."""
    values = DRAW.normal(size=(ROWS, len(FEATURES)))
    z = 2 * values[:, FEATURES.index(NGRAMS)] - values[:, FEATURES.index(PUNCTUATION)]
    return values, (DRAW.random(ROWS) < 1 / (1 + np.exp(-z))).astype(float)


def test_weights_find_the_signal_and_keep_their_sign() -> None:
    values, targets = made_up()
    columns = (NGRAMS, PUNCTUATION)
    free = fit_ways(values, {"one": targets}, np.ones(ROWS), columns, {})
    positive = fit_ways(values, {"one": targets}, np.ones(ROWS), columns, {PUNCTUATION: (0, None)})
    assert free.ways["one"].weight[0] > 1
    assert free.ways["one"].weight[1] < 0
    assert positive.ways["one"].weight[1] == 0
    assert positive.ways["one"].weight[0] > 0.8


def test_two_bounds_hold_per_unit_of_the_feature() -> None:
    values, targets = made_up()
    values[:, FEATURES.index(NGRAMS)] *= 10
    bounds = {NGRAMS: (0.05, 0.1), PUNCTUATION: (0.5, 1.0)}
    bound = fit_ways(values, {"one": targets}, np.ones(ROWS), (NGRAMS, PUNCTUATION), bounds)
    assert bound.scale == (1.0, 1.0)
    assert bound.mean == (0.0, 0.0)
    assert bound.ways["one"].weight == pytest.approx((0.1, 0.5))


def test_a_weight_that_is_set_holds_in_its_way_alone() -> None:
    values, targets = made_up()
    others = (1 - targets) * (DRAW.random(ROWS) < 0.5)
    ways = {"one": targets, "other": others}
    columns = (NGRAMS, PUNCTUATION)
    fitted = fit_ways(values, ways, np.ones(ROWS), columns, {}, fixed={NGRAMS: {"one": 0.3}})
    assert (fitted.mean[0], fitted.scale[0]) == (0.0, 1.0)
    assert [fitted.ways[way].weight[0] for way in ways] == [0.3, 0.0]


def test_a_constant_feature_has_a_scale() -> None:
    values, targets = made_up()
    values[:, FEATURES.index("findings_order")] = 0
    fitted = fit_ways(values, {"one": targets}, np.ones(ROWS), ("findings_order",), {})
    assert fitted.scale == (1.0,)


def test_levels_keep_features_from_explaining_what_sets_groups_apart() -> None:
    """The feature sets strict and kind raters' texts apart, and says nothing within a group."""
    strict = np.arange(ROWS) % 2 == 0
    values = DRAW.normal(size=(ROWS, len(FEATURES)))
    values[:, FEATURES.index(NGRAMS)] = np.where(strict, -1, 1) + DRAW.normal(0, 0.3, ROWS)
    own = values[:, FEATURES.index(PUNCTUATION)]
    targets = {"one": 1 / (1 + np.exp(-np.where(strict, -1, 1) - 0.5 * own))}
    columns = (NGRAMS, PUNCTUATION)
    plain = fit_ways(values, targets, np.ones(ROWS), columns, {})
    levels = ["strict" if s else "kind" for s in strict]
    levelled = fit_ways(values, targets, np.ones(ROWS), columns, {}, levels)
    assert levelled.ways["one"].weight[0] < plain.ways["one"].weight[0] / 3
    assert levelled.ways["one"].weight[1] == pytest.approx(plain.ways["one"].weight[1], abs=0.1)
    scores = 1 / (1 + np.exp(-levelled.ways_log_odds(values)[:, 0]))
    assert scores.mean() == pytest.approx(targets["one"].mean(), abs=0.03)


def test_two_ways_find_what_one_sum_cannot() -> None:
    """Machine texts lie on both sides of the human ones: one is smoother, the other rougher."""
    values = np.zeros((ROWS, len(FEATURES)))
    place = FEATURES.index("surprisal_mean")
    kind = DRAW.integers(3, size=ROWS)
    values[:, place] = DRAW.normal(size=ROWS) + 6 * (kind - 1)
    ways = {"smooth": (kind == 0).astype(float), "rough": (kind == 2).astype(float)}
    bent = fit_ways(values, ways, np.ones(ROWS), ("surprisal_mean",), {})
    straight = fit_ways(
        values, {"any": ways["smooth"] + ways["rough"]}, np.ones(ROWS), ("surprisal_mean",), {}
    )

    def right(score: FusedScore) -> float:
        found = [score.log_odds(row, 50)[0] > 0 for row in values]
        return float(np.mean(np.array(found) == (kind != 1)))

    assert right(bent) > 0.97
    assert right(straight) < 0.75


def test_calibration_mends_log_odds_that_are_too_bold() -> None:
    truth = DRAW.normal(size=4000)
    targets = (DRAW.random(4000) < 1 / (1 + np.exp(-truth))).astype(float)
    words = DRAW.choice([8, 20, 60, 140], 4000)
    bold = 3 * truth + 1
    (fitted,) = fit_calibration(bold[:, None], words, targets, np.ones(4000))
    assert fitted.slope == pytest.approx([1 / 3] * 4, abs=0.1)
    slope, offset = np.array([fitted.at(np.log(n)) for n in words]).T
    after = 1 / (1 + np.exp(-(slope * bold + offset)))
    before = 1 / (1 + np.exp(-bold))
    weights = np.ones(4000)
    error = expected_calibration_error(after, targets, weights)
    assert error < 0.05 < expected_calibration_error(before, targets, weights)


def test_evidence_in_short_texts_counts_less_around_the_same_point() -> None:
    targets = (DRAW.random(8000) < 0.5).astype(float)
    words = DRAW.choice([8, 20, 60, 140], 8000)
    sure = np.interp(words, [8, 140], [0.5, 1.0])
    # Log-odds are 2 · sure · (z − 1) where z has a spread of one.
    log_odds = 1 + DRAW.normal(sure * (2 * targets - 1), 1.0)
    (fitted,) = fit_calibration(log_odds[:, None], words, targets, np.ones(8000))
    assert fitted.slope[0] == pytest.approx(1.0, abs=0.2)
    assert fitted.slope[3] == pytest.approx(2.0, abs=0.35)
    for n in (8, 20, 60, 140):
        slope, offset = fitted.at(math.log(n))
        assert -offset / slope == pytest.approx(1.0, abs=0.15)


def test_the_last_step_makes_probabilities_true_for_the_mixture() -> None:
    truth = DRAW.normal(size=6000)
    targets = (DRAW.random(6000) < 1 / (1 + np.exp(-truth))).astype(float)
    last = fit_last_step(2 * truth + 0.6, targets, np.ones(6000))
    assert last.slope == pytest.approx(0.5, abs=0.05)
    assert last.offset == pytest.approx(-0.3, abs=0.1)


def test_each_way_is_calibrated_for_itself() -> None:
    kind = DRAW.integers(3, size=6000)
    sure = np.where(kind == 0, 2.0, -2.0) + DRAW.normal(size=6000)
    noise = 3 * DRAW.normal(size=6000)
    targets = (kind != 2).astype(float)
    words = np.full(6000, 60)
    first, second = fit_calibration(np.column_stack([sure, noise]), words, targets, np.ones(6000))
    assert first.at(math.log(60))[0] > 0.7
    assert second.at(math.log(60))[0] < 0.2


def test_alike_paragraphs_are_pooled_as_one_witness() -> None:
    labels = [True, False] * 100
    alike = []
    for label in labels:
        log_odds = float(DRAW.normal(1.0 if label else -1.0, 1.6))
        alike.append([ParagraphScore(80, log_odds, 0.5)] * 6)
    independent = [
        [ParagraphScore(80, float(DRAW.normal(0.5 if label else -0.5, 1.0)), 0.5) for _ in range(6)]
        for label in labels
    ]
    assert fit_correlation(alike, labels, 0.5) > 0.6
    assert fit_correlation(independent, labels, 0.5) < 0.4


def test_of_correlations_that_few_documents_cannot_tell_apart_the_highest_is_taken() -> None:
    # With independent paragraphs none is best; twelve documents hardly say so, a thousand do.
    def made(count: int) -> tuple[list[list[ParagraphScore]], list[bool]]:
        draw = np.random.default_rng(1)
        labels = [number % 2 == 0 for number in range(count)]
        means = [0.5 if label else -0.5 for label in labels]
        pages = [[ParagraphScore(80, float(z), 0.5) for z in draw.normal(m, 1, 4)] for m in means]
        return pages, labels

    assert fit_correlation(*made(12), 0.5) > fit_correlation(*made(1000), 0.5)
