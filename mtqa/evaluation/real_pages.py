"""Real web pages: are the bad ones told, and are their faults shown where editors mark them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from mtqa.evaluation.book import Book
from mtqa.evaluation.metrics import auroc
from mtqa.evaluation.samples import Page
from mtqa.evaluation.tables import table


def real_pages(pages: Sequence[Page], book: Book) -> str:
    """Return AUROC, verdicts and how many marked quotes a finding overlaps."""
    known = [page for page in pages if page.text in book]
    labels = np.array([page.is_mt for page in known], dtype=float)
    if len(set(labels)) < 2:
        return "Too few pages with a score."
    outcomes = [book[page.text] for page in known]
    blocks = [str(number) for number in range(len(known))]
    ways = {
        "mtqa": [o.p_mt for o in outcomes],
        "n-grams": [o.ngrams for o in outcomes],
        "surprisal": [o.surprisal for o in outcomes],
    }
    scores = table(
        ("score", f"AUROC of {len(known)} pages"),
        [(name, auroc(labels, np.array(values), blocks)) for name, values in ways.items()],
    )
    verdicts = Counter(
        ("mt" if page.is_mt else "human", str(o.verdict))
        for page, o in zip(known, outcomes, strict=True)
    )
    quotes = [_is_met(page.text, q, book) for page in known for q in page.quotes]
    told = ", ".join(f"{kind} {verdict} {n}" for (kind, verdict), n in sorted(verdicts.items()))
    return (
        f"{scores}\n\nVerdicts: {told}.\n"
        f"Marked quotes that overlap a finding: {sum(quotes)} of {len(quotes)}."
    )


def _is_met(text: str, quote: str, book: Book) -> bool:
    start = text.find(quote)
    end = start + len(quote)
    return start >= 0 and any(s.start < end and start < s.end for s in book[text].findings)
