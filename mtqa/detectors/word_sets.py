"""Which words stand in a text, and which stand one after the other: a test before a slow search.

Most patterns of this package need certain words side by side that a paragraph of clean prose
does not hold. To ask for them costs a fraction of what it costs to run the pattern. The answer may
promise too much (marks between the words are ignored) but never too little, so a text that fails
the test has no match.

A score of detectors ask each view. So what all of them need is looked for at once; hardly any of
it is there, and each then compares its own needs with the little that was found. The last few
answers are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from string import digits
from threading import Lock
from typing import ClassVar

from mtqa.detectors.ascii_words import cut, cutting_table

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = cutting_table(digits)
#: Letters that ``re.IGNORECASE`` takes for ASCII ones, and an apostrophe that counts as a letter.
_ALIKE = (("İ", "i"), ("ı", "i"), ("ſ", "s"), ("\N{MODIFIER LETTER APOSTROPHE}", "'"))

Pair = tuple[str, str]


@lru_cache(maxsize=16)
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` in reading order.

    They are lower-cased runs of letters and digits (``don't`` is two).
    """
    if text.isascii():
        return cut(text, _ASCII_WORD)
    for letter, plain in _ALIKE:
        text = text.replace(letter, plain)
    return split_words(text.lower())


def split_words(lower: str) -> tuple[str, ...]:
    """Cut a lower-cased text into words as :func:`words_in` does."""
    return tuple(_WORD.findall(lower))


@dataclass(frozen=True, slots=True, eq=False)
class _Sets:
    """Words, and pairs of words that follow each other, whatever marks stand between them."""

    words: frozenset[str] = frozenset()
    pairs: frozenset[Pair] = frozenset()


class Needed:
    """Words and pairs of words of which a text must hold one, for a slow search to find anything.

    Args:
        words: in lower case.
        pairs: words that follow each other, in lower case.
    """

    _lock: ClassVar[Lock] = Lock()
    #: What any instance needs. Replaced, never changed: kept answers belong to one value of it.
    _by_all: ClassVar[_Sets] = _Sets()

    def __init__(
        self, words: frozenset[str] = frozenset(), pairs: frozenset[Pair] = frozenset()
    ) -> None:
        self._words, self._pairs = words, pairs
        with Needed._lock:
            known = Needed._by_all
            Needed._by_all = _Sets(known.words | words, known.pairs | pairs)

    def may_stand_in(self, text: str) -> bool:
        """Tell whether ``text`` holds one of the words or of the pairs."""
        held = _held(text, Needed._by_all)
        return not (self._words.isdisjoint(held.words) and self._pairs.isdisjoint(held.pairs))


@lru_cache(maxsize=16)
def _held(text: str, asked: _Sets) -> _Sets:
    """Return what ``text`` holds of what is ``asked``."""
    words = words_in(text)
    return _Sets(asked.words.intersection(words), asked.pairs.intersection(pairwise(words)))


def either(*alternatives: str) -> frozenset[str]:
    """Return the words of alternations in the notation of a pattern: ``is|are|was``."""
    return frozenset(word.lower() for words in alternatives for word in words.split("|"))


def followed(first: str, second: str) -> frozenset[Pair]:
    """Return every pair of a word of ``first`` and one of ``second``, both ``is|are|was``."""
    return frozenset(product(either(first), either(second)))
