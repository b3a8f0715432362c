"""The words of a text without their marks, for quick tests before a closer look.

Several detectors ask the same view for its words one after the other, so the last few answers
are kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[\w']+")


@lru_cache(maxsize=4)
def bare_words(text: str) -> tuple[str, ...]:
    """Return the lower-cased words of ``text`` with straight apostrophes."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))
