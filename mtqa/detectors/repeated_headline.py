r"""Repeated headline.

What it finds
    The headline again as the next line or first sentence, worded slightly differently.

Why it suggests machine translation
    Title and text are translated one by one, so that the same source line comes out in two
    wordings.

Examples
    ``Ministers agree to meet in Vienna`` followed by ``Ministers agreed to a meeting in Vienna``.

When it is wrong
    A wire story's first sentence says what its headline says; only near copies of the same
    length count, and deck lines can be such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONGEST_HEADLINE = 160
_MIN_WORDS, _MIN_SHARED = 5, 0.6
_END = (".", "!", "”", '"', ":")


def find(view: View) -> Iterator[Match]:
    """Yield the second paragraph where it is the first in other words."""
    if len(view.paragraphs) < 2:
        return
    first, second = view.paragraphs[0], view.paragraphs[1]
    if len(first) > _LONGEST_HEADLINE or len(second) > 2 * _LONGEST_HEADLINE:
        return
    headline, line = first.of(view.text), second.of(view.text)
    if headline.endswith(_END):
        return
    words = {word.lower() for word in _WORD.findall(headline)}
    again = {word.lower() for word in _WORD.findall(line)}
    if min(len(words), len(again)) < _MIN_WORDS or words == again:
        return
    if len(words & again) / len(words | again) >= _MIN_SHARED:
        yield Match(second.start, second.end, "this line says the headline again in other words")


DETECTOR = Detector(
    id="document.headline_repeated",
    summary="the headline again in slightly other words",
    severity=Severity.MINOR,
    confidence=0.5,
    find=find,
    scope="document",
    preview=True,
    bad=(
        "Ministers agree to meet in Vienna on Monday\n\n"
        "⟦Ministers agreed to meet in Vienna on Monday again⟧",
        "Storm leaves thousands without power in Texas\n\n"
        "⟦The storm leaves thousands without power in Texas –⟧\n\nMore rain is due.",
        "City council rejects plan for new stadium\n\n"
        "⟦City council rejects the plan for a new stadium.⟧",
    ),
    good=(
        "Ministers agree to meet in Vienna\n\nThe foreign ministers of six countries will meet.",
        "Storm hits Texas\n\nStorm hits Texas",
        "One paragraph only, about a storm in Texas.",
        "He spoke of the old days in the village.\n\nHe spoke of the new days in the village.",
        "Short line\n\nShort line two",
    ),
)
