"""Fold typographic variants that must not carry a decision.

Curly or straight quotes and the kind of dash tell about an editor, not about a machine;
spaces before marks (``he said , and did n't``) about a tokeniser or a typist.
"""

from __future__ import annotations

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
    """A text without its loose spaces, and where it came from.

    Attributes:
        text: what is left.
        removed: places of the spaces in the original, rising.
    """

    text: str
    removed: tuple[int, ...]

    def boundaries(self) -> list[int]:
        """Return the original's boundary for each boundary of ``text``, [len(text) + 1].

        A removed space falls to what follows it, so that spans without gaps stay so.
        """
        found: list[int] = []
        start = 0
        for place in self.removed:
            found.extend(range(start, place + 1))
            start = place + 2
        found.extend(range(start, len(self.text) + len(self.removed) + 1))
        return found


def close_spaces(folded: str) -> ClosedText:
    """Take the loose spaces out of a text that :func:`fold_typography` folded."""
    removed = tuple(found.start() for found in LOOSE_SPACE.finditer(folded))
    if not removed:
        return ClosedText(folded, ())
    return ClosedText(LOOSE_SPACE.sub("", folded), removed)
