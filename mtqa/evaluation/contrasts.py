"""How well texts of one kind are told from texts of another, by year, pair and system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mtqa.evaluation.book import Book, Outcome
from mtqa.evaluation.metrics import Estimate, auroc
from mtqa.evaluation.tables import table
from mtqa.train.examples import Example

#: A part of a contrast needs so many machine texts, and as many human ones.
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Contrast:
    """Which kinds stand against one another, on which sets, and the AUROC to reach.

    Attributes:
        name: in tables.
        positive, negative: the kinds of text.
        sets: of the development data.
        bars: segments a text → the AUROC that the model is meant to have; none is none.
    """

    name: str
    positive: str
    negative: str
    sets: tuple[str, ...]
    bars: Mapping[int, float]


CONTRASTS = (
    Contrast("mt vs ht, wmt22", "mt", "ht", ("wmt22",), {5: 0.80, 12: 0.90}),
    Contrast("mt vs ht, htmt wmt18", "mt", "ht", ("wmt18",), {5: 0.80, 12: 0.90}),
    Contrast("mt vs ho, wmt22", "mt", "ho", ("wmt22",), {5: 0.92}),
    Contrast("mt vs ho, htmt wmt18", "mt", "ho", ("wmt18",), {5: 0.92}),
    Contrast("bt vs ho, htmt wmt18", "bt", "ho", ("wmt18",), {5: 0.75}),
    Contrast(
        "roundtrip vs original, apertium-cat",
        "roundtrip",
        "ho",
        ("apertium-cat",),
        {1: 0.90, 5: 0.98},
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A text of a contrast with its outcome."""

    example: Example
    outcome: Outcome


def scored_rows(examples: Sequence[Example], book: Book) -> list[Row]:
    """Return the examples that have a score."""
    return [Row(e, book[e.text]) for e in examples if e.text in book]


def rows_of(rows: Sequence[Row], contrast: Contrast) -> list[Row]:
    """Return the rows of a contrast; none where one of its kinds is missing."""
    kinds = {contrast.positive, contrast.negative}
    own = [r for r in rows if r.example.set in contrast.sets and r.example.kind in kinds]
    return own if {r.example.kind for r in own} == kinds else []


def area(rows: Sequence[Row], contrast: Contrast, value: Callable[[Row], float]) -> Estimate:
    """Return the AUROC of ``value`` on the rows of a contrast."""
    labels = np.array([r.example.kind == contrast.positive for r in rows], dtype=float)
    return auroc(labels, np.array([value(r) for r in rows]), [r.example.block for r in rows])


def contrast_table(examples: Sequence[Example], book: Book, n_segments: int) -> str:
    """Return a row a contrast: the whole, its worst pair and system beside their means.

    Args:
        examples: the texts.
        book: their scores.
        n_segments: a text; says which bar holds.
    """
    rows = scored_rows(examples, book)
    lines = []
    for contrast in CONTRASTS:
        own = rows_of(rows, contrast)
        if own:
            whole = area(own, contrast, lambda r: r.outcome.p_mt)
            lines.append(
                (
                    contrast.name,
                    whole.n,
                    f"**{whole}**",
                    f"{contrast.bars[n_segments]:.2f}" if n_segments in contrast.bars else "",
                    _worst_and_mean(own, contrast, lambda e: e.lp),
                    _worst_and_mean(own, contrast, system_name),
                    f"{area(own, contrast, lambda r: r.outcome.ngrams).value:.3f}",
                    f"{area(own, contrast, lambda r: r.outcome.surprisal).value:.3f}",
                )
            )
    return table(
        ("contrast", "n", "mtqa", "bar", "worst pair (mean)", "worst system (mean)", "n-grams",
         "surprisal"),
        lines,
    )  # fmt: skip


def breakdown(examples: Sequence[Example], book: Book, key: Callable[[Example], str]) -> str:
    """Return the AUROC of every contrast by ``key``, worst first."""
    rows = scored_rows(examples, book)
    found = [
        (estimate.value, (contrast.name, name, estimate.n, estimate))
        for contrast in CONTRASTS
        for name, estimate in _by(rows_of(rows, contrast), contrast, key)
    ]
    ordered = sorted(found, key=lambda item: item[0])
    return table(("contrast", "of", "n", "AUROC"), (line for _, line in ordered))


def system_name(example: Example) -> str:
    """Name a system with its language pair."""
    return f"{example.lp} {example.system}"


def _by(
    rows: Sequence[Row], contrast: Contrast, key: Callable[[Example], str]
) -> list[tuple[str, Estimate]]:
    names = sorted({key(r.example) for r in rows if r.example.kind == contrast.positive})
    found = []
    for name in names:
        machine, human = _against(rows, contrast, name, key)
        if min(len(machine), len(human)) >= _FEWEST:
            estimate = area([*machine, *human], contrast, lambda r: r.outcome.p_mt)
            found.append((name, estimate))
    return found


def _worst_and_mean(rows: Sequence[Row], contrast: Contrast, key: Callable[[Example], str]) -> str:
    found = _by(rows, contrast, key)
    if not found:
        return ""
    name, worst = min(found, key=lambda item: item[1].value)
    return f"{name} {worst.value:.3f} ({np.mean([e.value for _, e in found]):.3f})"


def _against(
    rows: Sequence[Row], contrast: Contrast, name: str, key: Callable[[Example], str]
) -> tuple[list[Row], list[Row]]:
    """Return the machine texts of group ``name`` and the human texts of the same pair."""
    machine = [r for r in rows if r.example.kind == contrast.positive and key(r.example) == name]
    pairs = {r.example.lp for r in machine}
    human = [
        r
        for r in rows
        if r.example.kind == contrast.negative
        # Originals are English whatever they were later translated into.
        and (contrast.negative == "ho" or r.example.lp in pairs)
    ]
    return machine, human
