"""The HTML report of one document: one file that needs no network and no JavaScript."""

from __future__ import annotations

from markupsafe import Markup

from mtqa.report.index import IndexEntry, render_index
from mtqa.report.page import render_page, shared
from mtqa.report.view import build
from mtqa.types import DocumentReport

__all__ = ["SCRIPT", "IndexEntry", "render_body", "render_index", "render_report"]

#: The script that moves between findings and shows tooltips. It attaches itself to every
#: report in the page; after replacing one, call ``mtqaReport.attach(element)``.
SCRIPT = "_report.js.j2"


def render_report(report: DocumentReport, index: str | None = None) -> str:
    """Return the report as a whole page.

    Args:
        report: what to show.
        index: path of the index page relative to this one, to link back to it.
    """
    return render_page(
        "report.html.j2", scripts=(SCRIPT,), view=build(report), level=1, index=index
    )


def render_body(report: DocumentReport, level: int = 2) -> Markup:
    """Return the report as an ``<article>`` for another page of the same shell.

    Args:
        report: what to show.
        level: of its heading, 1 to 5.
    """
    module = shared().get_template("_report_body.html.j2")
    return Markup(module.render(view=build(report), level=level))  # noqa: S704 (escaped inside)
