"""The values check themselves."""

from __future__ import annotations

import dataclasses

import pytest

from mtqa.types import (
    DocumentReport,
    Finding,
    ParagraphReport,
    Severity,
    Span,
    Status,
    Verdict,
)


def finding(text: str, start: int, end: int, confidence: float = 0.9) -> Finding:
    return Finding("a.b", Span(start, end), text, Severity.MINOR, confidence, "why")


def report(text: str, *findings: Finding) -> DocumentReport:
    paragraph = ParagraphReport(
        0, Span(0, len(text)), Status.TOO_SHORT, None, None, None, 0, findings
    )
    return DocumentReport(
        "d", text, Status.TOO_SHORT, None, 0, None, None, None, None, (paragraph,), (), "s"
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_is_a_range(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="bad span"):
        Span(start, end)


def test_spans_overlap_where_they_share_a_code_point() -> None:
    assert Span(0, 2).overlaps(Span(1, 3))
    assert not Span(0, 2).overlaps(Span(2, 3))
    assert not Span(1, 1).overlaps(Span(1, 1))
    assert Span(0, 2).shift(3) == Span(3, 5)
    assert Span(1, 3).of("a😀bc") == "😀b"


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        finding("ab", 0, 2, confidence)


def test_a_finding_is_as_long_as_its_span() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        finding("abc", 0, 2)


def test_a_report_refuses_a_finding_off_its_text() -> None:
    with pytest.raises(ValueError, match="off its text"):
        report("some words", finding("wor", 0, 3))
    assert report("some words", finding("wor", 5, 8)).findings[0].text == "wor"


def test_values_are_frozen_and_slotted() -> None:
    span = Span(0, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        span.start = 2  # type: ignore[misc]
    assert not hasattr(span, "__dict__")


def test_words_print_as_their_value() -> None:
    assert f"{Status.WRONG_LANGUAGE} {Verdict.LIKELY_MT} {Severity.MAJOR}" == (
        "wrong_language likely_mt major"
    )
