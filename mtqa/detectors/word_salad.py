"""Tell word salad: text in which a fault of one place cannot be told from its surroundings."""

from __future__ import annotations

import re

from wordfreq import zipf_frequency

_DETERMINER = "the|an?|my|your|their|our|its"
_BE = "is|are|was|were"
#: Two words that no sentence has side by side.
_IMPOSSIBLE = re.compile(
    rf"""(?<![\w'’.-])(?:
      (?:{_DETERMINER})[ ](?:{_DETERMINER}|of|to|in|at|by|from|for|with|on|{_BE}|be|and|or|it|they|
        we|could|which|has|had|have|this|not|but)
    | (?:of|from|with|for|at|by)[ ](?:of|and|or|to|{_BE}|will|can|have|has|they)
    | (?:in|on|to|of)[ ](?:of|{_BE}|and|or)
    | (?:and|or)[ ](?:and|or)
    | (?:{_BE})[ ](?:{_BE}|has|have|will|can|which)
    | (?:will|can|has|have)[ ](?:{_BE}|of|has|will|can|which)
    | (?:the|a|an|of|and|with|or)(?:[ ]?[.,;:]|$)
    )(?![\w'’-])""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w'’.@/#-])[a-z]{4,}(?![\w'’@/-])")
_WINDOW, _ENOUGH, _ENOUGH_UNKNOWN = 120, 2, 3


def is_word_salad(text: str, start: int, end: int) -> bool:
    """Tell whether impossible pairs of words, or words there are not, surround the place.

    ``start`` to ``end`` itself is left out.
    """
    found, unknown = 0, set[str]()
    for piece in (text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]):
        # A window's edge is no end of a line.
        found += sum(1 for _ in _IMPOSSIBLE.finditer(f"{piece.strip()}#"))
        # The words at the edges may be cut.
        unknown.update(w for w in _WORD.findall(piece[1:-1]) if not zipf_frequency(w, "en"))
    return found >= _ENOUGH or len(unknown) >= _ENOUGH_UNKNOWN
