r"""Spaced quotation mark.

What it finds
    A space on the inner side of a quotation mark: ``in Europe. ” he said``, ``“ We know``.

Why it suggests machine translation
    Engines work on tokens and put the spaces back by rule; after a full stop, or where the
    source language spaces its marks, the rule fails.

Examples
    ``“We will see peace in Europe. ” he wrote.``

When it is wrong
    Nested marks set apart by a space (``“ ‘No’ ”``), thin spaces, inches after a number and
    ditto marks in tables stay silent. Old books in digital form are sometimes spaced this way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_MARK = re.compile(r"[“”\"]")
_WORD_OR_MARK = re.compile(r"[\w.!?,…] \Z")
_LETTER_OR_MARK = re.compile(r"[A-Za-z.!?,] \Z")
_AFTER_CLOSING = re.compile(r"[\s.,;:!?)]|\Z")
_AFTER_STRAIGHT = re.compile(r"[ \n,;:]|\.(?!\.)|\Z")
_AFTER_OPENING = re.compile(r" [A-Za-z]")


def find(view: View) -> Iterator[Match]:
    """Yield the mark alone."""
    text = view.text
    if not ('"' in text or "“" in text or "”" in text):
        return
    for found in _MARK.finditer(text):
        at, end = found.span()
        mark, before = found.group(), text[max(0, at - 2) : at]
        if mark == "“":
            if before[-1:] in ("", " ", "\n", "(") and _AFTER_OPENING.match(text, end):
                yield _match(at, mark, "after")
        elif before == ". " and text[max(0, at - 4) : at] == ". . ":
            continue
        elif mark == "”":
            if _WORD_OR_MARK.search(before) and _AFTER_CLOSING.match(text, end):
                yield _match(at, mark, "before")
        elif _LETTER_OR_MARK.search(before) and _AFTER_STRAIGHT.match(text, end):
            # Whether it opens or closes, one of two spaces is too many.
            yield _match(at, mark, "on either side of" if text[end : end + 1] == " " else "before")


def _match(at: int, mark: str, place: str) -> Match:
    return Match(at, at + 1, f"a space stands {place} the quotation mark {mark}")


DETECTOR = Detector(
    id="punctuation.spaced_quotes",
    summary="a space on the inner side of a quotation mark",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "“We will see peace and growth in Europe. ⟦”⟧ he wrote on Sunday.",
        "The sign says ⟦“⟧ No entry” in red.",
        'He called it "a great success ⟦"⟧ and left.',
    ),
    good=(
        "“We will see,” he wrote. “Perhaps.”",
        "She quoted him: “ ‘Never again’ ”.",
        'The pipe is 5 " wide.',
        "He said “yes” and then “no”.",
        'They named it "Hope" in "honour" of her.',
        "“\u202fWe know\u202f” has thin spaces.",
    ),
)
