"""Spans from word-level tags, as the data of quality estimation has them."""

from __future__ import annotations

from mtqa.types import Span


def tagged_spans(text: str, tokens: str, tags: str) -> tuple[Span, ...] | None:
    """Return the spans of the tokens tagged ``BAD``; None where tokens and text disagree.

    Args:
        text: the segment.
        tokens: its tokens, between spaces.
        tags: ``OK`` or ``BAD`` for gap, token, gap, … (2n + 1 of them); gaps are left out.
    """
    spans, at = [], 0
    for token, tag in zip(tokens.split(), tags.split()[1::2], strict=False):
        start = text.find(token, at)
        if start < 0:
            return None
        at = start + len(token)
        if tag == "BAD":
            spans.append(Span(start, at))
    return tuple(spans)
