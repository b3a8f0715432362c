"""Tell whether a paragraph speaks of a technical subject.

Tortured terms stand in technical prose. Elsewhere the same words are plain English (``more
profound learning``), so a detector of terms asks what else the paragraph says.
"""

from __future__ import annotations

import re

#: A paragraph of so many words shows its subject; in a shorter one no technical word is asked for.
_LONG_PARAGRAPH = 30
_TECHNICAL = re.compile(
    r"\b(?:algorithm|data ?set|classif|neural|proposed|et al\b|training|accura|sensor|machine|"
    r"learning|network|comput|diagnos|patient|disease|treatment|clinical|tumou?r|cancer|blood|"
    r"arter|infect|cells?\b|protein|acid|enzym|genes?\b|genom|robot|signal|encrypt|"
    r"cloud|software|server|vector|matri[xc]|"
    r"equation|parameter|optimi[sz]|simulat|experiment|method|models?\b|analys[ei]s|detection|"
    r"recognition|frequenc|voltage|electr|equipment|product|device)",
    re.IGNORECASE,
)


def is_technical(text: str, n_words: int, start: int, end: int) -> bool:
    """Tell whether ``text`` of ``n_words`` words is short or technical outside ``[start, end)``."""
    if n_words < _LONG_PARAGRAPH:
        return True
    return any(m.end() <= start or m.start() >= end for m in _TECHNICAL.finditer(text))
