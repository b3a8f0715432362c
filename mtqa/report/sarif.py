"""SARIF 2.1.0, for code-review tools.

Positions count Unicode code points (``columnKind``); lines and columns start at 1. A
document's id stands for its path.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TextIO

from mtqa.detectors.base import Detector
from mtqa.report.json import encode
from mtqa.report.lines import LineIndex
from mtqa.report.links import relative_url
from mtqa.report.visible import visible
from mtqa.types import DocumentReport, Finding, Severity, Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL = {Severity.MINOR: "note", Severity.MAJOR: "warning", Severity.CRITICAL: "error"}

#: Code points each side of a finding that make its fingerprint, so that it survives edits
#: elsewhere in the document.
_CONTEXT = 40


def write_sarif(reports: Iterable[DocumentReport], stream: TextIO) -> None:
    """Write all reports as one SARIF log with one run."""
    # Detectors load their phrase lists; only this format needs the whole catalogue.
    from mtqa.detectors import catalogue

    stream.write(encode(sarif_log(reports, catalogue()), indent=2) + "\n")


def sarif_log(
    reports: Iterable[DocumentReport], catalogue: Mapping[str, Detector]
) -> dict[str, Any]:
    """Return the SARIF log of ``reports``.

    Args:
        reports: documents; one with an error becomes a notification.
        catalogue: detectors by id, the rules; a finding of another id gets a bare rule.
    """
    rules = {name: _rule(detector) for name, detector in catalogue.items()}
    index = {name: place for place, name in enumerate(rules)}
    results: list[dict[str, Any]] = []
    notifications: list[dict[str, Any]] = []
    for report in reports:
        if report.error is not None:
            notifications.append(
                {
                    "level": "error",
                    "message": {"text": visible(report.error)},
                    "locations": [{"physicalLocation": {"artifactLocation": _artifact(report)}}],
                }
            )
        lines = LineIndex(report.text)
        seen: Counter[str] = Counter()
        for finding in report.findings:
            if finding.detector not in index:
                index[finding.detector] = len(rules)
                rules[finding.detector] = {"id": finding.detector}
            fingerprint = _fingerprint(report, finding)
            seen[fingerprint] += 1
            result = _result(report, finding, lines, f"{fingerprint}:{seen[fingerprint]}")
            results.append({**result, "ruleIndex": index[finding.detector]})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "mtqa", "version": _version(), "rules": list(rules.values())}
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": notifications,
                    }
                ],
                "results": results,
            }
        ],
    }


def _rule(detector: Detector) -> dict[str, Any]:
    return {
        "id": detector.id,
        "shortDescription": {"text": detector.summary},
        "fullDescription": {"text": detector.doc or detector.summary},
        "help": {"text": detector.doc or detector.summary},
        "defaultConfiguration": {"level": _LEVEL[detector.severity]},
        "properties": {"tags": [detector.group], "precision": _precision(detector.confidence)},
    }


def _precision(confidence: float) -> str:
    """Return the word that code-scanning pages show for a rule's precision."""
    if confidence >= 0.95:
        return "very-high"
    return "high" if confidence >= 0.8 else "medium" if confidence >= 0.5 else "low"


def _result(
    report: DocumentReport, finding: Finding, lines: LineIndex, fingerprint: str
) -> dict[str, Any]:
    region = _region(finding.span, lines)
    result: dict[str, Any] = {
        "ruleId": finding.detector,
        "level": _LEVEL[finding.severity],
        "rank": round(100 * finding.confidence, 1),
        "message": {"text": visible(finding.message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(report),
                    "region": {**region, "snippet": {"text": finding.text}},
                }
            }
        ],
        "partialFingerprints": {"mtqaFinding/v1": fingerprint},
    }
    if finding.suggestion is not None:
        result["fixes"] = [
            {
                "description": {"text": "Delete it" if not finding.suggestion else "Replace it"},
                "artifactChanges": [
                    {
                        "artifactLocation": _artifact(report),
                        "replacements": [
                            {
                                "deletedRegion": region,
                                "insertedContent": {"text": finding.suggestion},
                            }
                        ],
                    }
                ],
            }
        ]
    return result


def _region(span: Span, lines: LineIndex) -> dict[str, Any]:
    start, end = lines.at(span.start), lines.at(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": span.start,
        "charLength": len(span),
    }


def _artifact(report: DocumentReport) -> dict[str, str]:
    return {"uri": relative_url(report.id)}


def _fingerprint(report: DocumentReport, finding: Finding) -> str:
    near = report.text[max(0, finding.span.start - _CONTEXT) : finding.span.end + _CONTEXT]
    content = f"{finding.detector}\0{finding.text}\0{' '.join(near.split())}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _version() -> str:
    try:
        return version("mtqa")
    except PackageNotFoundError:
        return "0"
