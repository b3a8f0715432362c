r"""Quotation without its speaker.

What it finds
    A quotation that ends in a comma, as if its speaker followed, where none does:
    ``“We will fight on,”`` at the end, or before a new sentence.

Why it suggests machine translation
    The comma was translated with the quotation; the attribution was lost, or became part of
    another segment.

Examples
    ``“We will fight on,” There were riots in the north.``

When it is wrong
    A quotation inside a sentence that goes on (``the “red,” the “blue”``), or a speaker whose
    name begins the next words (``,” John said``), stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_LOST = re.compile(
    r",[”\"](?=\s*\Z| (?:There|This|These|In|On|At|But|And|However|Meanwhile|Also|After|Before|"
    r"During|When|While|Although|Since|From|For|With|If|It) (?!said\b|says\b|told\b|asked\b)[a-z])"
)
#: Behind these the mark opens a quotation and only lost its space: ``he said," It is late"``.
_ANNOUNCES = re.compile(r"\b(?:said|says|added|asked|told \w+|wrote|replied|stated|explained)\Z")


def find(view: View) -> Iterator[Match]:
    """Yield the comma with the closing mark."""
    for found in _LOST.finditer(view.text):
        before = view.text[max(0, found.start() - 30) : found.start()]
        if found.end() >= 12 and not _ANNOUNCES.search(before):
            yield Match(
                *found.span(),
                f"the quotation ends in {view.original[found.start() : found.end()]} as if its "
                "speaker followed, but none does",
            )


DETECTOR = Detector(
    id="attribution.quote_without_speaker",
    summary="a quotation that ends in a comma, with no speaker behind it",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    bad=(
        "“We will fight on until the spring⟦,”⟧ There were riots in the north.",
        "He was clear about the plan: “We will not sign it⟦,”⟧",
        '"Nobody has seen him for a week⟦,"⟧ However the police go on.',
    ),
    good=(
        "“We will fight on,” he said.",
        "“We will fight on,” John Brown said.",
        "They call them “red,” “blue,” and “green.”",
        "“It is late,” the spokesman said. “Go home,” In-hyun added.",
        "She sang “Yesterday,” which was the last song on the programme.",
        "“We will fight on.” There were riots in the north.",
        "“Off with it,” It said, and the mask fell.",
        'On the way home the old man said," It is late and the road is long."',
    ),
)
