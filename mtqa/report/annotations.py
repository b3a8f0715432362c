"""One line a finding, for pre-commit hooks and for GitHub's workflow commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from mtqa.report.lines import LineIndex
from mtqa.report.visible import one_line, visible
from mtqa.types import DocumentReport, Severity

_GITHUB_LEVEL = {
    Severity.MINOR: "notice",
    Severity.MAJOR: "warning",
    Severity.CRITICAL: "error",
}


def write_lines(reports: Iterable[DocumentReport], stream: TextIO) -> None:
    """Write ``path:line:col: severity detector message`` for every finding.

    The document's id stands for the path. A document with an error gives one line,
    ``path:1:1: error …``.
    """
    for report in reports:
        path = one_line(report.id)
        if report.error is not None:
            stream.write(f"{path}:1:1: error {one_line(report.error)}\n")
        lines = LineIndex(report.text)
        for finding in report.findings:
            at = lines.at(finding.span.start)
            stream.write(
                f"{path}:{at.line}:{at.column}: {finding.severity} {one_line(finding.detector)} "
                f"{one_line(finding.message)}\n"
            )


def write_github(reports: Iterable[DocumentReport], stream: TextIO) -> None:
    """Write ``::warning file=…,line=…::message`` for every finding, fully escaped."""
    for report in reports:
        if report.error is not None:
            stream.write(_command("error", report.error, {"file": report.id}))
        lines = LineIndex(report.text)
        for finding in report.findings:
            start, end = lines.at(finding.span.start), lines.at(finding.span.end)
            place = {"file": report.id, "line": str(start.line)}
            if end.line == start.line:
                # GitHub refuses columns on an annotation that spans lines.
                place |= {"col": str(start.column), "endColumn": str(end.column)}
            else:
                place["endLine"] = str(end.line)
            place["title"] = finding.detector
            message = finding.message
            if finding.suggestion is not None:
                message += f"\nSuggestion: {finding.suggestion or '(delete)'}"
            stream.write(_command(_GITHUB_LEVEL[finding.severity], message, place))


def _command(level: str, message: str, place: dict[str, str]) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in place.items())
    return f"::{level} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    """Escape the message: only ``%`` and line ends end or change a workflow command."""
    return visible(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
