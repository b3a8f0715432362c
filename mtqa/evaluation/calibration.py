"""Whether probabilities mean what they say, by length."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from mtqa.evaluation.book import Book
from mtqa.evaluation.contrasts import Row, scored_rows
from mtqa.evaluation.metrics import balanced_ece, bootstrap
from mtqa.evaluation.tables import table
from mtqa.train.examples import Example
from mtqa.train.fusion import band_edges

#: A band needs so many texts of each class to say anything.
_FEWEST = 30


def calibration(groups: Mapping[str, Sequence[Example]], book: Book) -> str:
    """Return the expected calibration error of each group, whole and by band of words."""
    lines = []
    for name, examples in groups.items():
        rows = scored_rows(examples, book)
        lines.append((name, "all", *_error(rows)))
        for low, high in pairwise(band_edges()):
            inside = [r for r in rows if low <= r.outcome.n_words < high]
            classes = [r.example.is_mt for r in inside]
            if min(classes.count(True), classes.count(False)) >= _FEWEST:
                lines.append((name, _band(low, high), *_error(inside)))
    return table(("texts", "words", "n", "ECE (classes weighed evenly)"), lines)


def _error(rows: Sequence[Row]) -> tuple[object, object]:
    labels = np.array([r.example.is_mt for r in rows], dtype=float)
    scores = np.array([r.outcome.p_mt for r in rows])
    blocks = [r.example.block for r in rows]
    error = bootstrap(lambda places: balanced_ece(labels[places], scores[places]), labels, blocks)
    return (error.n, error)


def _band(low: float, high: float) -> str:
    if low == 0:
        return f"below {math.ceil(high)}"
    if high == math.inf:
        return f"{math.ceil(low)} and more"
    return f"{math.ceil(low)} to {math.ceil(high) - 1}"
