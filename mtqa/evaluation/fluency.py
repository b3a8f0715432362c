"""How fluency agrees with human judgement, beside its own inputs alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mtqa.evaluation.agreement import by_segment, pooled
from mtqa.evaluation.book import Book
from mtqa.evaluation.metrics import Vector
from mtqa.evaluation.tables import table
from mtqa.evidence.linear import LinearEvidence
from mtqa.train.examples import Judged

_DRAWS, _SEED = 300, 0
_BAR = "0.45"
#: A pair needs so many judged segments.
_FEWEST = 20


def fluency(judged: Sequence[Judged], book: Book, evidence: LinearEvidence) -> str:
    """Return Pearson's correlations with standardised direct assessment."""
    known = [j for j in judged if j.text in book and j.z is not None]
    wmt = [j for j in known if j.set == "wmt22"]
    ways: dict[str, Callable[[Judged], float]] = {
        "fluency": lambda j: book[j.text].fluency,
        "surprisal": lambda j: -book[j.text].surprisal,
        "n-grams": lambda j: evidence.score(j.text).fluency,
    }
    lines: list[tuple[object, ...]] = []
    if len(wmt) >= _FEWEST:
        lines.append(("wmt22, all segments", len(wmt), *_pooled(wmt, ways), ""))
        lines.append(("wmt22, within a source segment", len(wmt), *_grouped(wmt, ways), ""))
    pairs = sorted({j.lp for j in known if j.set == "mlqe"})
    by_pair = [[j for j in known if j.set == "mlqe" and j.lp == lp] for lp in pairs]
    by_pair = [own for own in by_pair if len(own) >= _FEWEST]
    lines += [(f"mlqe dev {own[0].lp}", len(own), *_pooled(own, ways), "") for own in by_pair]
    if by_pair:
        means = [np.mean([_pearson(own, value) for own in by_pair]) for value in ways.values()]
        lines.append(
            (
                "mlqe dev, mean of the pairs",
                sum(map(len, by_pair)),
                f"**{means[0]:.3f}**",
                *(f"{mean:.3f}" for mean in means[1:]),
                _BAR,
            )
        )
    head = ("segments", "n", "fluency", "−surprisal", "n-gram fluency", "bar")
    missing = len(judged) - len(known)
    return f"{table(head, lines)}\n\nSegments without a score, left out: {missing}."


def _pooled(rows: Sequence[Judged], ways: dict[str, Callable[[Judged], float]]) -> list[str]:
    human, blocks = _human(rows), [j.block for j in rows]
    found = [
        pooled("pearson", human, _values(rows, value), blocks, _DRAWS, _SEED)
        for value in ways.values()
    ]
    return [str(found[0]), *(f"{estimate.value:.3f}" for estimate in found[1:])]


def _grouped(rows: Sequence[Judged], ways: dict[str, Callable[[Judged], float]]) -> list[str]:
    human, blocks = _human(rows), [j.block for j in rows]
    segments = [f"{j.lp}/{j.seg}" for j in rows]
    found = [
        by_segment("pearson", human, _values(rows, value), segments, blocks, _DRAWS, _SEED)
        for value in ways.values()
    ]
    return [str(found[0]), *(f"{estimate.value:.3f}" for estimate in found[1:])]


def _pearson(rows: Sequence[Judged], value: Callable[[Judged], float]) -> float:
    return float(np.corrcoef(_human(rows), _values(rows, value))[0, 1])


def _human(rows: Sequence[Judged]) -> Vector:
    return np.array([j.z for j in rows], dtype=float)


def _values(rows: Sequence[Judged], value: Callable[[Judged], float]) -> Vector:
    return np.array([value(j) for j in rows])
