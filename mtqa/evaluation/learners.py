"""Learners' English: disfluent, but nobody translated it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mtqa.calibrate import Thresholds
from mtqa.evaluation.book import Book
from mtqa.evaluation.metrics import rate
from mtqa.evaluation.tables import table
from mtqa.types import Verdict


def learners(ways: Mapping[str, Sequence[str]], book: Book, thresholds: Thresholds) -> str:
    """Return how often learners' texts reach their threshold; one without a score does not."""
    lines = []
    for name, texts in ways.items():
        outcomes = [book.get(text) for text in texts]
        blocks = [str(number) for number in range(len(texts))]
        several = any("\n" in text for text in texts)
        threshold = thresholds.likely_mt if several else thresholds.paragraph
        flagged = rate([o is not None and o.p_mt >= threshold for o in outcomes], blocks)
        scored = [o for o in outcomes if o is not None]
        verdicts = sum(o.verdict is Verdict.LIKELY_MT for o in scored) / len(texts)
        fluency = f"{np.mean([o.fluency for o in scored]):.3f}" if scored else ""
        lines.append((name, flagged.n, len(scored), f"**{flagged}**", f"{verdicts:.3f}", fluency))
    head = (
        "texts",
        "n",
        "with a score",
        "p_mt at its threshold",
        "verdict likely_mt",
        "mean fluency",
    )
    return table(head, lines)
