"""JSON and JSON Lines: the stable schema that other programs read.

The order of the keys is fixed and every key is always there; a missing score is ``null``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TextIO

from mtqa.types import DocumentReport, Finding, ParagraphReport

#: Version of the schema, raised when a key changes its meaning or goes away.
SCHEMA = 1

#: Lone surrogates have no UTF-8; U+0085, U+2028 and U+2029 end a line for many readers of
#: JSON Lines. Both stand only inside strings, where an escape means the same.
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def document_to_dict(report: DocumentReport) -> dict[str, Any]:
    """Return the report as the schema's object, in the schema's order.

    Probabilities and fluency have 4 decimals, quality 1, surprisal 3.
    """
    return {
        "schema": SCHEMA,
        "id": report.id,
        "status": str(report.status),
        "language": report.language,
        "n_chars": len(report.text),
        "n_tokens": report.n_tokens,
        "p_mt": _rounded(report.p_mt, 4),
        "verdict": None if report.verdict is None else str(report.verdict),
        "quality": _rounded(report.quality, 1),
        "fluency": _rounded(report.fluency, 4),
        "paragraphs": [_paragraph(paragraph) for paragraph in report.paragraphs],
        "reasons": list(report.reasons),
        "signature": report.signature,
        "title": report.title,
        "error": report.error,
    }


def write_jsonl(reports: Iterable[DocumentReport], stream: TextIO) -> None:
    """Write one line a document, each as soon as its report comes."""
    for report in reports:
        stream.write(encode(document_to_dict(report)) + "\n")
        stream.flush()


def write_json(reports: Iterable[DocumentReport], stream: TextIO) -> None:
    """Write a list of the documents, indented, without holding them all in memory."""
    before = "[\n"
    for report in reports:
        stream.write(before + encode(document_to_dict(report), indent=2))
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def encode(value: object, indent: int | None = None) -> str:
    """Return ``value`` as JSON that encodes as UTF-8 whatever its strings hold.

    Raises:
        ValueError: a number is infinite or not a number.
    """
    plain = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def _paragraph(paragraph: ParagraphReport) -> dict[str, Any]:
    values = {
        "index": paragraph.index,
        "start": paragraph.span.start,
        "end": paragraph.span.end,
        "status": str(paragraph.status),
        "p_mt": _rounded(paragraph.p_mt, 4),
        "fluency": _rounded(paragraph.fluency, 4),
        "surprisal_bits": _rounded(paragraph.surprisal_bits, 3),
        "n_tokens": paragraph.n_tokens,
        "findings": [_finding(finding) for finding in paragraph.findings],
        "language": paragraph.language,
    }
    if paragraph.contributions:  # asked for by --explain
        values["contributions"] = [
            {
                "feature": part.feature,
                "value": _rounded(part.value, 4),
                "log_odds": _rounded(part.log_odds, 4),
            }
            for part in paragraph.contributions
        ]
    return values


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


def _rounded(value: float | None, digits: int) -> float | None:
    # float() frees numpy scalars, which json does not know.
    return None if value is None else round(float(value), digits)
