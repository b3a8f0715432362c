"""The figures of the three tasks, each with its interval.

A text without a score is counted and left out of every figure: it is never a zero. Figures that
the data cannot give (one class only, no repeated sources …) are absent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from mtqa.aggregate import FEW_WORDS
from mtqa.calibrate import Thresholds
from mtqa.evaluation.agreement import (
    CORRELATIONS,
    by_segment,
    pooled,
    system_accuracy,
    system_level,
    tie_calibrated_accuracy,
    within,
)
from mtqa.evaluation.metrics import Estimate, Vector, balanced_ece, bootstrap, tpr_at_fpr
from mtqa.evaluation.spans import (
    Marked,
    character_overlap,
    f1,
    mcc,
    precision,
    recall,
    severity_f1,
    token_overlap,
)
from mtqa.hf.rows import Row
from mtqa.types import DocumentReport, Status

#: A figure by name: with its interval, or exact.
Figures = dict[str, Estimate | float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A row with what mtqa says of it; scores are None where ``status`` gives a reason.

    ``several`` tells whether more than one paragraph is long enough to be a witness in the verdict.
    """

    row: Row
    status: Status
    p_mt: float | None
    quality: float | None
    fluency: float | None
    found: tuple[Marked, ...]
    several: bool

    @classmethod
    def of(cls, row: Row, report: DocumentReport) -> Scored:
        """Keep of a report what is measured."""
        found = tuple(Marked(f.span, f.severity) for f in report.findings)
        scored = [p for p in report.paragraphs if p.p_mt is not None]
        several = sum(len(p.span.of(report.text).split()) >= FEW_WORDS for p in scored) > 1
        scores = (report.p_mt, report.quality, report.fluency)
        return cls(row, report.status, *scores, found, several)


def shipped_threshold(scored: Sequence[Scored], thresholds: Thresholds) -> float:
    """Return the threshold of ``likely_mt`` that most of the rows take in verdicts.

    One paragraph needs more than several that agree.
    """
    with_score = [s for s in scored if s.p_mt is not None]
    several = 2 * sum(s.several for s in with_score) > len(with_score)
    return thresholds.likely_mt if several else thresholds.paragraph


@dataclass(frozen=True, slots=True)
class Drawing:
    """How intervals are drawn."""

    draws: int
    seed: int


def detection(
    scored: Sequence[Scored], threshold: float, drawing: Drawing, *, whole: bool = True
) -> Figures:
    """Measure ``p_mt`` against labels.

    Args:
        scored: rows without a label or a score do not count.
        threshold: of the shipped verdict ``likely_mt``.
        drawing: of the intervals.
        whole: whether to give the figures that need all of a data set to mean something.
    """
    kept = [s for s in scored if s.row.label is not None and s.p_mt is not None]
    if len({s.row.label for s in kept}) < 2:
        return {}
    labels = np.array([s.row.label for s in kept], dtype=float)
    scores = np.array([s.p_mt for s in kept], dtype=float)
    blocks = [s.row.block for s in kept]

    def figure(statistic: Callable[[Vector, Vector], float]) -> Estimate:
        return bootstrap(
            lambda rows: statistic(labels[rows], scores[rows]),
            labels,
            blocks,
            drawing.draws,
            drawing.seed,
        )

    main: Figures = {
        "auroc": figure(lambda y, p: float(roc_auc_score(y, p))),
        "accuracy": figure(lambda y, p: float(((p >= threshold) == (y == 1)).mean())),
        "tpr": figure(lambda y, p: float((p[y == 1] >= threshold).mean())),
        "fpr": figure(lambda y, p: float((p[y == 0] >= threshold).mean())),
    }
    if not whole:
        return main
    return main | {
        "threshold": threshold,
        "accuracy_at_half": figure(lambda y, p: float(((p >= 0.5) == (y == 1)).mean())),
        "tpr_at_1_percent_fpr": figure(lambda y, p: tpr_at_fpr(y, p, 0.01)),
        "ece": figure(balanced_ece),
    }


def quality(
    scored: Sequence[Scored], field: str, drawing: Drawing, *, whole: bool = True
) -> Figures:
    """Measure ``field`` (``quality`` or ``fluency``) against people's ratings.

    Args:
        scored: rows without a rating or a score do not count.
        field: which score.
        drawing: of the intervals.
        whole: whether to group by system too, which takes most of the time.
    """
    kept = [s for s in scored if s.row.rating is not None and getattr(s, field) is not None]
    if len(kept) < 2:
        return {}
    human = np.array([s.row.rating for s in kept], dtype=float)
    score = np.array([getattr(s, field) for s in kept], dtype=float)
    blocks = [s.row.block for s in kept]
    settings = (blocks, drawing.draws, drawing.seed)
    groups = [s.row.group for s in kept]
    systems = [s.row.system for s in kept]
    figures: Figures = {kind: pooled(kind, human, score, *settings) for kind in CORRELATIONS}
    segments = [g for g in groups if g is not None]
    named = [s for s in systems if s is not None]
    if len(segments) == len(kept) > len(set(segments)):
        for kind in CORRELATIONS:
            figures[f"{kind}_by_segment"] = by_segment(kind, human, score, segments, *settings)
        calibrated = tie_calibrated_accuracy(human, score, segments, *settings)
        if calibrated is not None:
            figures["acc_eq"] = calibrated.accuracy
            figures["acc_eq_epsilon"] = calibrated.epsilon
    if whole and len(named) == len(kept) and len(set(named)) > 1:
        for kind in CORRELATIONS:
            figures[f"{kind}_by_system"] = within(kind, human, score, named, *settings)
            figures[f"{kind}_system_level"] = system_level(kind, human, score, named, *settings)
        figures["accuracy_system_level"] = system_accuracy(human, score, named, *settings)
    return {name: value for name, value in figures.items() if _known(value)}


def spans(scored: Sequence[Scored], drawing: Drawing) -> Figures:
    """Measure the findings' spans against marked ones; texts without scores have findings too."""
    kept = [s for s in scored if s.row.spans is not None and s.status is not Status.ERROR]
    if not kept:
        return {}
    blocks = [s.row.block for s in kept]
    graded = all(m.severity is not None for s in kept for m in s.row.spans or ())
    figures: Figures = {}
    for unit, overlap in (("character", character_overlap), ("token", token_overlap)):
        counts = np.array([overlap(s.row.text, s.row.spans or (), s.found).row() for s in kept])
        statistics = {"precision": precision, "recall": recall, "f1": f1, "mcc": mcc}
        if graded:
            statistics["severity_f1"] = severity_f1
        for name, statistic in statistics.items():
            figures[f"{unit}_{name}"] = bootstrap(
                lambda rows, of=statistic, c=counts: of(c[rows]),  # type: ignore[misc]
                None,
                blocks,
                drawing.draws,
                drawing.seed,
            )
    return figures


def contrasts(scored: Sequence[Scored], threshold: float, drawing: Drawing) -> dict[str, Figures]:
    """Measure detection for each label of machine against each label of people.

    Empty where there is only one pair: it is the whole.
    """
    names = {
        truth: sorted({str(s.row.label_name) for s in scored if s.row.label is truth})
        for truth in (True, False)
    }
    pairs = [(a, b) for a in names[True] for b in names[False]]
    if len(pairs) < 2:
        return {}
    return {
        f"{a} vs {b}": detection(
            [s for s in scored if s.row.label is not None and s.row.label_name in (a, b)],
            threshold,
            drawing,
            whole=False,
        )
        for a, b in pairs
    }


def detection_by_system(
    scored: Sequence[Scored], threshold: float, drawing: Drawing
) -> dict[str, Figures]:
    """Measure detection of each machine system against all texts by people."""
    names = sorted({s.row.system for s in scored if s.row.label and s.row.system is not None})
    return {
        name: detection(
            [s for s in scored if s.row.label is False or (s.row.label and s.row.system == name)],
            threshold,
            drawing,
            whole=False,
        )
        for name in names
    }


def _known(value: Estimate | float) -> bool:
    return not math.isnan(value.value if isinstance(value, Estimate) else value)
