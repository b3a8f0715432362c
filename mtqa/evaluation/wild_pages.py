"""Mean surprisal of real pages: does it tell garbled and spun ones from human ones?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mtqa.errors import TrainingError
from mtqa.evaluation.metrics import Estimate, auroc
from mtqa.features import mean_bits
from mtqa.lm.base import SurprisalModel
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.train.corpus import read_jsonl
from mtqa.types import Status


def surprisal_auroc(model: SurprisalModel, path: Path) -> Estimate:
    """Return the AUROC of bits per word over the pages of ``path`` (``wild-dev.jsonl``).

    A page's bits per word are those of its scorable paragraphs together.

    Raises:
        TrainingError: the file is missing.
    """
    if not path.is_file():
        raise TrainingError(f"{path}: missing; pass --data the folder with wild/, human/ …")
    labels, scores = [], []
    for record in read_jsonl(path):
        labels.append(float(record["label"] == "mt"))
        scores.append(page_bits(model, record["text"]))
    pages = [str(i) for i in range(len(labels))]
    return auroc(np.array(labels), np.array(scores), pages, draws=1_000)


def page_bits(model: SurprisalModel, text: str) -> float:
    """Return bits per word over the scorable paragraphs of a page; NaN where it has none."""
    paragraphs = [p for p in segment(text, find_masks(text)) if p.status is Status.OK]
    scored = model.surprisals([p.span.of(text) for p in paragraphs])
    words = sum(p.n_words for p in paragraphs)
    return mean_bits([t for tokens in scored for t in tokens], words) if words else float("nan")
