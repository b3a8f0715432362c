"""The page that scores as you type, on the shell and with the script of the report."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader

from mtqa.report.html import SCRIPT
from mtqa.report.page import environment, page_policy, render_page
from mtqa.serve.files import SUFFIXES

_SCRIPTS = (SCRIPT, "_swap.js.j2", "_serve.js.j2")
_STYLES = ("_serve.css.j2",)


def render_start_page(version: str) -> str:
    """Return the page, empty of any text."""
    return render_page(
        "serve.html.j2",
        scripts=_SCRIPTS,
        styles=_STYLES,
        connect_self=True,
        env=_environment(),
        version=version,
        suffixes=SUFFIXES,
    )


def start_page_policy() -> str:
    """Return its content security policy as a header; a header can also forbid framing."""
    policy = page_policy(_SCRIPTS, _STYLES, connect_self=True, env=_environment())
    return f"{policy}; frame-ancestors 'none'"


@cache
def _environment() -> Environment:
    return environment(PackageLoader("mtqa.serve", "templates"))
