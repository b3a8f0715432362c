"""The shell of every HTML page: one template environment, one look, one security policy.

A page is one file. Its policy allows exactly the styles and scripts written into it, by
their hashes, and neither network nor inline handlers. Other views build on it::

    render_page("_mine.html.j2", styles=("_mine.css.j2",), scripts=("_mine.js.j2",), …)

where the template extends ``_shell.html.j2`` and fills its blocks.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mtqa.report import words
from mtqa.report.groups import SLOTS, fault_of, group_of
from mtqa.report.links import href
from mtqa.report.segments import BITS, EVIDENCE_COLOURS, share_colour
from mtqa.report.visible import visible

#: The style sheet that every page has.
STYLE = "_style.css.j2"


def environment(extra: BaseLoader | None = None) -> Environment:
    """Return an environment that escapes every value, refuses None and undefined ones.

    Args:
        extra: looked in for templates that are not among the report's own.
    """
    own = PackageLoader("mtqa.report", "templates")
    found = Environment(
        loader=own if extra is None else ChoiceLoader([own, extra]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    found.filters |= {
        "visible": visible,
        "probability": words.probability,
        "number": words.number,
        "count": words.count,
        "group_of": group_of,
        "fault_of": fault_of,
        "colour": share_colour,
        "clip": words.clip,
        "strongest": words.strongest,
        "href": href,
    }
    found.globals |= {
        "VERDICT": words.VERDICT,
        "STATUS": words.STATUS,
        "DASH": words.DASH,
        "BITS": BITS,
        "SLOTS": SLOTS,
        "EVIDENCE_COLOURS": EVIDENCE_COLOURS,
    }
    return found


def render_page(
    template: str,
    *,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    connect_self: bool = False,
    env: Environment | None = None,
    **context: object,
) -> str:
    """Render a template that extends the shell.

    Args:
        template: its name.
        scripts: names of the templates that become ``<script>`` elements.
        styles: names of style sheets after :data:`STYLE`.
        connect_self: let scripts talk to the server that the page came from.
        env: where the templates are; the report's own if None.
        context: the template's values.
    """
    env = env or shared()
    return env.get_template(template).render(
        shell_csp=page_policy(scripts, styles, connect_self=connect_self, env=env),
        shell_styles=[_asset(env, name) for name in (STYLE, *styles)],
        shell_scripts=[_asset(env, name) for name in scripts],
        **context,
    )


def page_policy(
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    *,
    connect_self: bool = False,
    env: Environment | None = None,
) -> str:
    """Return the policy of the page that :func:`render_page` makes of the same arguments."""
    env = env or shared()
    return content_security_policy(
        [_asset(env, name) for name in (STYLE, *styles)],
        [_asset(env, name) for name in scripts],
        connect_self=connect_self,
    )


@cache
def shared() -> Environment:
    """Return the environment of the report's own templates, with its compiled templates."""
    return environment()


def content_security_policy(
    styles: Sequence[str], scripts: Sequence[str], *, connect_self: bool = False
) -> str:
    """Return a policy that allows these texts of ``<style>`` and ``<script>`` and no others."""
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    for name, texts in (("style-src", styles), ("script-src", scripts)):
        if texts:
            rules.append(" ".join([name, *(f"'sha256-{_digest(text)}'" for text in texts)]))
    if connect_self:
        rules.append("connect-src 'self'")
    return "; ".join(rules)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(env: Environment, name: str) -> Markup:
    # The assets are ours and hold no value of a user, so they go in as they are.
    return Markup(env.get_template(name).render())  # noqa: S704


def _finalize(value: object) -> object:
    """Make every value that a template prints safe to look at, before it is escaped."""
    if value is None:
        raise TypeError("a template prints None; give it a dash or leave the element out")
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value
