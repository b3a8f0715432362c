"""Tell whether words are part of a longer proper name: ``the Double Tree Hotel``."""

from __future__ import annotations

import re

#: How many code points of the neighbouring words are read.
_WINDOW = 30
_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-z][^\W\d_]* \Z")
_CAPITAL_AFTER = re.compile(r" [^\W\d_a-z][^\W\d_]*[a-z]")


def inside_name(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` is capitalised and stands beside another capital."""
    if not text[start:end].istitle():
        return False
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    return bool(_CAPITAL_BEFORE.search(before) or _CAPITAL_AFTER.match(after))
