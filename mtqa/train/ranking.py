"""Fit which of two texts of one source a machine made (Burges et al. 2005).

"Learning to rank using gradient descent": in the difference of the two their topic cancels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from mtqa.network import Floats
from mtqa.train.examples import Example
from mtqa.train.probes import Fit, Standard


def fit_ranking(states: Floats, texts: Sequence[Example], penalty: float) -> Fit:
    """Fit a logistic regression on the differences of pairs; its bias is arbitrary.

    Args:
        states: [texts, ...], read as rows.
        texts: machines' and people's renderings of the same segments.
        penalty: a pair.
    """
    rows = Standard(states)
    machine, human = map(list, zip(*_pairs(texts), strict=True))
    differences = rows.values[machine] - rows.values[human]
    model = LogisticRegression(
        C=1 / (2 * penalty * len(differences)), max_iter=500, fit_intercept=False
    )
    model.fit(np.concatenate([differences, -differences]), np.repeat([1, 0], len(differences)))
    return rows.unfold(model.coef_[0], 0.0)


def _pairs(texts: Sequence[Example]) -> Iterator[tuple[int, int]]:
    """Yield the places of a machine's and a person's rendering of the same segments."""
    people: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, example in enumerate(texts):
        if example.kind in {"ht", "ho"}:
            people[example.source, example.n_segments].append(place)
    for place, example in enumerate(texts):
        if example.is_mt:
            for human in people[example.source, example.n_segments]:
                yield place, human
