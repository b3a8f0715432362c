"""What an edit changed: aligned paragraphs, classed changes, scores before and after.

    diff = diff_documents(score_text(draft), score_text(final))
    render_diff(diff, "html")

:func:`diff_documents` compares two reports, :func:`apply_suggestions` makes the second text out
of a document's own certain repairs, :func:`render_diff` writes JSON, HTML or a unified diff.
"""

from __future__ import annotations

from mtqa.diff.align import align_texts
from mtqa.diff.classify import classify, summarize
from mtqa.diff.model import (
    Block,
    BlockDiff,
    Change,
    DocumentDiff,
    Edit,
    Scores,
    SentenceLink,
    Summary,
)
from mtqa.diff.render import DiffFormat, render_diff
from mtqa.diff.suggest import CERTAIN, apply_suggestions
from mtqa.errors import InputError
from mtqa.types import DocumentReport

__all__ = [
    "CERTAIN",
    "Block",
    "BlockDiff",
    "Change",
    "DiffFormat",
    "DocumentDiff",
    "Edit",
    "Scores",
    "SentenceLink",
    "Summary",
    "align_texts",
    "apply_suggestions",
    "diff_documents",
    "render_diff",
]


def diff_documents(before: DocumentReport, after: DocumentReport) -> DocumentDiff:
    """Compare two scored documents.

    Args:
        before: the report of the first text.
        after: the report of the second text.

    Raises:
        InputError: one of the documents could not be read.
    """
    for report in (before, after):
        if report.error is not None:
            raise InputError(f"{report.id}: cannot be compared, {report.error}")
    blocks = align_texts(
        before.text,
        after.text,
        [p.span for p in before.paragraphs],
        [p.span for p in after.paragraphs],
    )
    diffs = classify(before, after, blocks)
    return DocumentDiff(before, after, diffs, summarize(before, after, diffs))
