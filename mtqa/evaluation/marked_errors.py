"""How findings and word evidence meet the errors that people marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mtqa.evaluation.book import Book
from mtqa.evaluation.metrics import bootstrap
from mtqa.evaluation.samples import MarkedText
from mtqa.evaluation.spans import (
    Marked,
    Overlap,
    character_overlap,
    f1,
    mcc,
    precision,
    recall,
    token_overlap,
)
from mtqa.evaluation.tables import table
from mtqa.evidence.base import EncoderEvidence, EvidenceModel, WordEvidence
from mtqa.train.corpus import bucket

#: Thresholds tried for word evidence, as shares of all words that are flagged.
_SHARES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)

Counts = npt.NDArray[np.float64]
Units = Callable[[str, Sequence[Marked], Sequence[Marked]], Overlap]
#: A way to flag, its threshold (None where it needs none), the texts and their counts.
Prediction = tuple[str, float | None, list[MarkedText], Counts]


@dataclass(frozen=True, slots=True)
class _WordSignal:
    """A number a word by which words may be flagged."""

    name: str
    value: Callable[[WordEvidence], float]


_ERROR = _WordSignal("word error", lambda word: word.error)
_SIGNALS = (_ERROR, _WordSignal("word P(MT)", lambda word: word.p_mt))


def marked_errors(rows: Sequence[MarkedText], book: Book, encoder: EvidenceModel) -> str:
    """Return character precision, recall and F1 on each set, with floors."""
    words = _word_evidence(rows, encoder)
    lines = []
    for name in dict.fromkeys(row.set for row in rows):
        own = [row for row in rows if row.set == name]
        for signal, at, kept, counts in _predictions(own, book, words, character_overlap, f1):
            found = bootstrap(
                lambda places, c=counts: f1(c[places]),  # type: ignore[misc]
                None,
                [row.block for row in kept],
            )
            random, everything = _floors(counts)
            label = signal if at is None else f"{signal} ≥ {at:.2f}"
            lines.append(
                (name, label, len(kept), f"{precision(counts):.3f}", f"{recall(counts):.3f}",
                 f"**{found}**", f"{random:.3f}", f"{everything:.3f}")
            )  # fmt: skip
    head = ("set", "flagged by", "n", "precision", "recall", "F1", "F1 of as many at random",
            "F1 of all flagged")  # fmt: skip
    return table(head, lines)


def tagged_tokens(rows: Sequence[MarkedText], book: Book, encoder: EvidenceModel) -> str:
    """Return Matthews' correlation over the tokens of MLQE, by pair and in the mean."""
    words = _word_evidence(rows, encoder)
    pairs = sorted({row.set for row in rows})
    by_signal: dict[str, list[float]] = {}
    cells: dict[str, dict[str, str]] = {}
    for lp in pairs:
        own = [row for row in rows if row.set == lp]
        for signal, threshold, kept, counts in _predictions(own, book, words, token_overlap, mcc):
            found = bootstrap(
                lambda places, c=counts: mcc(c[places]),  # type: ignore[misc]
                None,
                [row.block for row in kept],
            )
            by_signal.setdefault(signal, []).append(found.value)
            at = "" if threshold is None else f" at {threshold:.2f}"
            cells.setdefault(signal, {})[lp] = f"{found}{at}"
    lines = [
        (signal, *(cells[signal].get(lp, "–") for lp in pairs), f"**{np.mean(values):.3f}**")
        for signal, values in by_signal.items()
    ]
    return table(("flagged by", *pairs, "mean"), lines)


def _word_evidence(
    rows: Sequence[MarkedText], encoder: EvidenceModel
) -> Mapping[str, EncoderEvidence | None]:
    return {text: encoder.score(text) for text in dict.fromkeys(row.text for row in rows)}


def _predictions(
    rows: Sequence[MarkedText],
    book: Book,
    words: Mapping[str, EncoderEvidence | None],
    units: Units,
    aim: Callable[[Counts], float],
) -> list[Prediction]:
    """Return each way to flag, its threshold, the texts it is measured on and their counts.

    Findings need no threshold and are measured on all texts. The threshold of a word signal is
    the best for ``aim`` on half of the blocks; it is measured on the other half, word error also
    together with the findings.
    """
    found: list[Prediction] = []
    scored = [row for row in rows if row.text in book]
    if scored:
        spans = [[Marked(span) for span in book[row.text].findings] for row in scored]
        found.append(("findings", None, scored, _counts(scored, spans, units)))
    halves = [[row for row in rows if bucket(row.block, 2) == half] for half in (0, 1)]
    if not all(halves):
        return found
    for signal in _SIGNALS:
        values = [signal.value(w) for row in halves[0] for w in _words(words[row.text])]
        if not values:
            continue
        thresholds = np.quantile(values, [1 - share for share in _SHARES])
        chosen = max(
            thresholds,
            key=lambda t: aim(_flagged(halves[0], words, signal, t, units)),
        )
        counts = _flagged(halves[1], words, signal, float(chosen), units)
        found.append((signal.name, float(chosen), halves[1], counts))
        kept = [row for row in halves[1] if row.text in book]
        if signal is _ERROR and kept:
            spans = [
                [
                    *(Marked(span) for span in book[row.text].findings),
                    *_above(words[row.text], signal, float(chosen)),
                ]
                for row in kept
            ]
            name = f"findings or {signal.name}"
            found.append((name, float(chosen), kept, _counts(kept, spans, units)))
    return found


def _flagged(
    rows: Sequence[MarkedText],
    words: Mapping[str, EncoderEvidence | None],
    signal: _WordSignal,
    threshold: float,
    units: Units,
) -> Counts:
    spans = [_above(words[row.text], signal, threshold) for row in rows]
    return _counts(rows, spans, units)


def _above(evidence: EncoderEvidence | None, signal: _WordSignal, threshold: float) -> list[Marked]:
    return [Marked(w.span) for w in _words(evidence) if signal.value(w) >= threshold]


def _words(evidence: EncoderEvidence | None) -> Sequence[WordEvidence]:
    return evidence.words if evidence is not None else ()


def _counts(rows: Sequence[MarkedText], spans: Sequence[Sequence[Marked]], units: Units) -> Counts:
    return np.array(
        [
            units(row.text, [Marked(span) for span in row.errors], found).row()
            for row, found in zip(rows, spans, strict=True)
        ]
    )


def _floors(counts: Counts) -> tuple[float, float]:
    """Return the F1 of flagging as many characters at random, and of flagging all."""
    both, predicted, marked, neither = (float(counts[:, i].sum()) for i in range(4))
    total = both + predicted + marked + neither
    prevalence, flagged = (both + marked) / total, (both + predicted) / total

    def harmonic(own_precision: float, own_recall: float) -> float:
        both = own_precision + own_recall
        return 2 * own_precision * own_recall / both if both else 0.0

    return harmonic(prevalence, flagged), harmonic(prevalence, 1.0)
