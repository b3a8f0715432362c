"""Native English: false alarms of the shipped thresholds, and what is found at one per cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mtqa.calibrate import Thresholds
from mtqa.evaluation.book import Book
from mtqa.evaluation.contrasts import Row, scored_rows
from mtqa.evaluation.metrics import bootstrap, rate, tpr_at_fpr
from mtqa.evaluation.samples import Samples
from mtqa.evaluation.tables import table
from mtqa.train.examples import Example

_FALSE_POSITIVES = 0.01
#: Words that the protocol of the data asks of a paragraph at least.
_PARAGRAPH_WORDS = 40


def false_alarms(samples: Samples, book: Book, thresholds: Mapping[str, Thresholds]) -> str:
    """Return the share of native texts at or above the thresholds, by profile and publisher."""
    kinds = {
        "paragraphs": samples.native_paragraphs,
        "passages": samples.native_passages,
        "documents": samples.native_documents,
    }
    rows = {name: scored_rows(examples, book) for name, examples in kinds.items()}
    lines = [
        (
            profile,
            *(of.paragraph, _share(rows["paragraphs"], of.paragraph)),
            _share(rows["passages"], of.paragraph),
            *(of.likely_mt, _share(rows["documents"], of.likely_mt)),
        )
        for profile, of in thresholds.items()
    ]
    head = [f"{name} (n = {len(own)})" for name, own in rows.items()]
    profiles = table(
        ("profile", "threshold of one paragraph", *head[:2], "of several", head[2]), lines
    )
    paragraphs = rows["paragraphs"]
    by_publisher = []
    for name in sorted({r.example.system for r in paragraphs}):
        own = [r for r in paragraphs if r.example.system == name]
        share = _share(own, thresholds["default"].paragraph)
        by_publisher.append((name, len(own), share))
    by_publisher.sort(key=lambda line: str(line[2]), reverse=True)
    publishers = table(("publisher (paragraphs, default profile)", "n", "share"), by_publisher)
    return f"{profiles}\n\n{publishers}"


def found_at_one_percent(samples: Samples, book: Book) -> str:
    """Return the share of machine texts found where one native text in a hundred is."""
    mt = [e for e in samples.paragraphs if e.set == "wmt22" and e.kind == "mt"]
    roundtrip = [e for e in samples.paragraphs if e.kind == "roundtrip"]
    documents = [e for e in samples.documents if e.set == "wmt22" and e.kind == "mt"]
    passages, paragraphs = samples.native_passages, samples.native_paragraphs
    longer = [e for e in paragraphs if len(e.text.split()) >= _PARAGRAPH_WORDS]
    lines = [
        ("wmt22 MT paragraphs", "native passages", *_found(mt, passages, book), "0.40"),
        ("wmt22 MT paragraphs", "native paragraphs", *_found(mt, paragraphs, book), ""),
        (
            "wmt22 MT paragraphs",
            f"those of {_PARAGRAPH_WORDS} words and more",
            *_found(mt, longer, book),
            "",
        ),
        (
            "wmt22 MT documents",
            "native documents",
            *_found(documents, samples.native_documents, book),
            "0.60",
        ),
        ("round-trip paragraphs", "native passages", *_found(roundtrip, passages, book), "0.80"),
        ("round-trip paragraphs", "native paragraphs", *_found(roundtrip, paragraphs, book), ""),
    ]
    return table(("machine texts", "against", "n", "TPR at 1 % FPR", "n-grams", "bar"), lines)


def _found(
    machine: Sequence[Example], native: Sequence[Example], book: Book
) -> tuple[object, object, object]:
    rows = scored_rows([*machine, *native], book)
    labels = np.array([r.example.is_mt for r in rows], dtype=float)
    if len(set(labels)) < 2:
        return (len(rows), "", "")
    blocks = [r.example.block for r in rows]
    own = np.array([r.outcome.p_mt for r in rows])
    ngrams = np.array([r.outcome.ngrams for r in rows])
    found = bootstrap(
        lambda places: tpr_at_fpr(labels[places], own[places], _FALSE_POSITIVES), labels, blocks
    )
    alone = tpr_at_fpr(labels, ngrams, _FALSE_POSITIVES)
    return (found.n, f"**{found}**", f"{alone:.3f}")


def _share(rows: Sequence[Row], threshold: float) -> str:
    if not rows:
        return ""
    blocks = [r.example.block for r in rows]
    return str(rate([r.outcome.p_mt >= threshold for r in rows], blocks))
