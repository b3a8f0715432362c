"""How the n-gram evidence grows with training data, and what each of its targets tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
from rich.console import Console

from mtqa.evaluation.contrasts import CONTRASTS
from mtqa.evaluation.metrics import Estimate, Vector, auroc, bootstrap, tpr_at_fpr
from mtqa.evaluation.samples import passages_of, unseen_native
from mtqa.evaluation.sizes import Sizes
from mtqa.evaluation.tables import table
from mtqa.evidence.linear import WORDING, Evidence, LinearEvidence
from mtqa.train.corpus import bucket
from mtqa.train.evidence import (
    count_ngrams,
    fit_p_mt,
    inverse_document_frequency,
    match_topics,
    training_examples,
    weigh,
)
from mtqa.train.examples import Example, iter_examples
from mtqa.train.featurise import sample_examples
from mtqa.train.roundtrips import MADE
from mtqa.train.settings import EvidenceSettings

#: Shares of the training blocks, in sixteenths.
_SIXTEENTHS = (2, 4, 8, 16)
_DEV_PARAGRAPHS = 8_000
_DRAWS = 100
#: How much of wmt22's machine translation is found where so many native passages are taken for it.
_FALSE_POSITIVES = 0.01
#: Columns and the bars of the whole scorer; the last column is the share found.
NAMES = (*(contrast.name for contrast in CONTRASTS), "wmt22 MT found at 1 % of native passages")
BARS: tuple[float | None, ...] = (*(contrast.bars.get(5) for contrast in CONTRASTS), 0.40)


def write_learning_curve(settings: EvidenceSettings, output: Path) -> Path:
    """Fit the evidence model on growing shares of the data and write a Markdown page."""
    console = Console(stderr=True)
    examples = [e for e in training_examples(settings) if e.kind != "learner" and e.set != MADE]
    counted = count_ngrams([e.text for e in examples], WORDING)
    keys = counted.frequent(settings.min_documents)
    counts = counted.over(keys)
    del counted
    paragraphs = list(iter_examples(settings.data_dir, "dev", 5))
    native = passages_of(unseen_native(settings.data_dir), Sizes().native_passages)
    dev = [*sample_examples(paragraphs, _DEV_PARAGRAPHS, settings.seed), *native]
    dev_counts = count_ngrams([e.text for e in dev], WORDING).over(keys)
    curve, figures_of = [], []
    for sixteenths in _SIXTEENTHS:
        inside = [i for i, e in enumerate(examples) if bucket(e.block, 16) < sixteenths]
        idf = inverse_document_frequency(counts[inside], settings.min_documents)
        rows, own = weigh(counts[inside], idf), [examples[i] for i in inside]
        fitted = fit_p_mt(rows, own, match_topics(rows, own), settings)
        figures = _figures(dev, fitted.scores(weigh(dev_counts, idf)))
        figures_of.append([own.value for own in figures])
        curve.append([f"{sixteenths}/16", len(inside), *map(str, figures)])
        console.print(curve[-1])
    shipped = LinearEvidence.load(settings.output).score_all([e.text for e in dev])
    targets = [
        [
            f"`{field.name}`",
            *map(str, _figures(dev, np.array([getattr(e, field.name) for e in shipped]))),
        ]
        for field in fields(Evidence)
        if field.name != "fluency"
    ]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        _page(
            table(["share of the data", "texts", *NAMES], curve),
            table(["", *NAMES], doublings(figures_of)),
            table(["target", *NAMES], targets),
        ),
        encoding="utf-8",
    )
    return output


def doublings(figures: Sequence[Sequence[float]]) -> list[list[str]]:
    """Say how often the data would have to double for the curve to reach the bars.

    Args:
        figures: those of :data:`NAMES` at 1/8, 1/4, 1/2 and all of the data, [4, columns].

    Returns:
        Rows of a table: the gain a doubling (least squares), the bar, and the doublings that a
        straight line needs to it.
    """
    gains = np.polyfit(np.arange(len(figures)), np.array(figures), 1)[0]
    needed = [
        "" if bar is None else f"{max(0.0, (bar - last) / gain):.0f}" if gain > 0 else "never"
        for bar, last, gain in zip(BARS, figures[-1], gains, strict=True)
    ]
    return [
        ["gain a doubling", *(f"{gain:+.3f}" for gain in gains)],
        ["bar", *("" if bar is None else f"{bar:.2f}" for bar in BARS)],
        ["doublings to it", *needed],
    ]


def _figures(dev: Sequence[Example], scores: Vector) -> list[Estimate]:
    """Return the AUROC of each contrast and the share of machine translation found."""
    figures = []
    for contrast in CONTRASTS:
        kinds = (contrast.positive, contrast.negative)
        rows = [i for i, e in enumerate(dev) if any(_is_of(e, k, contrast.sets) for k in kinds)]
        labels = np.array([dev[i].kind == contrast.positive for i in rows], dtype=float)
        figures.append(auroc(labels, scores[rows], [dev[i].block for i in rows], _DRAWS))
    rows = [i for i, e in enumerate(dev) if e.kind == "native" or _is_of(e, "mt", ("wmt22",))]
    labels, own = np.array([dev[i].is_mt for i in rows], dtype=float), scores[rows]
    found = bootstrap(
        lambda places: tpr_at_fpr(labels[places], own[places], _FALSE_POSITIVES),
        labels,
        [dev[i].block for i in rows],
        _DRAWS,
    )
    return [*figures, found]


def _is_of(example: Example, kind: str, sets: Sequence[str]) -> bool:
    return example.kind == kind and example.set in sets


def _page(curve: str, needed: str, targets: str) -> str:
    date = datetime.now(timezone.utc).date().isoformat()
    return (
        "# The n-gram evidence alone\n\n"
        "<!-- Written by `mtqa learning-curve`; do not edit. -->\n\n"
        f"Made on {date} by `mtqa learning-curve`: paragraph AUROC with 95 % intervals on the "
        "development sets; in the last column, the share of wmt22's machine translations found "
        "where one in a hundred passages of unseen native publishers is taken for one. No language "
        "model, no encoder, no detectors.\n\n"
        "## Learning curve\n\n"
        "The target `p_mt`, by the share of the training *blocks* (about thirty source segments "
        f"each) that it was fitted on.\n\n{curve}\n\n"
        "Were the curve to go on straight over the logarithm of the data, this target "
        f"alone would need so much more for the model's bars:\n\n{needed}\n\n"
        "## Each target of the shipped fit\n\n"
        "`words_ranking` reads whole words only, `structure_ranking` only function words, marks "
        "and the endings of other words.\n\n"
        f"{targets}\n"
    )
