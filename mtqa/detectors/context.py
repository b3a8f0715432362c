"""Look around a place in a text: bounded windows, so that every detector stays linear."""

from __future__ import annotations

import re
from functools import lru_cache

from mtqa.detectors.abbreviations import ABBREVIATIONS

_WORD = re.compile(r"[A-Za-z0-9][\w'’.\-]*\Z")
_START = re.compile(r"[.!][\"”’)]?\s{1,2}(?=[A-Z])")
_STOP = re.compile(r"(?<!\.)[.!?](?!\.)(?=[\"”’')\]]*(?:\s|\Z))")


@lru_cache(maxsize=16)
def sentence_starts(text: str) -> tuple[int, ...]:
    """Return where a sentence may begin: at 0 and at each capital behind ``.`` or ``!``.

    Abbreviations are not told apart: the caller's pattern has to be selective. Several detectors
    ask for the same text one after the other, so the last few answers are kept.
    """
    return (0, *(found.end() for found in _START.finditer(text)))


def word_before(text: str, end: int) -> str:
    """Return the word that ends at ``end`` (at most 40 code points), or an empty string."""
    found = _WORD.search(text[max(0, end - 40) : end])
    return found.group() if found else ""


def is_abbreviation(word: str) -> bool:
    """Tell whether ``word``, given without its last full stop, is an abbreviation.

    Single letters (initials) and words with inner full stops (``U.S``) are, too.
    """
    return len(word) == 1 or "." in word or word.lower() in ABBREVIATIONS


def rest_of_sentence(text: str, start: int, within: int = 400) -> str:
    """Return the text from ``start`` to the mark that ends its sentence, mark included.

    Where no mark stands within ``within`` code points, the whole window is returned.
    """
    found = _STOP.search(text, start, start + within)
    return text[start : found.end() if found else start + within]
