"""Findings for tests that need some."""

from __future__ import annotations

from mtqa.types import Finding, Severity, Span


def finding(
    severity: Severity = Severity.MINOR,
    confidence: float = 0.9,
    detector: str = "punctuation.made_up",
    text: str = "oops",
) -> Finding:
    """A finding at the start of a text that begins with ``text``."""
    return Finding(detector, Span(0, len(text)), text, severity, confidence, "made up")
