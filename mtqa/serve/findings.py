"""The first part of the page's answer: the findings, while the scores are still computed."""

from __future__ import annotations

from dataclasses import replace

from mtqa.types import DocumentReport, ParagraphReport


def without_scores(report: DocumentReport) -> DocumentReport:
    """Return ``report`` with its paragraphs and findings only; every score is None.

    What finds quickly may score as well, but by other means: its scores are not those that
    follow, and nobody should see them change.
    """
    return replace(
        report,
        n_tokens=0,
        p_mt=None,
        verdict=None,
        quality=None,
        fluency=None,
        paragraphs=tuple(_without_scores(paragraph) for paragraph in report.paragraphs),
        reasons=(),
    )


def _without_scores(paragraph: ParagraphReport) -> ParagraphReport:
    return replace(
        paragraph,
        p_mt=None,
        fluency=None,
        surprisal_bits=None,
        n_tokens=0,
        tokens=(),
        contributions=(),
    )
