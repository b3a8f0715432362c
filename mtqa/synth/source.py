"""A clean document as corruptions see it: text, readable paragraphs, sentences."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from mtqa.detectors.base import READABLE
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.types import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The text and where prose stands in it.

    Attributes:
        text: the clean document.
        paragraphs: spans of its readable paragraphs, in order.
        sentences: for each of these paragraphs, the spans of its sentences.
        hidden: spans that detectors do not see (code, URLs, foreign quotations), in order.
    """

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[tuple[Span, ...], ...]
    hidden: tuple[Span, ...]

    @classmethod
    def read(cls, text: str) -> Source:
        """Segment ``text`` as the scorer does."""
        hidden = find_masks(text)
        readable = [p for p in segment(text, hidden) if p.status in READABLE]
        return cls(
            text,
            tuple(p.span for p in readable),
            tuple(tuple(_tight(text, s) for s in p.sentences) for p in readable),
            hidden,
        )

    @property
    def all_sentences(self) -> tuple[Span, ...]:
        """The sentences of all paragraphs in reading order."""
        return tuple(s for sentences in self.sentences for s in sentences)

    def is_prose(self, start: int, end: int) -> bool:
        """Tell whether ``[start, end)`` lies in one readable paragraph, clear of masks."""
        home = bisect_right(self.paragraphs, start, key=lambda p: p.start) - 1
        if home < 0 or end > self.paragraphs[home].end:
            return False
        after = bisect_right(self.hidden, end, key=lambda h: h.start) - 1
        return after < 0 or self.hidden[after].end < start


def _tight(text: str, span: Span) -> Span:
    """Return ``span`` without the white space at its ends."""
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))
