r"""Leftover markup.

What it finds
    HTML entities (``&amp;``, ``&amp;amp;``, ``isn#39;t``), tags (``<b>``, ``[/b]``), placeholders
    of templates and translation tools (``{name}``, ``{{title}}``, ``%s``, ``[[link]]``,
    ``__PH0__``), shortcodes (``[/caption]``).

Why it suggests machine translation
    Translation pipelines replace markup by placeholders and fail to put it back; copied pages
    carry entities through several programs.

Examples
    ``Research &amp; development grew by 4 percent.``

When it is wrong
    Texts about programming name tags and placeholders on purpose. In code, in quotation marks
    or before a word such as ``tag`` they stay silent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.masked_tags import with_tags
from mtqa.types import Severity

_NAME = r"(?:[A-Za-z]{2,8}[0-9]{0,2}|#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5});"
#: Also escaped more than once (``&amp;amp;``), without its ampersand or without its semicolon.
_ENTITY = (
    rf"&(?:amp;){{0,4}}{_NAME}"
    r"|(?<=[A-Za-z])#(?:39|34|38|160|8[0-9]{3});"
    r"|(?<![\w&#;])(?:nbsp|quot|rsquo|lsquo|rdquo|ldquo|mdash|ndash|hellip);"
    r"|&(?:nbsp|quot|rsquo|lsquo|rdquo|ldquo|mdash|ndash|hellip|#8217|#8220|#8221|#39|#039)(?![\w;=])"
)
_TAG = (
    r"</?(?:b|i|u|p|br|hr|em|strong|div|span|font|center|blockquote|li|ul|ol|td|tr|th|table|img|"
    r"sup|sub|h[1-6]|strike|a|x|g|ph|bpt|ept|ref|nowiki|small|section|article|figure|iframe|tbody|thead|"
    r"html|body|input|button|label|form|del|ins|mark|cite)(?:[ ][^<>\n]{0,200})?[ ]?/?>"
)
_PLACEHOLDER = (
    r"\{\{[^{}\n]{1,60}\}\}|(?<![\w\\$^_}\]\ufffc])\{[A-Za-z_][A-Za-z0-9_.]{0,30}\}|\$\{[\w.]{1,30}\}"
    r"|\{[0-9]\}|%(?:[0-9]\$)?[sd](?![\w%])|%\([a-z_]{1,30}\)[sd]|\[\[[^\[\]\n]{1,80}\]\]"
    r"|__[A-Z]{1,12}_?[0-9]{1,4}__|@@[A-Z]{1,12}_?[0-9]{1,4}@@|\[object Object\]"
)
_SHORTCODE = (
    r"\[/?(?:caption|embed|gallery|audio|video|vc_\w{1,30}|et_pb_\w{1,30}|quote|url|img|size|color)"
    r"(?:[ ]?[a-z_]{0,20}=[^\[\]\n]{0,200})?\]"
    r"|\[/(?:b|i|u|s|center|list|code|spoiler|youtube|li|h[1-6])\]"
    r"|\[(?P<bb>b|i|u|s|center|spoiler)\](?=[^\[\]\n]{1,200}\[/(?P=bb)\])"
)
_MARKUP = re.compile("|".join((_ENTITY, _TAG, _PLACEHOLDER, _SHORTCODE)))
_NAMED = re.compile(
    r"[ ]*(?:tags?|elements?|entity|entities|attribute|placeholders?|macros?|directive)\b"
)
#: Before what is named and not left over: ``a %s``, ``stat -c %d``, ``"%d articles"``.
_BEFORE_NAME = re.compile(
    r"(?:\b(?:a|an|the|one|printf|format|formats)|-\w|[/*\"'`“‘\ufffc%])[ ]?\Z", re.I
)
#: Before an entity that few pages carry, where a text tells of it.
_OF_ENTITY = re.compile(
    r"\b(?:of|the|renders?|change|changes|changed|uses?|using|replaces?|for)[ ]\Z"
)
_TOLD_OF = frozenset("hyphen zwnj zwj shy lrm rlm ensp emsp thinsp".split())
#: Without one of these no pattern can match.
_SIGNS = re.compile(r"[&<{%\[_@;]")


def find(view: View) -> Iterator[Match]:
    """Yield markup; an entity is repaired by the character it stands for."""
    text = with_tags(view)
    if not _SIGNS.search(text):
        return
    for found in _MARKUP.finditer(text):
        start, end = found.span()
        shown = found.group()
        if _NAMED.match(text, end) or _quoted(text, start, end):
            continue
        before = text[max(0, start - 12) : start]
        if shown[0] == "%" and (before[-1:].isalnum() or _BEFORE_NAME.search(before)):
            continue
        if shown[0] in "&#" or shown[-1] == ";":
            if shown.strip("&;") in _TOLD_OF and _OF_ENTITY.search(before):
                continue
            plain = _unescaped(shown)
            if plain == shown:
                continue
            yield Match(start, end, f"“{shown}” is an HTML entity left in the text", plain)
        elif shown[0] == "<":
            yield Match(start, end, f"“{shown}” is an HTML tag left in the text", "")
        else:
            yield Match(start, end, f"“{shown}” is a placeholder left in the text")


def _unescaped(shown: str) -> str:
    """Return what an entity stands for, or ``shown`` itself if it is none."""
    whole = shown if shown[0] == "&" else f"&{shown}"
    whole = whole if whole[-1] == ";" else f"{whole};"
    before = whole
    while (after := html.unescape(before)) != before:
        before = after
    return shown if before == whole else before


def _quoted(text: str, start: int, end: int) -> bool:
    return start > 0 and enclosed(text[start - 1 : end + 1], 1, end - start + 1)


DETECTOR = Detector(
    id="residue.markup",
    summary="HTML entities, tags or template placeholders in the text",
    severity=Severity.MAJOR,
    confidence=0.85,
    find=find,
    bad=(
        "Research ⟦&amp;⟧ development grew by 4 percent.",
        "Dear ⟦{first_name}⟧, thank you for your order.",
        "The council ⟦<b>⟧rejected⟦</b>⟧ the plan of the ⟦<u>⟧ mayor.",
        "The deal, for ⟦&pound;⟧250,000, was the ⟦&#8220;⟧best⟦&#8221;⟧ of all.",
        "More than ⟦%s⟧ people came to ⟦__PH0__⟧ on Sunday.",
        "The ⟦[b]⟧new⟦[/b]⟧ plan isn⟦#8217;⟧t his, said Tom ⟦&amp;amp;⟧ Sons⟦&nbsp⟧ Ltd.",
        "See ⟦[[Paris]]⟧ and ⟦{{citation needed}}⟧ for more.",
    ),
    good=(
        "AT&T and Q&A; R&D pays off.",
        "Sales rose 5%so far, a 100% success.",
        "If a < b and b > c, the set {a, b} has two members.",
        "Use the <b> tag for bold text.",
        "The placeholder “{name}” stands for the customer.",
        "“[The minister] left early,” she said [sic]; the ad [video here] ran.",
        "Grades: [b] passes; room #39; [i] fails; see the note;",
        "He wrote f{x} = $x^{n}$ on the board.",
        "Say \\documentclass[12pt]{letter} at the top, or \\usepackage[italian]{babel} below it.",
        'The dprint had a %s where a number was passed; the reply is "%d articles mailed".',
        "The manual renders &hyphen; as it should, and so does the handling of &zwnj; now.",
    ),
)
