"""The words of a text without their marks, for quick tests before a closer look.

Several detectors ask the same view for its words one after the other, so the last few answers
are kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import digits

from mtqa.detectors.ascii_words import cut, cutting_table

_WORD = re.compile(r"[\w']+")
_ASCII_WORD = cutting_table(digits + "_'")


@lru_cache(maxsize=4)
def bare_words(text: str) -> tuple[str, ...]:
    """Return the lower-cased words of ``text`` with straight apostrophes."""
    if text.isascii():
        return cut(text, _ASCII_WORD)
    return tuple(_WORD.findall(text.lower().replace("’", "'")))
