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
_ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8});")
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


def fold_entities(folded: str) -> str:
    """Return a folded text with each HTML entity as the plain character that it stands for."""
    return _unescaped(folded)[0]


def _unescaped(folded: str) -> tuple[str, list[int]]:
    """Return the same, and the places that are gone: all of an entity's but the last."""
    if "&" not in folded:
        return folded, []
    pieces: list[str] = []
    removed: list[int] = []
    at = 0
    for found in _ENTITY.finditer(folded):
        plain = fold_typography(html.unescape(found.group()))
        if len(plain) == 1:
            start, end = found.span()
            pieces += (folded[at:start], plain)
            removed.extend(range(start, end - 1))
            at = end
    return "".join((*pieces, folded[at:])), removed


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


def close_up(text: str) -> ClosedText:
    """Fold a text's typography and entities and take its loose spaces out."""
    folded, gone = _unescaped(fold_typography(text))
    loose = [found.start() for found in LOOSE_SPACE.finditer(folded)]
    if not loose:
        return ClosedText(folded, tuple(gone))
    if gone:
        # A place of what is left, by the boundary behind it.
        boundaries = ClosedText(folded, tuple(gone)).boundaries()
        loose = [boundaries[place + 1] - 1 for place in loose]
    return ClosedText(LOOSE_SPACE.sub("", folded), tuple(sorted((*gone, *loose))))
