"""How well predicted spans meet marked ones, in characters and in tokens.

Counts are summed over all texts (micro average). A token is a run of word characters or a single
mark, and is *marked* where a span shares a character with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mtqa.types import Severity, Span

_TOKEN = re.compile(r"\w+|[^\w\s]")
_GRADE = {Severity.MINOR: 1, Severity.MAJOR: 2, Severity.CRITICAL: 2}

Counts = npt.NDArray[np.float64]
Grades = npt.NDArray[np.int8]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marked:
    """A span and how grave it is; None where nobody said."""

    span: Span
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """One text's counts of units (characters or tokens).

    Attributes:
        both: marked and predicted.
        predicted: predicted but not marked.
        marked: marked but not predicted.
        neither: the rest.
        credit: like ``both``, with half a point where the severities differ.
    """

    both: float
    predicted: float
    marked: float
    neither: float
    credit: float

    def row(self) -> tuple[float, ...]:
        """Return the counts in the order that :func:`f1`, :func:`mcc` … take."""
        return (self.both, self.predicted, self.marked, self.neither, self.credit)


def character_overlap(text: str, gold: Sequence[Marked], found: Sequence[Marked]) -> Overlap:
    """Count the characters of ``text``."""
    return _overlap(_painted(len(text), gold), _painted(len(text), found))


def token_overlap(text: str, gold: Sequence[Marked], found: Sequence[Marked]) -> Overlap:
    """Count the tokens of ``text``."""
    tokens = np.array([match.span() for match in _TOKEN.finditer(text)], dtype=np.int64)
    starts, ends = tokens.reshape(-1, 2).T
    return _overlap(
        *(_gravest(_painted(len(text), spans), starts, ends) for spans in (gold, found))
    )


def precision(counts: Counts) -> float:
    """Return the marked share of what was predicted; 0 where nothing was."""
    both, predicted = counts[..., 0].sum(), counts[..., 1].sum()
    return float(both / (both + predicted)) if both + predicted else 0.0


def recall(counts: Counts) -> float:
    """Return the predicted share of what is marked; 0 where nothing is."""
    both, marked = counts[..., 0].sum(), counts[..., 2].sum()
    return float(both / (both + marked)) if both + marked else 0.0


def f1(counts: Counts) -> float:
    """Return the harmonic mean of precision and recall in [0, 1].

    Args:
        counts: one :meth:`Overlap.row` a text, shape (texts, 5).
    """
    both, predicted, marked = counts[..., 0].sum(), counts[..., 1].sum(), counts[..., 2].sum()
    total = 2 * both + predicted + marked
    return float(2 * both / total) if total else 0.0


def severity_f1(counts: Counts) -> float:
    """Return F1 with half credit for the wrong severity, as in WMT's fine-grained QE task.

    Minor is one grade; major and critical are the other, since most data know two.
    """
    both, predicted, marked, _, credit = (counts[..., i].sum() for i in range(5))
    total = 2 * both + predicted + marked
    return float(2 * credit / total) if total else 0.0


def mcc(counts: Counts) -> float:
    """Return Matthews' correlation in [-1, 1]; 0 where either side is constant."""
    both, predicted, marked, neither = (float(counts[..., i].sum()) for i in range(4))
    parts = (both + predicted, both + marked, neither + predicted, neither + marked)
    if not all(parts):
        return 0.0
    return (both * neither - predicted * marked) / math.prod(math.sqrt(p) for p in parts)


def _painted(length: int, spans: Sequence[Marked]) -> Grades:
    """Return the grade of each character: 0 unmarked, 1 minor, 2 major, critical or unknown."""
    grades = np.zeros(length, dtype=np.int8)
    for marked in sorted(spans, key=lambda m: _grade(m.severity)):
        grades[marked.span.start : marked.span.end] = _grade(marked.severity)
    return grades


def _gravest(grades: Grades, starts: Offsets, ends: Offsets) -> Grades:
    """Return the highest grade inside each range, counting with prefix sums."""
    any_mark, grave = (np.append(0, np.cumsum(grades >= grade)) for grade in (1, 2))
    marked = (any_mark[ends] > any_mark[starts]).astype(np.int8)
    return marked + (grave[ends] > grave[starts]).astype(np.int8)


def _grade(severity: Severity | None) -> int:
    return 2 if severity is None else _GRADE[severity]


def _overlap(gold: Grades, found: Grades) -> Overlap:
    both = (gold > 0) & (found > 0)
    return Overlap(
        both=float(both.sum()),
        predicted=float(((gold == 0) & (found > 0)).sum()),
        marked=float(((gold > 0) & (found == 0)).sum()),
        neither=float(((gold == 0) & (found == 0)).sum()),
        credit=float((both & (gold == found)).sum() + 0.5 * (both & (gold != found)).sum()),
    )
