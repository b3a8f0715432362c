r"""Reversed quotation mark.

What it finds
    A curly quotation mark that faces the wrong way: an opening mark that closes (``yes. “`` at
    the end) or a closing mark that opens (``said ”Hello``).

Why it suggests machine translation
    Engines copy or guess the direction of the mark segment by segment, and some source
    languages (German, Swedish) close or open with the other mark.

Examples
    ``“They asked twice, and the president said yes. “``

When it is wrong
    Inches after a number and German quotations (``„so“``) stay silent; the latter have a
    detector of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_MARK = re.compile(r"[“”]")


def find(view: View) -> Iterator[Match]:
    """Yield each mark that faces the wrong way."""
    text = view.text
    if "„" in text or text.isascii():
        return
    for found in _MARK.finditer(text):
        at = found.start()
        before, after = text[max(0, at - 2) : at], text[at + 1 : at + 3]
        if found.group() == "“" and _closes(before, after):
            yield Match(at, at + 1, "the opening mark “ closes a quotation", "”")
        elif found.group() == "”" and _opens(before, after):
            yield Match(at, at + 1, "the closing mark ” opens a quotation", "“")


def _closes(before: str, after: str) -> bool:
    if not before or before[-1] in "\n(":
        return False
    if before[-1] == " ":
        return before[0] in ".!?," and (not after.strip() or after[0] == "\n")
    glued = before[-1].isalnum() or before[-1] in ".!?,"
    return glued and (not after or after[0] in " \n.,;:!?)")


def _opens(before: str, after: str) -> bool:
    return (not before or before[-1] in " \n(") and after[:1].isalpha()


DETECTOR = Detector(
    id="punctuation.reversed_quotes",
    summary="a quotation mark that faces the wrong way",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "“They asked us twice, and in the end the board said yes. ⟦“⟧",
        "The captain shouted ⟦”⟧Stop!” and ran.",
        "“It was a good year,⟦“⟧ said the farmer.",
    ),
    good=(
        "“They asked us twice,” he said. “We said yes.”",
        "The pipe is 5” wide and the board 6’2” long.",
        "She called it “a ‘very’ bad idea” — “the worst”.",
        "He wrote: “‘No’ is a full sentence.”",
        "„So ist es“, he said in German.",
        "(“I know,” she added.)",
        "He stopped—“no, wait”—and began again.",
    ),
)
