"""Two common words that do not go together.

What it finds
    A common word behind another that the language model finds far dearer than the word's frequency
    explains: ``a complete sunshine``, ``the clubs will spend beans``.

Why it suggests machine translation
    A dictionary gives a word for each word, and which words English puts side by side is no part
    of it; spinners swap one word of a pair and leave the other.

Examples
    ``The firm will spend beans on the new bridge.``

When it is wrong
    Verbs in newspaper senses (``the police booked her``), fresh images and trade terms are new to a
    small model, which knows too little for this to be on by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.surprisal_statistics import WordSurprisal, word_surprisals
from mtqa.types import Severity

#: Ranks of words that have a meaning of their own and that the model has met often.
_FIRST, _LAST = 400, 8_000
#: Bits beyond the word's frequency; native prose has a pair above it in some 10,000 words.
_EXCESS = 7.0


def find(view: View) -> Iterator[Match]:
    """Yield the two words."""
    for before, word in pairwise(word_surprisals(view.original, view.tokens)):
        if word.excess < _EXCESS or not (_is_common(before) and _is_common(word)):
            continue
        start, end = before.span.start, word.span.end
        apart = view.text[before.span.end : word.span.start]
        if apart == " " and not enclosed(view.text, start, end):
            pair = view.original[start:end]
            yield Match(start, end, f"“{pair}” are common words that hardly go together")


def _is_common(word: WordSurprisal) -> bool:
    return word.rank is not None and _FIRST <= word.rank < _LAST


DETECTOR = Detector(
    id="lexical.odd_collocation",
    summary="two common words that hardly go together, by the language model",
    severity=Severity.MINOR,
    confidence=0.5,
    find=find,
    scope="critic",
    preview=True,
    bad=(
        "The clubs will ⟦spend beans⟧ on new players this summer.",
        "There was a ⟦complete sunshine⟧ over the valley.",
        "The two countries signed a ⟦trade pillow⟧ last week.",
    ),
    good=(
        "The clubs will spend money on new players this summer.",
        "She wants to design beautiful cakes for her friends.",
        "A narrow path led to the silent village.",
        "The old man told a long story about the strong tea.",
        "They met a handsome stranger in the dark forest.",
    ),
)
