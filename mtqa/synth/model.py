"""The values of synthesis: an edit, a corruption, a labelled record.

Offsets of an :class:`Edit` count code points of the clean text; those of a :class:`Label` and of
a :class:`Repair` count code points of the corrupted text. All are half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from mtqa.synth.source import Source
from mtqa.types import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One possible fault: ``after`` in place of ``[start, end)`` of the clean text.

    Attributes:
        start: where it begins in the clean text.
        end: where it ends there; equal to ``start`` for an insertion.
        after: the faulty text.
        mark: the fault proper, as a span of ``after``; never empty.
    """

    start: int
    end: int
    after: str
    mark: Span

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"bad edit [{self.start}, {self.end})")
        if not self.mark.start < self.mark.end <= len(self.after):
            raise ValueError(f"mark {self.mark} is empty or outside {self.after!r}")


@dataclass(frozen=True, slots=True)
class Corruption:
    """How to make the fault that one detector names.

    Attributes:
        detector: id of the detector that should find the fault.
        edits: yields every edit that makes the fault in a clean text; draws wordings from the
            generator it is given; linear in the length of the text.
    """

    detector: str
    edits: Callable[[Source, Random], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class Label:
    """Where a fault stands in the corrupted text."""

    detector: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """What undoes one edit: ``before`` in place of ``span`` of the corrupted text."""

    span: Span
    before: str


@dataclass(frozen=True, slots=True)
class SynthRecord:
    """A corrupted document; ``labels[i]`` and ``repairs[i]`` belong to one fault."""

    id: str
    text: str
    original: str
    labels: tuple[Label, ...]
    repairs: tuple[Repair, ...]
    seed: int
    slice: str

    def as_json(self) -> dict[str, Any]:
        """Return the record as one JSON object."""
        return {
            "id": self.id,
            "text": self.text,
            "original": self.original,
            "labels": [
                {
                    "detector": label.detector,
                    "start": label.span.start,
                    "end": label.span.end,
                    "text": label.text,
                }
                for label in self.labels
            ],
            "edits": [
                {"start": r.span.start, "end": r.span.end, "before": r.before} for r in self.repairs
            ],
            "seed": self.seed,
            "slice": self.slice,
        }


def restore(text: str, repairs: Iterable[Repair]) -> str:
    """Return the clean text: every repair made, from the last to the first."""
    for repair in sorted(repairs, key=lambda r: r.span, reverse=True):
        text = text[: repair.span.start] + repair.before + text[repair.span.end :]
    return text
