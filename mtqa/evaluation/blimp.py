"""BLiMP: does a model find the good sentence of a minimal pair likelier than the bad one?

Warstadt et al. 2020: 67 paradigms of grammar in 12 phenomena, 1,000 pairs a paradigm. A figure to
report, never one to tune on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtqa.errors import TrainingError
from mtqa.evaluation.metrics import Estimate, Vector, bootstrap
from mtqa.lm.base import SurprisalModel
from mtqa.train.corpus import read_jsonl


@dataclass(frozen=True, slots=True)
class MinimalPair:
    """Two sentences that differ in one point of grammar."""

    phenomenon: str
    good: str
    bad: str


def sample_pairs(path: Path, per_phenomenon: int, seed: int = 1) -> list[MinimalPair]:
    """Draw pairs of each phenomenon; a smaller sample is part of a larger one.

    Args:
        path: ``blimp.jsonl.xz``.
        per_phenomenon: how many of each; all where there are fewer.
        seed: of the draw.

    Raises:
        TrainingError: the file is missing.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: missing; pass --data the folder with blimp/, human/ …")
    found: dict[str, list[MinimalPair]] = defaultdict(list)
    for record in read_jsonl(path):
        pair = MinimalPair(record["term"], record["good"], record["bad"])
        found[pair.phenomenon].append(pair)
    drawn: list[MinimalPair] = []
    for name in sorted(found):
        order = np.random.default_rng(seed).permutation(len(found[name]))
        drawn.extend(found[name][i] for i in order[:per_phenomenon])
    return drawn


def accuracy(model: SurprisalModel, pairs: Sequence[MinimalPair]) -> dict[str, Estimate]:
    """Return the share of pairs told right, by phenomenon and over ``all``; a tie is half.

    ``all`` is the mean over pairs, so phenomena count as they were drawn.
    """
    good = _bits(model, [pair.good for pair in pairs])
    bad = _bits(model, [pair.bad for pair in pairs])
    right = np.where(good == bad, 0.5, (good < bad).astype(float))
    names = [*sorted({pair.phenomenon for pair in pairs}), "all"]
    return {
        name: _share(right[[name in (pair.phenomenon, "all") for pair in pairs]]) for name in names
    }


def _share(right: Vector) -> Estimate:
    return bootstrap(
        lambda rows: float(right[rows].mean()), None, [str(i) for i in range(len(right))]
    )


def _bits(model: SurprisalModel, texts: Sequence[str]) -> Vector:
    return np.array([sum(t.bits for t in tokens) for tokens in model.surprisals(texts)])
