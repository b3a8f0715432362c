"""Fit the small models behind the scores: bounded multinomial regression, calibration, pooling."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from mtqa.aggregate import ParagraphScore, document_log_odds
from mtqa.calibrate import FusedScore, LastStep, LengthCalibration, Way
from mtqa.features import FEATURES

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

#: Knots of the calibration, in words. Each is the middle of a band, which reaches half way (in
#: logs) to its neighbours.
BANDS = (8, 20, 60, 140)
_PENALTY = 1e-2
#: Holds the offsets of levels: the more, the more of what sets levels apart do features explain.
_LEVEL_PENALTY = 1e-3
#: Hold a way that texts tell nothing of near its fit, and its slope near that of other lengths.
_CALIBRATION_PENALTY, _ROUGHNESS_PENALTY = 1e-4, 1e-2


def band_edges() -> list[float]:
    """Return where the length bands begin and end, in words: one more than there are bands."""
    return [0.0, *(math.sqrt(a * b) for a, b in pairwise(BANDS)), math.inf]


def fit_ways(
    values: Matrix,
    targets: Mapping[str, Vector],
    weights: Vector,
    features: Sequence[str],
    bounds: Mapping[str, tuple[float | None, float | None]],
    levels: Sequence[str | None] | None = None,
    only: Mapping[str, Sequence[str]] | None = None,
    fixed: Mapping[str, Mapping[str, float]] | None = None,
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
        only: way → the features that may have a weight in it, for those that not all may.
        fixed: feature → way → its weight, in log-odds per unit, where that is set; other ways do
            without the feature.

    Returns:
        The score, its ways neutrally calibrated.
    """
    columns = values[:, [FEATURES.index(name) for name in features]]
    mean, scale = columns.mean(0), columns.std(0)
    scale[scale < 1e-6] = 1.0
    given = {name: own for name, own in (fixed or {}).items() if name in features}
    for place, name in enumerate(features):
        if name in given or None not in bounds.get(name, (None,)):
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

    limits: list[tuple[float | None, float | None]] = []
    for way in targets:
        used = (only or {}).get(way, features)
        limits_of = {
            name: bounds.get(name, (None, None)) if name in used else (0.0, 0.0)
            for name in features
        }
        limits_of |= {name: (own.get(way, 0.0),) * 2 for name, own in given.items()}
        limits += limits_of.values()
        limits += [(None, None)] * (shape[1] - len(features))
    found = minimize(
        loss,
        np.array([low or 0.0 for low, _ in limits]),
        jac=True,
        method="L-BFGS-B",
        bounds=limits,
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
    """Fit ``slope(n) · (z − zero) + share`` of each way, all ways at once.

    Platt scaling (Platt 1999, "Probabilistic outputs for support vector machines") through the log
    of the ways' summed odds. How much evidence is worth changes with the length, but not where it
    points neither way (``zero``), nor how common the way is (``share``): a fit of each length for
    itself has nearly twice as many numbers, and follows the draw of texts. Slopes are linear
    between the knots, not negative, and held near their neighbours'.

    Args:
        log_odds: [texts, ways], each way's sum ``z`` before calibration.
        n_words: [texts].
        targets: [texts], 1 for texts of any way, else 0.
        weights: [texts].

    Returns:
        One calibration a way.
    """
    weights = weights / weights.sum()
    knots = np.log(BANDS)
    at = np.log(np.maximum(1, n_words))
    hats = np.column_stack([np.interp(at, knots, own) for own in np.eye(len(BANDS))])
    ways = log_odds.shape[1]
    even = -math.log(ways)

    def parted(parameters: Vector) -> tuple[Matrix, Vector, Vector]:
        slopes, zeros, shares = np.split(parameters, [hats.shape[1] * ways, -ways])
        return slopes.reshape(-1, ways), zeros, shares

    def loss(parameters: Vector) -> tuple[float, Vector]:
        slopes, zeros, shares = parted(parameters)
        slope = hats @ slopes
        each = slope * (log_odds - zeros) + shares
        total = np.logaddexp.reduce(each, axis=1)
        steps = np.diff(slopes, axis=0)
        value = float(weights @ (np.logaddexp(0, total) - targets * total))
        value += _CALIBRATION_PENALTY * float(((slopes - 1) ** 2).sum())
        value += _CALIBRATION_PENALTY * float(((shares - even) ** 2).sum())
        value += _ROUGHNESS_PENALTY * float((steps**2).sum())
        error = (weights * (1 / (1 + np.exp(-total)) - targets))[:, None]
        error = error * np.exp(each - total[:, None])
        by_slope = hats.T @ (error * (log_odds - zeros)) + 2 * _CALIBRATION_PENALTY * (slopes - 1)
        by_slope -= 2 * _ROUGHNESS_PENALTY * np.diff(steps, axis=0, prepend=0, append=0)
        by_share = error.sum(0) + 2 * _CALIBRATION_PENALTY * (shares - even)
        return value, np.concatenate([by_slope.ravel(), -(error * slope).sum(0), by_share])

    start = np.concatenate([np.ones(hats.shape[1] * ways), np.zeros(ways), np.full(ways, even)])
    bounds = [(0, 5)] * (hats.shape[1] * ways) + [(-8, 8)] * (2 * ways)
    slopes, zeros, shares = parted(minimize(loss, start, jac=True, bounds=bounds).x)
    offsets = shares - slopes * zeros
    return [
        LengthCalibration(
            log_words=tuple(round(float(knot), 4) for knot in knots),
            slope=tuple(round(float(slope), 4) for slope in slopes[:, way]),
            offset=tuple(round(float(offset), 4) for offset in offsets[:, way]),
        )
        for way in range(ways)
    ]


def fit_last_step(log_odds: Vector, targets: Vector, weights: Vector) -> LastStep:
    """Fit one slope and offset for scores of all lengths, by Platt scaling as well.

    Args:
        log_odds: [texts], scores before it.
        targets: [texts], 1 for machine translation, else 0.
        weights: [texts].
    """
    weights = weights / weights.sum()

    def loss(parameters: Vector) -> float:
        z = parameters[0] * log_odds + parameters[1]
        return float(weights @ (np.logaddexp(0, z) - targets * z))

    slope, offset = minimize(loss, [1.0, 0.0], bounds=[(0.01, 5), (-5, 5)]).x
    return LastStep(slope=round(float(slope), 4), offset=round(float(offset), 4))


def fit_correlation(
    documents: Sequence[Sequence[ParagraphScore]], is_mt: Sequence[bool], prior: float
) -> float:
    """Return the paragraph correlation in [0, 1] that the documents allow.

    Of those whose log loss on ``documents`` is within one standard error of the least (Breiman et
    al. 1984, "Classification and regression trees") the highest, since ``documents`` are few and of
    one genre: paragraphs of a genre that no fit has met err alike, and must not add up.
    """
    targets = np.array(is_mt, dtype=float)
    balance = np.where(targets == 1, 0.5 / targets.sum(), 0.5 / (1 - targets).sum())
    tried = [step / 20 for step in range(21)]
    losses = []
    for correlation in tried:
        z = np.array([document_log_odds(d, correlation, prior) for d in documents])
        losses.append(balance * (np.logaddexp(0, z) - targets * z))
    least = min(losses, key=lambda own: float(own.sum()))
    allowed = []
    for correlation, own in zip(tried, losses, strict=True):
        more = own - least
        error = math.sqrt(len(more)) * float(more.std())
        if more.sum() <= error:
            allowed.append(correlation)
    return max(allowed)


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


def _one_hot(levels: Sequence[str | None]) -> Matrix:
    """Return [texts, levels], 1 where a text is of a level; texts without one have none."""
    names = sorted({level for level in levels if level is not None})
    return np.array([[float(level == name) for name in names] for level in levels]).reshape(
        len(levels), len(names)
    )


def _rounded(values: Vector) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)
