"""The HTML page of a diff: one file, side by side and inline, without JavaScript."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from mtqa.diff.model import DocumentDiff
from mtqa.diff.view import build
from mtqa.report.page import environment, render_page

#: The style sheet that a page with a diff in it needs after the shell's own.
STYLE = "_diff.css.j2"


def render_diff_page(diff: DocumentDiff) -> str:
    """Return the diff as a whole page."""
    return render_page(
        "diff.html.j2", styles=(STYLE,), env=diff_environment(), view=build(diff), level=1
    )


def render_diff_body(diff: DocumentDiff, level: int = 2) -> Markup:
    """Return the diff as an ``<article>`` for another page of the same shell.

    Args:
        diff: what to show.
        level: of its heading, 1 to 5.
    """
    module = diff_environment().get_template("_diff_body.html.j2")
    return Markup(module.render(view=build(diff), level=level))  # noqa: S704 (escaped inside)


@cache
def diff_environment() -> Environment:
    """Return the report's environment with the templates of the diff."""
    return environment(PackageLoader("mtqa.diff", "templates"))
