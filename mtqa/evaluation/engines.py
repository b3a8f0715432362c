"""Whole documents of two commercial engines against a person's translation of the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtqa.evaluation.agreement import Rows
from mtqa.evaluation.book import Book
from mtqa.evaluation.contrasts import Row, scored_rows
from mtqa.evaluation.metrics import Vector, auroc, bootstrap
from mtqa.evaluation.tables import table
from mtqa.train.examples import Example

_SET_ON, _MEASURED_ON = "wmt17", "wmt18"
_BARS = {"deepl": "0.80", "google": "0.72"}


def engines(documents: Sequence[Example], book: Book) -> str:
    """Return the accuracy on wmt18 at the threshold that is best on wmt17, all engines in one."""
    rows = scored_rows(documents, book)
    known = [r for r in rows if r.example.set == _SET_ON]
    if len({r.example.is_mt for r in known}) < 2:
        return "No documents to set a threshold on."
    threshold = best_threshold(*_columns(known))
    later = [r for r in rows if r.example.set == _MEASURED_ON]
    lines = []
    for engine in sorted({r.example.system for r in later if r.example.is_mt}):
        own = [r for r in later if not r.example.is_mt or r.example.system == engine]
        labels, scores = _columns(own)
        if len(set(labels)) < 2:
            continue
        blocks = [r.example.block for r in own]

        def accuracy(places: Rows, y: Vector = labels, p: Vector = scores) -> float:
            return balanced_accuracy(y[places], p[places], threshold)

        found = bootstrap(accuracy, labels, blocks)
        bar = _BARS.get(engine, "")
        lines.append((engine, found.n, f"**{found}**", bar, auroc(labels, scores, blocks)))
    head = ("engine", "n", f"accuracy at p_mt ≥ {threshold:.3f}", "bar", "AUROC")
    return table(head, lines)


def best_threshold(labels: Vector, scores: Vector) -> float:
    """Return the threshold of the highest balanced accuracy, half way between two scores."""
    values = np.unique(scores)
    candidates = (values[1:] + values[:-1]) / 2 if len(values) > 1 else values
    accuracies = [balanced_accuracy(labels, scores, t) for t in candidates]
    return float(candidates[int(np.argmax(accuracies))])


def balanced_accuracy(labels: Vector, scores: Vector, threshold: float) -> float:
    """Return the mean of the shares of machine and human texts that are right."""
    right = (scores >= threshold) == (labels == 1)
    return float((right[labels == 1].mean() + right[labels == 0].mean()) / 2)


def _columns(rows: Sequence[Row]) -> tuple[Vector, Vector]:
    labels = np.array([r.example.is_mt for r in rows], dtype=float)
    return labels, np.array([r.outcome.p_mt for r in rows])
