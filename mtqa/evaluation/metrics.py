"""Figures with their uncertainty: bootstrap over blocks, never over rows.

Texts that render the same sources are no independent observations, so an interval comes from
drawing whole blocks of sources with replacement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata
from sklearn.metrics import roc_curve

from mtqa.train.fusion import expected_calibration_error

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; ``n`` texts lie behind it."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def auroc(labels: Vector, scores: Vector, blocks: Sequence[str], draws: int = 300) -> Estimate:
    """Return the area under the ROC curve of ``scores`` against 0/1 ``labels``."""
    return bootstrap(lambda rows: _area(labels[rows], scores[rows]), labels, blocks, draws)


def _area(labels: Vector, scores: Vector) -> float:
    """Return the AUROC by ranks: scikit-learn's takes ten times as long, hundreds of times."""
    positives = float(labels.sum())
    negatives = len(labels) - positives
    ranks = float(rankdata(scores)[labels == 1].sum())
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def bootstrap(
    statistic: Callable[[npt.NDArray[np.int64]], float],
    labels: Vector | None,
    blocks: Sequence[str],
    draws: int = 300,
    seed: int = 0,
) -> Estimate:
    """Return ``statistic`` over all rows with a percentile interval over ``blocks``.

    Args:
        statistic: takes row numbers, repeats included; NaN where a draw leaves it undefined.
        labels: draws in which these do not vary are drawn again; None where that cannot matter.
        blocks: the block of each row.
        draws: how many resamples.
        seed: of the resampling.

    Raises:
        ValueError: the labels do not vary at all.
    """
    if labels is not None and labels.min() == labels.max():
        raise ValueError("labels that do not vary cannot be resampled into ones that do")
    _, number = np.unique(np.asarray(blocks), return_inverse=True)
    order = np.argsort(number, kind="stable")
    sizes = np.bincount(number)
    starts = np.cumsum(sizes) - sizes
    generator = np.random.default_rng(seed)
    values: list[float] = []
    while len(values) < draws:
        drawn = generator.integers(0, len(sizes), len(sizes))
        # The rows of the drawn blocks, one block after the other.
        size = sizes[drawn]
        before = np.cumsum(size) - size
        rows = order[np.arange(size.sum()) + np.repeat(starts[drawn] - before, size)]
        if labels is None or labels[rows].min() < labels[rows].max():
            values.append(statistic(rows))
    whole = statistic(np.arange(len(blocks)))
    if np.isnan(values).all():
        return Estimate(whole, float("nan"), float("nan"), len(blocks))
    low, high = np.nanquantile(values, (0.025, 0.975))
    return Estimate(whole, float(low), float(high), len(blocks))


def rate(hits: Sequence[bool], blocks: Sequence[str], draws: int = 300) -> Estimate:
    """Return the share of ``hits`` with its interval."""
    values = np.asarray(hits, dtype=float)
    return bootstrap(lambda rows: float(values[rows].mean()), None, blocks, draws)


def tpr_at_fpr(labels: Vector, scores: Vector, rate: float) -> float:
    """Return the largest share of positives found while at most ``rate`` of negatives are."""
    false, true, _ = roc_curve(labels, scores, drop_intermediate=False)
    return float(true[false <= rate].max())


def balanced_ece(labels: Vector, scores: Vector) -> float:
    """Return the expected calibration error with both classes weighed evenly.

    The scorer's prior is one half; a data set's own share of MT is an accident of its making.
    """
    weights = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum())
    return expected_calibration_error(scores, labels, weights)
