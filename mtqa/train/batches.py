"""Cut texts into batches of one length, and a few development texts to watch a run with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from mtqa.train.examples import SEGMENTS_PER_PARAGRAPH, Example, iter_examples

#: Units whose batches are cut together, so that those of one length meet.
_SORTED_TOGETHER = 2_000


def even_batches(
    lengths: Sequence[int], tokens: int, seed: int, counts: Sequence[int] | None = None
) -> Iterator[list[int]]:
    """Cut units of texts into batches of about ``tokens`` padded pieces, in a seeded order.

    Args:
        lengths: of the longest text of each unit, in pieces, as it is padded.
        tokens: of a batch; a larger unit is a batch of its own.
        seed: of the order.
        counts: texts of each unit; one each without it.

    Yields:
        Places of units.
    """
    counts = counts or [1] * len(lengths)
    draw = np.random.default_rng(seed)
    order = draw.permutation(len(lengths)).tolist()
    for start in range(0, len(order), _SORTED_TOGETHER):
        batches: list[list[int]] = [[]]
        rows = 0
        for i in sorted(order[start : start + _SORTED_TOGETHER], key=lengths.__getitem__):
            if (rows + counts[i]) * lengths[i] > tokens and batches[-1]:
                batches.append([])
                rows = 0
            batches[-1].append(i)
            rows += counts[i]
        yield from (batches[k] for k in draw.permutation(len(batches)))


def watched_paragraphs(data: Path, each: int, seed: int) -> list[Example]:
    """Return some development paragraphs of each set, machine and human translations alike.

    Args:
        data: folder of the translation data.
        each: how many of either kind of a set.
        seed: of the draw.
    """
    groups: dict[tuple[str, bool], list[Example]] = defaultdict(list)
    for example in iter_examples(data, "dev", SEGMENTS_PER_PARAGRAPH):
        if example.kind in {"mt", "ht"}:
            groups[example.set, example.is_mt].append(example)
    draw = np.random.default_rng(seed)
    return [
        groups[key][i] for key in sorted(groups) for i in draw.permutation(len(groups[key]))[:each]
    ]


def auroc_by_set(texts: Sequence[Example], scores: Sequence[float]) -> dict[str, float]:
    """Return the AUROC of machine against human translation by development set."""
    found = {}
    for name in sorted({text.set for text in texts}):
        own = [i for i, text in enumerate(texts) if text.set == name]
        labels = [texts[i].is_mt for i in own]
        found[name] = round(float(roc_auc_score(labels, [scores[i] for i in own])), 4)
    return found
