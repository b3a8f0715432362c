r"""Space before a mark.

What it finds
    A space before a comma or a full stop: ``the house , which``.

Why it suggests machine translation
    Engines work on tokens, marks among them, and put words together again by rule. What they
    leave apart shows.

Examples
    ``They bought the house , which was old .``

When it is wrong
    File suffixes and numbers (``.NET``, ``.5``), ellipses and spaced dots stay silent. People
    mistype this as well: it is a fault of severity minor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_SPACED = re.compile(r"(?P<span>[ \t]{1,3}[,.])(?=[ \n\"”]|\Z)")
_WORD_END = re.compile(r"[A-Za-z0-9)”\"’'%]\Z")
#: Without one of these there is no space before a mark.
_NEEDED = (" ,", " .", "\t,", "\t.")


def find(view: View) -> Iterator[Match]:
    """Yield the space with the mark."""
    text = view.text
    if not any(spaced in text for spaced in _NEEDED):
        return
    for found in _SPACED.finditer(text):
        start, end = found.span()
        mark = text[end - 1]
        if not _WORD_END.search(text[max(0, start - 1) : start]):
            continue
        # Spaced dots (``. . .``) are an ellipsis.
        if text[end : end + 2] == " ." or text[end : end + 2] == " ,":
            continue
        yield Match(start, end, f"a space stands before “{mark}”", mark)


DETECTOR = Detector(
    id="punctuation.space_before_mark",
    summary="a space before a comma or a full stop",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "They bought the house⟦ ,⟧ which was old.",
        "Nobody came to the meeting⟦ .⟧",
        "He sold (for little)⟦ ,⟧ everything⟦ .⟧ Then he left.",
    ),
    good=(
        "They wrote it in .NET and saved .5 per cent.",
        "And then . . . nothing happened.",
        "He said: “No, never.”",
        "I am not sure ... perhaps.",
        "It costs 3,000 dollars, or 2.5 per head.",
        "Type cd .. and press Enter.",
    ),
)
