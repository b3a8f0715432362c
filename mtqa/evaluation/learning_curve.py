"""How the n-gram evidence grows with training data: says whether more data would help."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import numpy as np
from rich.console import Console

from mtqa.evaluation.contrasts import CONTRASTS
from mtqa.evaluation.metrics import auroc
from mtqa.evidence.ngrams import NgramSpec
from mtqa.train.corpus import bucket
from mtqa.train.evidence import (
    count_matrix,
    fit_p_mt,
    inverse_document_frequency,
    training_examples,
    weigh,
)
from mtqa.train.examples import iter_examples
from mtqa.train.featurise import sample_examples
from mtqa.train.settings import EvidenceSettings

#: Shares of the training blocks, in sixteenths.
_SIXTEENTHS = (2, 4, 8, 16)
_DEV_PARAGRAPHS = 8_000


def write_learning_curve(settings: EvidenceSettings, output: Path) -> Path:
    """Fit the evidence model on growing shares of the data and write a Markdown page."""
    console = Console(stderr=True)
    spec = NgramSpec(bits=settings.bits)
    examples = training_examples(settings.data_dir, settings.seed)
    counts = count_matrix([e.text for e in examples], spec)
    paragraphs = list(iter_examples(settings.data_dir, "dev", 5))
    dev = sample_examples(paragraphs, _DEV_PARAGRAPHS, settings.seed)
    dev_counts = count_matrix([e.text for e in dev], spec)
    lines = [
        "| share of the data | texts | " + " | ".join(c.name for c in CONTRASTS) + " |",
        "| --- | --- |" + " --- |" * len(CONTRASTS),
    ]
    for sixteenths in _SIXTEENTHS:
        inside = [i for i, e in enumerate(examples) if bucket(e.block, 16) < sixteenths]
        idf = inverse_document_frequency(counts[inside], settings.min_documents)
        fitted = fit_p_mt(weigh(counts[inside], idf), [examples[i] for i in inside], settings)
        scores = fitted.scores(weigh(dev_counts, idf))
        cells = []
        for contrast in CONTRASTS:
            kinds = {contrast.positive, contrast.negative}
            rows = [i for i, e in enumerate(dev) if e.set in contrast.sets and e.kind in kinds]
            labels = np.array([dev[i].kind == contrast.positive for i in rows], dtype=float)
            cells.append(str(auroc(labels, scores[rows], [dev[i].block for i in rows], 100)))
        lines.append(f"| {sixteenths}/16 | {len(inside)} | " + " | ".join(cells) + " |")
        console.print(lines[-1])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(_page(lines), encoding="utf-8")
    return output


def _page(lines: list[str]) -> str:
    date = datetime.now(timezone.utc).date().isoformat()
    return (
        "# Learning curve of the n-gram evidence\n\n"
        "<!-- Written by `mtqa learning-curve`; do not edit. -->\n\n"
        f"Made on {date} by `mtqa learning-curve`. Paragraph AUROC with 95 % intervals on the "
        "development sets, by share of the training *blocks* (about thirty source segments "
        "each) that the linear model saw. No language model, no detectors.\n\n"
        + "\n".join(lines)
        + "\n"
    )
