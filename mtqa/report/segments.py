"""Overlapping findings and tokens, cut into pieces that a tree of elements can hold.

A paragraph becomes a row of segments; inside one segment the same findings apply everywhere.
A finding that spans several segments keeps its level, the height of its underline, in all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mtqa.types import Finding, Span, TokenSurprisal

#: Underlines that fit below one line of text. A finding that finds no free level is shown
#: by its number alone.
LEVELS = 3

#: Lower bounds, in bits, of the surprisal's colours 1, 2, …; below the first is colour 0.
BITS = (4.0, 6.0, 8.0, 10.0, 12.0, 15.0)

#: Colours of the evidence, from sure of a human (0) to sure of a machine.
EVIDENCE_COLOURS = 11


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as the report shows it: its number, from 1, and its style's slot."""

    number: int
    slot: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one colour of each heat map; None where no token lies."""

    text: str
    bits: int | None
    evidence: int | None


@dataclass(frozen=True, slots=True)
class Underline:
    """A finding over a segment, at one of the levels ``0 … LEVELS - 1``, up to ``end``."""

    mark: Mark
    level: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text over which the same findings lie.

    Attributes:
        points: findings without width or without a free level that start here; their
            numbers stand before the text.
        underlines: findings over the text, by level.
        runs: the text.
        numbers: findings that end here; their numbers stand after the text.
    """

    points: tuple[Mark, ...]
    underlines: tuple[Underline, ...]
    runs: tuple[Run, ...]
    numbers: tuple[Mark, ...]


def split(
    text: str,
    span: Span,
    own: Sequence[Mark],
    carried: Sequence[Mark],
    tokens: Iterable[TokenSurprisal],
) -> list[Segment]:
    """Cut ``span`` of ``text`` into segments, in time linear in its length and its marks.

    Args:
        text: the document.
        span: the paragraph, or a part of it.
        own: findings that begin here, by start: underlined and numbered. What lies outside
            ``span`` is cut off.
        carried: findings that began before: underlined only.
        tokens: the paragraph's tokens in reading order.
    """
    begins: dict[int, list[Underline]] = {}
    points: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    cuts = {span.start, span.end}
    free_from = [0] * LEVELS
    numbered = {mark.number for mark in own}
    for mark in (*carried, *own):
        start = min(max(mark.finding.span.start, span.start), span.end)
        end = min(max(mark.finding.span.end, start), span.end)
        level = next((i for i, at in enumerate(free_from) if at <= start), None)
        if end > start and level is not None:
            free_from[level] = end
            cuts |= {start, end}
            begins.setdefault(start, []).append(Underline(mark, level, end))
            if mark.number in numbered:
                ends.setdefault(end, []).append(mark)
        elif mark.number in numbered:
            cuts.add(start)
            points.setdefault(start, []).append(mark)
    heat = _Heat(text, tokens)
    segments: list[Segment] = []
    active: list[Underline] = []
    places = sorted(cuts)
    for start, end in pairwise(places):
        active = [u for u in active if u.end > start] + begins.get(start, [])
        segments.append(
            Segment(
                points=tuple(points.get(start, ())),
                underlines=tuple(sorted(active, key=lambda u: u.level)),
                runs=tuple(heat.runs(start, end)),
                numbers=tuple(ends.get(end, ())),
            )
        )
    if span.end in points:
        segments.append(Segment(tuple(points[span.end]), (), (), ()))
    return segments


class _Heat:
    """Reads tokens forward and gives the coloured runs of one range after another."""

    def __init__(self, text: str, tokens: Iterable[TokenSurprisal]) -> None:
        self._text = text
        self._pieces = _pieces(tokens)
        self._at = 0

    def runs(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs of ``[start, end)``; calls must move forward."""
        pieces = self._pieces
        while self._at < len(pieces) and pieces[self._at][0].end <= start:
            self._at += 1
        at, place = self._at, start
        begin, colour = start, _PLAIN
        while place < end:
            piece = pieces[at] if at < len(pieces) else None
            if piece is None or piece[0].start >= end:
                upto, its = end, _PLAIN
            elif piece[0].start > place:
                upto, its = piece[0].start, _PLAIN
            else:
                upto, its = min(piece[0].end, end), piece[1]
                at += 1
            if its != colour:
                if place > begin:
                    yield Run(self._text[begin:place], *colour)
                begin, colour = place, its
            place = upto
        if end > begin:
            yield Run(self._text[begin:end], *colour)


_Colour = tuple["int | None", "int | None"]
_PLAIN: _Colour = (None, None)


def _pieces(tokens: Iterable[TokenSurprisal]) -> list[tuple[Span, _Colour]]:
    """Return disjoint coloured spans; tokens that share a code point add their bits up."""
    joined: list[tuple[Span, float, float | None]] = []
    for token in tokens:
        done = joined[-1][0].end if joined else 0
        if token.span.end <= done:
            if joined and len(token.span):
                span, bits, evidence = joined[-1]
                joined[-1] = (span, bits + token.bits, evidence)
            continue
        start = max(token.span.start, done)
        joined.append((Span(start, token.span.end), token.bits, token.evidence))
    return [(span, (bits_colour(bits), _evidence(share))) for span, bits, share in joined]


def bits_colour(bits: float) -> int:
    """Return the colour ``0 … len(BITS)`` of a token's surprisal."""
    return bisect_right(BITS, bits)


def share_colour(share: float) -> int:
    """Return the colour ``0 … EVIDENCE_COLOURS - 1`` of a probability."""
    return min(EVIDENCE_COLOURS - 1, max(0, round(share * (EVIDENCE_COLOURS - 1))))


def _evidence(share: float | None) -> int | None:
    return None if share is None else share_colour(share)
