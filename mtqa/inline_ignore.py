"""Silence a detector inside a text: ``<!-- mtqa-ignore punctuation.quotes -->``.

The comment works on the paragraph it stands in; standing alone, on the next one. Several ids
or groups may follow one another; none means every detector.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from mtqa.detectors.base import Paragraph
from mtqa.types import Finding

_COMMENT = re.compile(r"<!--[ \t]*mtqa-ignore((?:[ \t,]+[a-z_]+(?:\.[a-z_]+)?)*)[ \t]*-->")


def silenced(
    text: str,
    paragraphs: Sequence[Paragraph],
    found: Mapping[int, tuple[Finding, ...]],
) -> dict[int, tuple[Finding, ...]]:
    """Return ``found`` without what comments in ``text`` silence."""
    kept = dict(found)
    if "mtqa-ignore" not in text:
        return kept
    prose = [p for p in paragraphs if not _COMMENT.fullmatch(text, p.span.start, p.span.end)]
    for comment in _COMMENT.finditer(text):
        names = frozenset(comment.group(1).replace(",", " ").split())
        target = _target(comment, prose)
        if target is not None and target.index in kept:
            kept[target.index] = tuple(
                f for f in kept[target.index] if names and not _named(f.detector, names)
            )
    return kept


def _named(detector: str, names: frozenset[str]) -> bool:
    return detector in names or detector.partition(".")[0] in names


def _target(comment: re.Match[str], prose: Sequence[Paragraph]) -> Paragraph | None:
    """Return the paragraph around the comment, or the next one where it stands alone."""
    at = bisect_right(prose, comment.start(), key=lambda p: p.span.start) - 1
    if at >= 0 and comment.start() < prose[at].span.end:
        return prose[at]
    return prose[at + 1] if at + 1 < len(prose) else None
