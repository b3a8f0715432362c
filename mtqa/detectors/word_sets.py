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
from typing import ClassVar, TypeVar

from mtqa.detectors.ascii_words import cut, cutting_table, without_marks

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = cutting_table(digits)
#: Letters that ``re.IGNORECASE`` takes for ASCII ones, and an apostrophe that counts as a letter.
_ALIKE = (("İ", "i"), ("ı", "i"), ("ſ", "s"), ("\N{MODIFIER LETTER APOSTROPHE}", "'"))

Pair = tuple[str, str]
_T = TypeVar("_T")


@lru_cache(maxsize=16)
def words_in(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` in reading order.

    They are lower-cased runs of letters and digits (``don't`` is two).
    """
    text = without_marks(text)
    if text.isascii():
        return cut(text, _ASCII_WORD)
    for letter, plain in _ALIKE:
        text = text.replace(letter, plain)
    return split_words(text.lower())


def split_words(lower: str) -> tuple[str, ...]:
    """Cut a lower-cased text into words as :func:`words_in` does."""
    return tuple(_WORD.findall(lower))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What all instances of :class:`Needed` ask for: each of them owns one bit.

    Attributes:
        words: each word with the bits of those that need it.
        pairs: the same for words that follow each other, whatever marks stand between them.
    """

    words: dict[str, int]
    pairs: dict[Pair, int]


class Needed:
    """Words and pairs of words of which a text must hold one, for a slow search to find anything.

    Args:
        words: in lower case.
        pairs: words that follow each other, in lower case.
    """

    _lock: ClassVar[Lock] = Lock()
    _count: ClassVar[int] = 0
    #: Replaced, never changed: kept answers belong to one value of it.
    _asked: ClassVar[_Asked] = _Asked({}, {})

    def __init__(
        self, words: frozenset[str] = frozenset(), pairs: frozenset[Pair] = frozenset()
    ) -> None:
        with Needed._lock:
            self._bit = 1 << Needed._count
            Needed._count += 1
            Needed._asked = _Asked(
                _with_bit(Needed._asked.words, words, self._bit),
                _with_bit(Needed._asked.pairs, pairs, self._bit),
            )

    def may_stand_in(self, text: str) -> bool:
        """Tell whether ``text`` holds one of the words or of the pairs."""
        return bool(_met(text, Needed._asked) & self._bit)


def _with_bit(bits: dict[_T, int], keys: frozenset[_T], bit: int) -> dict[_T, int]:
    return bits | {key: bits.get(key, 0) | bit for key in keys}


@lru_cache(maxsize=16)
def _met(text: str, asked: _Asked) -> int:
    """Return the bits of those whose words or pairs ``text`` holds."""
    words = words_in(text)
    met = 0
    for word in asked.words.keys() & words:
        met |= asked.words[word]
    for pair in asked.pairs.keys() & pairwise(words):
        met |= asked.pairs[pair]
    return met


def either(*alternatives: str) -> frozenset[str]:
    """Return the words of alternations in the notation of a pattern: ``is|are|was``."""
    return frozenset(word.lower() for words in alternatives for word in words.split("|"))


def followed(first: str, second: str) -> frozenset[Pair]:
    """Return every pair of a word of ``first`` and one of ``second``, both ``is|are|was``."""
    return frozenset(product(either(first), either(second)))
