"""The words of a text without their marks, for quick tests before a closer look.

Several detectors ask the same view for its words one after the other, so the last few answers
are kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import digits

from mtqa.detectors.ascii_words import cut, cutting_table, without_marks
from mtqa.detectors.word_sets import words_in

_WORD = re.compile(r"[\w']+")
_ASCII_WORD = cutting_table(digits + "_'")


@lru_cache(maxsize=16)
def bare_words(text: str) -> tuple[str, ...]:
    """Return the lower-cased words of ``text`` with straight apostrophes."""
    plain = without_marks(text.replace("’", "'"))
    if not plain.isascii():
        return tuple(_WORD.findall(plain.lower()))
    if "'" not in plain and "_" not in plain:
        return words_in(text)  # the same words, and other detectors have asked for them
    return cut(plain, _ASCII_WORD)
