"""JSON of a diff: a stable schema that other programs read.

Every key is always there, in this order; a missing score is ``null``; ``[start, end]`` are
half-open code points of the side's own text::

    {"schema": 1,
     "before": {"id", "n_chars", "p_mt", "verdict", "quality", "fluency", "signature"},
     "after": {the same},
     "summary": {"changes": {"repair", "introduce", "neutral"},
                 "blocks": {"same", "edited", "split", "merge", "insert", "delete"}, "moved",
                 "removed": {detector: n}, "added": {detector: n},
                 "words": {"before", "after", "kept"},
                 "gained": {"quality", "fluency", "p_mt"}},
     "blocks": [{"kind", "moved", "similarity",
                 "before": {"start", "end", "paragraphs": [index], "p_mt", "fluency"},
                 "after": {the same},
                 "sentences": [{"before": [start, end], "after": [start, end],
                                "n_before", "n_after"}],
                 "edits": [{"kind": "equal|replace|insert|delete",
                            "before": [start, end], "after": [start, end]}],
                 "changes": [{"kind", "class": "repair|introduce|neutral",
                              "before": {"start", "end", "text", "bits"}, "after": {the same},
                              "repairs": [n], "introduces": [n]}],
                 "removed": [finding of the first text], "added": [finding of the second]}]}

``repairs`` and ``introduces`` are positions in the block's ``removed`` and ``added``. Changes are
the block's edits that are not equal, in the same order.
"""

from __future__ import annotations

from typing import Any, get_args

from mtqa.diff.model import (
    BlockDiff,
    BlockKind,
    Change,
    DocumentDiff,
    Scores,
    Summary,
)
from mtqa.types import DocumentReport, Finding, Span

#: Version of the schema, raised when a key changes its meaning or goes away.
SCHEMA = 1


def diff_to_dict(diff: DocumentDiff) -> dict[str, Any]:
    """Return the diff as the schema's object.

    Probabilities, fluency and similarity have 4 decimals, quality 1, surprisal 3.
    """
    return {
        "schema": SCHEMA,
        "before": _document(diff.before),
        "after": _document(diff.after),
        "summary": _summary(diff.summary),
        "blocks": [_block(block, diff) for block in diff.blocks],
    }


def _document(report: DocumentReport) -> dict[str, Any]:
    return {
        "id": report.id,
        "n_chars": len(report.text),
        "p_mt": _rounded(report.p_mt, 4),
        "verdict": None if report.verdict is None else str(report.verdict),
        "quality": _rounded(report.quality, 1),
        "fluency": _rounded(report.fluency, 4),
        "signature": report.signature,
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "changes": dict(summary.changes),
        "blocks": {kind: summary.blocks.get(kind, 0) for kind in get_args(BlockKind)},
        "moved": summary.moved,
        "removed": dict(summary.removed),
        "added": dict(summary.added),
        "words": {
            "before": summary.words_before,
            "after": summary.words_after,
            "kept": summary.words_kept,
        },
        "gained": {
            "quality": _rounded(summary.quality_gained, 1),
            "fluency": _rounded(summary.fluency_gained, 4),
            "p_mt": _rounded(summary.p_mt_gained, 4),
        },
    }


def _block(part: BlockDiff, diff: DocumentDiff) -> dict[str, Any]:
    block = part.block
    removed = {id(finding): k for k, finding in enumerate(part.removed)}
    added = {id(finding): k for k, finding in enumerate(part.added)}
    return {
        "kind": block.kind,
        "moved": block.moved,
        "similarity": _rounded(block.similarity, 4),
        "before": _side(block.before, block.before_paragraphs, part.before_scores),
        "after": _side(block.after, block.after_paragraphs, part.after_scores),
        "sentences": [
            {
                "before": _pair(link.before),
                "after": _pair(link.after),
                "n_before": link.n_before,
                "n_after": link.n_after,
            }
            for link in block.sentences
        ],
        "edits": [
            {"kind": edit.kind, "before": _pair(edit.before), "after": _pair(edit.after)}
            for edit in block.edits
        ],
        "changes": [_change(change, diff, removed, added) for change in part.changes],
        "removed": [_finding(finding) for finding in part.removed],
        "added": [_finding(finding) for finding in part.added],
    }


def _side(span: Span, paragraphs: tuple[int, ...], scores: Scores) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "paragraphs": list(paragraphs),
        "p_mt": _rounded(scores.p_mt, 4),
        "fluency": _rounded(scores.fluency, 4),
    }


def _change(
    change: Change, diff: DocumentDiff, removed: dict[int, int], added: dict[int, int]
) -> dict[str, Any]:
    return {
        "kind": change.edit.kind,
        "class": change.verdict,
        "before": _stretch(diff.before.text, change.edit.before, change.bits_before),
        "after": _stretch(diff.after.text, change.edit.after, change.bits_after),
        "repairs": [removed[id(finding)] for finding in change.repairs],
        "introduces": [added[id(finding)] for finding in change.introduces],
    }


def _stretch(text: str, span: Span, bits: float | None) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "text": span.of(text),
        "bits": _rounded(bits, 3),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "detector": finding.detector,
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.text,
        "severity": str(finding.severity),
        "confidence": _rounded(finding.confidence, 4),
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _rounded(value: float | None, digits: int) -> float | None:
    # float() frees numpy scalars, which json does not know.
    return None if value is None else round(float(value), digits)
