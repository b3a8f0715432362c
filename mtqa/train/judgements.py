"""Human judgements of different sets and language pairs on one scale.

A pair's mean judgement tells how good its systems are, and how strict its raters; within a pair,
judgements tell good segments from bad ones, which is what a score without a source can learn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mtqa.train.examples import Judged

#: Judgements are kept this far from 0 and 1.
_MARGIN = 0.02

Vector = npt.NDArray[np.float64]


def even_judgements(judged: Sequence[Judged]) -> Vector:
    """Return judgements in (0, 1) with the same mean and deviation in every set and pair.

    Standard scores by rater are used where the data has them. Native prose, which nobody judged,
    keeps its value.
    """
    scores = np.array([j.score for j in judged])
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, own in enumerate(judged):
        if own.set != "native":
            groups[own.set, own.lp].append(place)
    rated = [place for places in groups.values() for place in places]
    if not rated:
        return scores
    mean, deviation = scores[rated].mean(), scores[rated].std()
    for places in groups.values():
        z = [judged[place].z for place in places]
        own_scores = np.array(scores[places] if None in z else z, dtype=float)
        spread = own_scores.std() or 1.0
        scores[places] = mean + deviation * (own_scores - own_scores.mean()) / spread
    evened: Vector = np.clip(scores, _MARGIN, 1 - _MARGIN)
    return evened
