"""Fold typographic variants that must not carry a decision.

Curly or straight quotes and the kind of dash tell about an editor, not about a machine;
spaces before marks (``he said , and did n't``) about a tokeniser or a typist; entities
(``didn&#039;t``) about how a page was copied.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_FOLDS = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    " ": "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t",
}
#: A space that typesetting does without, in text with folded quotation marks.
LOOSE_SPACE = re.compile(r" (?=[,.;:!?)\]%]|'s\b|n't\b)|(?<=[(\[]) (?=\S)")
#: Where a line ends within a paragraph, with the white space around it and the marks of a quoted
#: mail before the next line; and such marks at the head of a text.
LINE_BREAK = re.compile(
    r"\s*[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029](?:\s|>(?=[ >\w]))*|\A>(?:\s|>)*(?=\S)"
)
#: Also escaped twice: ``&amp;#39;``.
_ENTITY = re.compile(
    r"&(?:amp;){0,2}(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}[0-9]{0,2});"
)
_VARIANTS = [(variant, plain) for plain, variants in _FOLDS.items() for variant in variants]


def fold_typography(text: str) -> str:
    """Return ``text`` with straight quotes, hyphens and plain spaces.

    The length is kept: offsets into the folded text are offsets into the original.
    """
    # Most texts have none or a few of the variants: looking for each is several times as fast as
    # translating every character.
    for variant, plain in _VARIANTS:
        if variant in text:
            text = text.replace(variant, plain)
    return text


@dataclass(frozen=True, slots=True)
class ClosedText:
    """A text without its loose spaces and entities, and where it came from.

    Attributes:
        text: what is left.
        removed: places of what is gone in the original, rising.
    """

    text: str
    removed: tuple[int, ...]

    def boundaries(self) -> list[int]:
        """Return the original's boundary for each boundary of ``text``, [len(text) + 1].

        What is gone falls to what follows it, so that spans without gaps stay so.
        """
        found: list[int] = []
        start = 0
        for place in self.removed:
            found.extend(range(start, place + 1))
            start = place + 2
        found.extend(range(start, len(self.text) + len(self.removed) + 1))
        return found


def unescape(text: str) -> ClosedText:
    """Put the plain character that it stands for in each HTML entity's last place."""
    if "&" not in text:
        return ClosedText(text, ())
    pieces: list[str] = []
    removed: list[int] = []
    at = 0
    for found in _ENTITY.finditer(text):
        plain = found.group()
        while (after := html.unescape(plain)) != plain:
            plain = after
        if len(plain) == 1:
            start, end = found.span()
            pieces += (text[at:start], fold_typography(plain))
            removed.extend(range(start, end - 1))
            at = end
    return ClosedText("".join((*pieces, text[at:])), tuple(removed))


def join_lines(text: str) -> str:
    """Return ``text`` on one line, without the marks that mail puts before quoted lines.

    The length is kept: each code point of a break and of such a mark becomes a space.
    """
    return LINE_BREAK.sub(_as_spaces, text)


def _as_spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


def close_up(text: str) -> ClosedText:
    """Fold a text's typography and entities; take out loose spaces and all but one at a break."""
    unescaped = unescape(fold_typography(text))
    folded, gone = unescaped.text, unescaped.removed
    broken = [found.span() for found in LINE_BREAK.finditer(folded)]
    if broken:
        folded = join_lines(folded)
    loose = {found.start() for found in LOOSE_SPACE.finditer(folded)}
    for start, end in broken:
        # The last one stays: something has to follow what is taken out. Of marks at the head none.
        loose.update(range(start, end if unescaped.text[start] == ">" else end - 1))
    if not loose and not broken:
        return unescaped
    left = "".join(c for i, c in enumerate(folded) if i not in loose) if broken else None
    places = sorted(loose)
    if gone:
        # A place of what is left, by the boundary behind it.
        boundaries = unescaped.boundaries()
        places = [boundaries[place + 1] - 1 for place in places]
    return ClosedText(
        LOOSE_SPACE.sub("", folded) if left is None else left, tuple(sorted((*gone, *places)))
    )
