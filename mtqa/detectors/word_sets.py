"""Which words stand in a text, and which stand one after the other: a test before a slow search.

Most patterns of this package need certain words side by side that a paragraph of clean prose
does not hold. To ask a set for them costs a fraction of what it costs to run the pattern. A set
may promise too much (marks between the words are ignored) but never too little, so a text that
fails the test has no match. The same view is asked by many detectors one after the other, so the
last few answers are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

_WORD = re.compile(r"[^\W_]+")
#: Letters that ``re.IGNORECASE`` takes for ASCII ones, and an apostrophe that counts as a letter.
_ALIKE = (("İ", "i"), ("ı", "i"), ("ſ", "s"), ("\N{MODIFIER LETTER APOSTROPHE}", "'"))

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class WordSets:
    """The words of a text: lower-cased runs of letters and digits (``don't`` is two).

    Attributes:
        sequence: the words in reading order.
        words: each word once.
        pairs: each two words that follow each other, whatever marks stand between them.
    """

    sequence: tuple[str, ...]
    words: frozenset[str]
    pairs: frozenset[Pair]


@lru_cache(maxsize=4)
def word_sets(text: str) -> WordSets:
    """Return the words of ``text``."""
    if not text.isascii():
        for letter, plain in _ALIKE:
            text = text.replace(letter, plain)
    words = split_words(text.lower())
    return WordSets(words, frozenset(words), frozenset(pairwise(words)))


def split_words(lower: str) -> tuple[str, ...]:
    """Cut a lower-cased text into words as :class:`WordSets` holds them."""
    return tuple(_WORD.findall(lower))


def either(*alternatives: str) -> frozenset[str]:
    """Return the words of alternations in the notation of a pattern: ``is|are|was``."""
    return frozenset(word.lower() for words in alternatives for word in words.split("|"))


def followed(first: str, second: str) -> frozenset[Pair]:
    """Return every pair of a word of ``first`` and one of ``second``, both ``is|are|was``."""
    return frozenset(product(either(first), either(second)))
