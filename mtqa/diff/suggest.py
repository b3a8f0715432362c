"""Apply the certain repairs of a document's findings, for ``mtqa diff DOC --suggest``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtqa.errors import InputError
from mtqa.types import Finding, Span

#: A repair is certain enough to apply from this confidence of its finding on, in [0, 1].
CERTAIN = 0.8


def apply_suggestions(
    text: str, findings: Iterable[Finding], threshold: float = CERTAIN
) -> tuple[str, tuple[Finding, ...]]:
    """Put the suggestions of certain findings in place.

    Where certain findings overlap, the surest is applied, then the longest, then the first.

    Args:
        text: the document that the findings speak of.
        findings: its findings; those without a suggestion are left alone.
        threshold: least confidence of a finding to be applied, in [0, 1].

    Returns:
        The repaired text and the findings applied, in reading order.

    Raises:
        InputError: a finding's text does not stand at its span.
    """
    certain = [
        f for f in findings if f.suggestion not in (None, f.text) and f.confidence >= threshold
    ]
    for finding in certain:
        if finding.span.of(text) != finding.text:
            raise InputError(
                f"finding {finding.detector} at {finding.span.start} is off the text; "
                "score the text again"
            )
    applied = _without_overlap(certain)
    pieces: list[str] = []
    at = len(text)
    for finding in reversed(applied):
        pieces += (text[finding.span.end : at], finding.suggestion or "")
        at = finding.span.start
    pieces.append(text[:at])
    return "".join(reversed(pieces)), applied


def _without_overlap(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Keep the preferred of findings that overlap or stand at the same place."""
    order = sorted(
        findings,
        key=lambda f: (-f.confidence, -len(f.span), f.span, f.detector, f.suggestion or ""),
    )
    taken: set[int] = set()
    kept: list[Finding] = []
    for finding in order:
        places = _places(finding.span)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(finding)
    return tuple(sorted(kept, key=lambda f: f.span))


def _places(span: Span) -> range:
    """Number code points and the gaps between them: two spans clash where they share one.

    Code point ``k`` is ``2k + 1``, the gap before it ``2k``. A span holds its code points and
    the gaps inside; an empty span holds its gap.
    """
    return (
        range(2 * span.start + 1, 2 * span.end)
        if len(span)
        else range(2 * span.start, 2 * span.start + 1)
    )
