"""Fit the small models behind the scores: bounded multinomial regression, calibration, pooling."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from mtqa.aggregate import ParagraphScore, document_log_odds
from mtqa.calibrate import FusedScore, LengthCalibration, Way
from mtqa.features import FEATURES

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

#: Middle of each length band, in words; a band reaches half way (in logs) to its neighbours.
BANDS = (8, 20, 60, 140)
_PENALTY = 1e-2
#: Holds the offsets of levels: the more, the more of what sets levels apart do features explain.
_LEVEL_PENALTY = 1e-3
#: Holds a way that a band tells nothing of near its fit.
_CALIBRATION_PENALTY = 1e-3


def fit_ways(
    values: Matrix,
    targets: Mapping[str, Vector],
    weights: Vector,
    features: Sequence[str],
    bounds: Mapping[str, tuple[float | None, float | None]],
    levels: Sequence[str | None] | None = None,
) -> FusedScore:
    """Fit a multinomial logistic regression with bounded weights, "none" being the reference.

    With one way and targets of 0 and 1 it is logistic regression.

    Args:
        values: [texts, len(FEATURES)].
        targets: way → [texts], how far each text is of that way, in [0, 1]; what is left to 1 is
            none of them.
        weights: [texts].
        features: the columns to use.
        bounds: lowest and highest weight of a feature in every way, in log-odds per unit of the
            feature where both are numbers, else per standard deviation.
        levels: a text's group where groups differ in their targets for reasons that no feature
            shall explain (raters, language pairs), None outside of all. Each has an offset of
            its own in the fit; the bias takes their mean over all texts.

    Returns:
        The score, its ways neutrally calibrated.
    """
    columns = values[:, [FEATURES.index(name) for name in features]]
    mean, scale = columns.mean(0), columns.std(0)
    scale[scale < 1e-6] = 1.0
    for place, name in enumerate(features):
        if None not in bounds.get(name, (None,)):
            mean[place], scale[place] = 0.0, 1.0
    offsets = _one_hot(levels or [None] * len(columns))
    rows = np.column_stack([(columns - mean) / scale, offsets, np.ones(len(columns))])
    wanted = np.column_stack(list(targets.values()))
    weights = weights / weights.sum()
    shape = (len(targets), rows.shape[1])
    penalties = np.full(rows.shape[1], _PENALTY)
    penalties[len(features) :] = _LEVEL_PENALTY
    penalties[-1] = 0

    def loss(flat: Vector) -> tuple[float, Vector]:
        parameters = flat.reshape(shape)
        z = rows @ parameters.T
        total = np.logaddexp(0, np.logaddexp.reduce(z, axis=1))
        error = weights[:, None] * (np.exp(z - total[:, None]) - wanted)
        value = float(weights @ (total - (wanted * z).sum(1)))
        value += float((penalties * parameters**2).sum())
        return value, (error.T @ rows + 2 * penalties * parameters).ravel()

    limits = [bounds.get(name, (None, None)) for name in features]
    limits += [(None, None)] * (shape[1] - len(features))
    found = minimize(
        loss,
        np.tile([low or 0.0 for low, _ in limits], len(targets)),
        jac=True,
        method="L-BFGS-B",
        bounds=limits * len(targets),
        options={"maxiter": 1000},
    ).x.reshape(shape)
    biases = found[:, len(features) :] @ (weights @ rows[:, len(features) :])
    return FusedScore(
        features=tuple(features),
        mean=_rounded(mean),
        scale=_rounded(scale),
        ways={
            name: Way(weight=_rounded(own[: len(features)]), bias=round(float(bias), 5))
            for name, own, bias in zip(targets, found, biases, strict=True)
        },
    )


def fit_calibration(
    log_odds: Matrix, n_words: npt.NDArray[np.int64], targets: Vector, weights: Vector
) -> list[LengthCalibration]:
    """Fit slope and offset of each way by length band.

    Platt scaling (Platt 1999, "Probabilistic outputs for support vector machines"), of all ways
    at once through the log of their summed odds; slopes are not negative.

    Args:
        log_odds: [texts, ways], each way's sum before calibration.
        n_words: [texts].
        targets: [texts], 1 for texts of any way, else 0.
        weights: [texts].

    Returns:
        One calibration a way.
    """
    edges = [0.0, *(math.sqrt(a * b) for a, b in pairwise(BANDS)), math.inf]
    fitted = []
    for low, high in pairwise(edges):
        inside = (n_words >= low) & (n_words < high)
        fitted.append(_platt(log_odds[inside], targets[inside], weights[inside]))
    knots = tuple(round(math.log(band), 4) for band in BANDS)
    return [
        LengthCalibration(
            log_words=knots,
            slope=tuple(round(float(slopes[way]), 4) for slopes, _ in fitted),
            offset=tuple(round(float(offsets[way]), 4) for _, offsets in fitted),
        )
        for way in range(log_odds.shape[1])
    ]


def fit_correlation(
    documents: Sequence[Sequence[ParagraphScore]], is_mt: Sequence[bool], prior: float
) -> float:
    """Return the paragraph correlation in [0, 1] with the least log loss on ``documents``."""
    targets = np.array(is_mt, dtype=float)
    balance = np.where(targets == 1, 0.5 / targets.sum(), 0.5 / (1 - targets).sum())
    best, best_loss = 1.0, math.inf
    for step in range(21):
        correlation = step / 20
        z = np.array([document_log_odds(d, correlation, prior) for d in documents])
        loss = float(balance @ (np.logaddexp(0, z) - targets * z))
        if loss < best_loss:
            best, best_loss = correlation, loss
    return best


def expected_calibration_error(
    probabilities: Vector, targets: Vector, weights: Vector, bins: int = 10
) -> float:
    """Return the ECE: mean gap between probability and frequency over equal-width bins."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    total = 0.0
    for k in range(bins):
        inside = place == k
        weight = weights[inside].sum()
        if weight > 0:
            gap = np.average(probabilities[inside] - targets[inside], weights=weights[inside])
            total += weight * abs(float(gap))
    return total / float(weights.sum())


def _platt(log_odds: Matrix, targets: Vector, weights: Vector) -> tuple[Vector, Vector]:
    """Return slopes and offsets of all ways in one length band."""
    weights = weights / weights.sum()
    count = log_odds.shape[1]

    def loss(parameters: Vector) -> float:
        slopes, offsets = parameters[:count], parameters[count:]
        z = np.logaddexp.reduce(slopes * log_odds + offsets, axis=1)
        pull = float(((slopes - 1) ** 2).sum() + (offsets**2).sum())
        return float(weights @ (np.logaddexp(0, z) - targets * z)) + _CALIBRATION_PENALTY * pull

    start = np.concatenate([np.ones(count), np.zeros(count)])
    bounds = [(0, 5)] * count + [(-5, 5)] * count
    found = minimize(loss, start, bounds=bounds, method="L-BFGS-B").x
    return found[:count], found[count:]


def _one_hot(levels: Sequence[str | None]) -> Matrix:
    """Return [texts, levels], 1 where a text is of a level; texts without one have none."""
    names = sorted({level for level in levels if level is not None})
    return np.array([[float(level == name) for name in names] for level in levels]).reshape(
        len(levels), len(names)
    )


def _rounded(values: Vector) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
