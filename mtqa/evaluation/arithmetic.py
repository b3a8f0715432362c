"""How far the quick arithmetic of the networks is from float32."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtqa.arithmetic import Arithmetic, quickest_arithmetic
from mtqa.config import Config
from mtqa.evaluation.book import Book, outcome_of
from mtqa.evaluation.contrasts import CONTRASTS, area, rows_of, scored_rows
from mtqa.evaluation.tables import table
from mtqa.pipeline import Pipeline
from mtqa.train.examples import Example
from mtqa.types import Document


def arithmetic(paragraphs: Sequence[Example], book: Book, count: int) -> str:
    """Score some paragraphs in float32 and compare.

    Args:
        paragraphs: the development paragraphs.
        book: what the scorer says of each as it ships.
        count: so many are scored anew, evenly from all of them.
    """
    chosen = [e for e in paragraphs[:: max(1, len(paragraphs) // count)] if e.text in book]
    pipeline = Pipeline(Config(explain=True, threads=1), arithmetic=Arithmetic.FLOATS)
    reports = (pipeline.score(Document(str(i), e.text)) for i, e in enumerate(chosen))
    exact = {r.text: outcome for r in reports if (outcome := outcome_of(r)) is not None}
    gaps = np.array([abs(book[text].p_mt - outcome.p_mt) for text, outcome in exact.items()])
    lines = []
    for contrast in CONTRASTS:
        both = [rows_of(scored_rows(chosen, scores), contrast) for scores in (book, exact)]
        if all(both):
            quick, full = (area(rows, contrast, lambda r: r.outcome.p_mt) for rows in both)
            lines.append((contrast.name, full.n, f"{quick.value:.4f}", f"{full.value:.4f}"))
    products = quickest_arithmetic().value
    return (
        f"{len(exact)} paragraphs; here products are of {products}. `p_mt` differs from that in "
        f"float32 by {gaps.mean():.4f} on average and {gaps.max():.4f} at most (bar .05; AUROC "
        f".005).\n\n{table(('contrast', 'n', 'AUROC', 'AUROC in float32'), lines)}"
    )
