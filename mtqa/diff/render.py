"""One function for every form that a diff comes out in."""

from __future__ import annotations

from typing import Literal

from mtqa.diff.html import render_diff_page
from mtqa.diff.json import diff_to_dict
from mtqa.diff.model import DocumentDiff
from mtqa.diff.unified import unified_diff
from mtqa.report.json import encode

#: What ``mtqa diff --format`` takes.
DiffFormat = Literal["html", "json", "text"]


def render_diff(diff: DocumentDiff, form: DiffFormat) -> str:
    """Return the diff as ``html``, ``json`` (with a line end) or ``text`` (a unified diff)."""
    if form == "html":
        return render_diff_page(diff)
    if form == "json":
        return encode(diff_to_dict(diff), indent=2) + "\n"
    return unified_diff(diff)
