"""How well scores agree with human ratings, the ways WMT's metrics tasks measure it.

Ratings and scores are flat vectors, one entry a rated text. ``segments`` names the source that a
text renders and ``systems`` who rendered it; both are needed for the grouped figures:

- *pooled*: one correlation over all texts;
- *by segment*: the mean of the correlations among the renderings of one source;
- *by system*: the mean of the correlations among the texts of one system;
- *system level*: one correlation of the systems' mean scores.

Intervals come from drawing blocks of texts (see :mod:`mtqa.evaluation.metrics`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.stats import kendalltau, rankdata

from mtqa.evaluation.metrics import Estimate, Vector, bootstrap

Rows = npt.NDArray[np.int64]

# These run some ten thousand times for one interval; scipy's wrappers for the first two would
# spend most of that on p-values.
CORRELATIONS: dict[str, Callable[[Vector, Vector], float]] = {
    "pearson": lambda a, b: float(np.corrcoef(a, b)[0, 1]),
    "spearman": lambda a, b: float(np.corrcoef(rankdata(a), rankdata(b))[0, 1]),
    "kendall": lambda a, b: float(kendalltau(a, b, variant="b", method="asymptotic")[0]),
}


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Tie-calibrated accuracy and the ``epsilon`` below which scores count as tied."""

    accuracy: Estimate
    epsilon: float


def correlate(kind: str, human: Vector, score: Vector) -> float:
    """Return a correlation in [-1, 1], NaN where either side is constant."""
    if len(human) < 2 or np.ptp(human) == 0 or np.ptp(score) == 0:
        return float("nan")
    return CORRELATIONS[kind](human, score)


def pooled(
    kind: str, human: Vector, score: Vector, blocks: Sequence[str], draws: int, seed: int
) -> Estimate:
    """Return one correlation over all texts."""
    return bootstrap(lambda r: correlate(kind, human[r], score[r]), None, blocks, draws, seed)


def within(
    kind: str,
    human: Vector,
    score: Vector,
    groups: Sequence[str],
    blocks: Sequence[str],
    draws: int,
    seed: int,
) -> Estimate:
    """Return the mean correlation inside ``groups``; groups that are constant do not count."""
    number = _numbered(groups)

    def mean(rows: Rows) -> float:
        values = [correlate(kind, human[r], score[r]) for r in _split(rows, number)]
        return float(np.nanmean(values)) if not np.all(np.isnan(values)) else float("nan")

    return bootstrap(mean, None, blocks, draws, seed)


def by_segment(
    kind: str,
    human: Vector,
    score: Vector,
    segments: Sequence[str],
    blocks: Sequence[str],
    draws: int,
    seed: int,
) -> Estimate:
    """Return the mean correlation among the renderings of one source.

    A source lies in one block, so its correlation never changes: only its weight does.
    """
    number = _numbered(segments)
    members = _split(np.arange(len(human)), number)
    values = np.array([correlate(kind, human[r], score[r]) for r in members])
    known = ~np.isnan(values)
    if not known.any():
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    firsts = [int(r[0]) for r, keep in zip(members, known, strict=True) if keep]
    kept = values[known]
    return bootstrap(
        lambda r: float(kept[r].mean()), None, [blocks[i] for i in firsts], draws, seed
    )


def system_level(
    kind: str,
    human: Vector,
    score: Vector,
    systems: Sequence[str],
    blocks: Sequence[str],
    draws: int,
    seed: int,
) -> Estimate:
    """Return the correlation of the systems' means."""
    number = _numbered(systems)
    return bootstrap(
        lambda r: correlate(kind, *_means(r, number, human, score)), None, blocks, draws, seed
    )


def system_accuracy(
    human: Vector,
    score: Vector,
    systems: Sequence[str],
    blocks: Sequence[str],
    draws: int,
    seed: int,
) -> Estimate:
    """Return the share of pairs of systems that the scores order as people do.

    Pairs that people rate alike do not count.
    """
    number = _numbered(systems)

    def accuracy(rows: Rows) -> float:
        people, ours = _means(rows, number, human, score)
        pairs = [
            (people[a] - people[b]) * (ours[a] - ours[b]) > 0
            for a, b in combinations(range(len(people)), 2)
            if people[a] != people[b]
        ]
        return float(np.mean(pairs)) if pairs else float("nan")

    return bootstrap(accuracy, None, blocks, draws, seed)


def tie_calibrated_accuracy(
    human: Vector,
    score: Vector,
    segments: Sequence[str],
    blocks: Sequence[str],
    draws: int,
    seed: int,
) -> Calibrated | None:
    """Return pairwise accuracy with ties, each source counting once.

    Among the renderings of one source, a pair counts as right where people and scores order it
    alike, or where both tie it; scores tie when they differ by at most ``epsilon``, which is
    chosen for the highest accuracy (Deutsch, Foster and Freitag, 2023, "Ties matter"), anew in
    every draw.

    Returns:
        None where no source has two renderings.
    """
    pairs = _pairs(human, score, segments)
    if pairs is None:
        return None
    owner_blocks = [blocks[i] for i in pairs.first]
    estimate = bootstrap(
        lambda drawn: pairs.best(np.bincount(drawn, minlength=len(pairs.first)))[0],
        None,
        owner_blocks,
        draws,
        seed,
    )
    return Calibrated(estimate, pairs.best(np.ones(len(pairs.first)))[1])


@dataclass(frozen=True, slots=True)
class _Pairs:
    """All pairs of renderings of one source, the closest scores first.

    Attributes:
        owner: number of each pair's source.
        gap: absolute difference of the pair's scores, rising.
        right: 1 where the pair is right as it stands, divided by its source's pairs.
        gain: what calling the pair a tie adds to that.
        first: a row of each source.
    """

    owner: Rows
    gap: Vector
    right: Vector
    gain: Vector
    first: Sequence[int]

    def best(self, weight: npt.NDArray[np.float64] | Rows) -> tuple[float, float]:
        """Return the highest accuracy under ``weight`` a source, and its epsilon."""
        w = weight[self.owner]
        total = float(weight.sum())
        start = float((self.right * w).sum())
        # A threshold ties every pair up to its gap: only the last of equal gaps is one.
        last = np.append(self.gap[1:] > self.gap[:-1], True)
        accuracy = np.append(start, (start + np.cumsum(self.gain * w))[last]) / total
        epsilon = np.append(0.0, self.gap[last])
        # Rounded, so that noise of summing does not prefer a larger epsilon.
        at = int(np.argmax(np.round(accuracy, 12)))
        return float(accuracy[at]), float(epsilon[at])


def _pairs(human: Vector, score: Vector, segments: Sequence[str]) -> _Pairs | None:
    owner: list[Rows] = []
    first: list[int] = []
    gap: list[Vector] = []
    right: list[Vector] = []
    gain: list[Vector] = []
    for rows in _split(np.arange(len(human)), _numbered(segments)):
        if len(rows) < 2:
            continue
        a, b = np.triu_indices(len(rows), 1)
        people = np.sign(human[rows][a] - human[rows][b])
        ours = np.sign(score[rows][a] - score[rows][b])
        now = (people == ours) / len(a)
        owner.append(np.full(len(a), len(first)))
        first.append(int(rows[0]))
        gap.append(np.abs(score[rows][a] - score[rows][b]))
        right.append(now)
        gain.append((people == 0) / len(a) - now)
    if not first:
        return None
    gaps = np.concatenate(gap)
    order = np.argsort(gaps, kind="stable")
    return _Pairs(
        np.concatenate(owner)[order],
        gaps[order],
        np.concatenate(right)[order],
        np.concatenate(gain)[order],
        first,
    )


def _numbered(groups: Sequence[str]) -> Rows:
    return np.unique(np.asarray(groups), return_inverse=True)[1]


def _split(rows: Rows, number: Rows) -> list[Rows]:
    """Return ``rows`` parted by group, in each in the order given."""
    order = rows[np.argsort(number[rows], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(number[order])) + 1)


def _means(rows: Rows, number: Rows, *values: Vector) -> list[Vector]:
    count = np.bincount(number[rows])
    present = count > 0
    return [np.bincount(number[rows], v[rows])[present] / count[present] for v in values]
