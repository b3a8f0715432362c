r"""Glued comma.

What it finds
    Two words with a comma and no space between them: ``the house,which``.

Why it suggests machine translation
    Chinese and Japanese write no space after a comma, and the engine keeps it so.

Examples
    ``They bought the house,which was old.``

When it is wrong
    Numbers, lists of short codes (``a,b,c``), chains without any space (``red,green,blue``) and
    identifiers stay silent. People mistype this as well: it is a fault of severity minor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import word_before
from mtqa.types import Severity

_GLUE = re.compile(r",(?P<right>[A-Za-z]['’a-z]*)(?=[ .;:!?\n]|\Z)")


def find(view: View) -> Iterator[Match]:
    """Yield both words and the comma."""
    text = view.text
    for found in _GLUE.finditer(text):
        at, right = found.start(), found["right"]
        left = word_before(text, at)
        if len(left) < 2 or not left[1:].islower() or not left.isalpha():
            continue
        if len(right) == 1 and right not in "aI":
            continue
        start = at - len(left)
        if start and text[start - 1] not in ' \n(“"':
            continue
        yield Match(
            start,
            found.end(),
            f"no space behind the comma in “{view.original[start : found.end()]}”",
            f"{left}, {right}",
        )


DETECTOR = Detector(
    id="punctuation.glued_comma",
    summary="no space behind a comma",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "They bought the ⟦house,which⟧ was old.",
        "It was ⟦late,so⟧ we left.",
        "He knows ⟦Berlin,but⟧ not Rome.",
    ),
    good=(
        "They bought the house, which was old.",
        "It costs 3,000 dollars.",
        "Choose a,b or c.",
        "Set the option to red,green,blue in the file.",
        "Call f(x,y) for it.",
        "“I know,” she said.",
    ),
)
