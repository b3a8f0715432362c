r"""Inverted mark.

What it finds
    ``¿`` or ``¡`` before English words.

Why it suggests machine translation
    Spanish opens questions and exclamations with these marks, and engines copy them.

Examples
    ``¿Where is the station?``

When it is wrong
    Spanish names and cries inside English text (``¡Viva Zapata!``) stay silent: an English
    function word must follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_MARK = re.compile(
    r"(?<![A-Za-z])[¿¡]"
    r"(?=\s?(?:[A-Za-z'’]+ ){0,3}(?:the|is|are|was|were|do|does|did|what|What|where|"
    r"Where|who|Who|how|How|why|Why|when|When|you|You|I|it|It|and|And|of|to|this|This|that|That|can|Can|will|Will|"
    r"have|has|my|My|your|Your|they|They|we|We|there|There|Do|Does|Did|Is|Are|The|Which|which)\b)"
)


def find(view: View) -> Iterator[Match]:
    """Yield the mark; the repair is to drop it."""
    if "¿" not in view.text and "¡" not in view.text:
        return
    for found in _MARK.finditer(view.text):
        mark = view.original[found.start() : found.end()]
        yield Match(*found.span(), f"the inverted mark {mark} is Spanish, not English", "")


DETECTOR = Detector(
    id="punctuation.inverted_marks",
    summary="an inverted question or exclamation mark before English words",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    preview=True,
    bad=(
        "⟦¿⟧Where is the station?",
        "He cried: “⟦¡⟧What a day!”",
        "And then, ⟦¿⟧do you know him?",
    ),
    good=(
        "The film is called ¡Viva Zapata! in the original.",
        "“¿Cómo estás?” she asked.",
        "They shouted ¡Basta ya! in the square.",
        "Where is the station? What a day!",
        "His show, ¡Bienvenidos!, was cancelled.",
    ),
)
