r"""Connectives at a translator's rate.

What it finds
    A document with several times as many formal connectives as native prose has: ``in
    addition``, ``at the same time``, ``it is worth noting``. Each of them is marked where
    together they stand out.

Why it suggests machine translation
    Many languages open sentences with such phrases where English has nothing or a short word.
    Translations keep them: in news translated by machines they are five to seven times as
    frequent as in native news.

Examples
    ``In addition, sales rose. At the same time, costs fell. On the other hand, …``

When it is wrong
    Human translations have almost the same rate, and textbooks and legal prose come near. It
    says that a text reads like a translation, not who made it; it is a preview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pydantic import Field

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.phrases import PhraseIndex, Strict, Text, variants, words_of
from mtqa.detectors.shipped_list import read_list
from mtqa.detectors.word_sets import Pair, words_in
from mtqa.types import Severity

#: So many connectives, and so many times the native rate, stand out.
_FEWEST, _TIMES = 3, 8.0


class Connectives(Strict):
    """Connectives with their rate in native prose, per million words."""

    about: Text
    native: dict[Text, float] = Field(min_length=1)


@cache
def _connectives() -> tuple[PhraseIndex[str], float]:
    native = read_list("connectives", Connectives).native
    index = PhraseIndex((words, phrase) for phrase in native for words in variants(phrase))
    return index, sum(native.values()) / 1e6


@cache
def _ends() -> tuple[Counter[str], Counter[Pair]]:
    """Return how many connectives are each word, and how many others end in each two words."""
    native = read_list("connectives", Connectives).native
    phrases = [words for phrase in native for words in variants(phrase)]
    return (
        Counter(words[0] for words in phrases if len(words) == 1),
        Counter((words[-2], words[-1]) for words in phrases if len(words) > 1),
    )


def _at_most(words: tuple[str, ...]) -> int:
    """Return how many connectives a text of these words can hold: it may be fewer."""
    single, last_two = _ends()
    if single.keys().isdisjoint(words) and last_two.keys().isdisjoint(pairwise(words)):
        return 0  # as for most texts
    return sum(single[word] for word in words) + sum(last_two[pair] for pair in pairwise(words))


def find(view: View) -> Iterator[Match]:
    """Yield every connective of a document where they stand out."""
    if _at_most(words_in(view.text)) < _FEWEST:
        return
    index, native = _connectives()
    words = words_of(view.text)
    hits = [found[0] for found in index.find(words)]
    n_words = len(words) - words.forms.count(",")
    if len(hits) < _FEWEST or len(hits) < _TIMES * native * n_words:
        return
    rate, usual = 1000 * len(hits) / n_words, 1000 * native
    for hit in hits:
        start, end = words.starts[hit.first], words.ends[hit.last - 1]
        yield Match(
            start,
            end,
            f"“{view.original[start:end]}”: {len(hits)} such connectives, {rate:.1f} per 1,000 "
            f"words; native prose has {usual:.1f}",
        )


DETECTOR = Detector(
    id="lexical.translationese_connectives",
    summary="formal connectives several times as often as native prose has them",
    severity=Severity.MINOR,
    confidence=0.25,
    find=find,
    scope="document",
    preview=True,
    bad=(
        "⟦In addition⟧, sales rose in May. ⟦At the same time⟧, costs fell. ⟦On the other hand⟧, "
        "two shops closed.",
        "⟦It should be noted⟧ that the law is new. ⟦In this regard⟧, the ministry is ready. "
        "⟦At present⟧, talks go on.",
        "⟦Nowadays⟧ few people farm. ⟦First of all⟧, land is dear. ⟦In addition⟧, help is rare.",
    ),
    good=(
        "In addition, sales rose in May. Costs fell.",
        "At the same time each year, the geese come back.",
        "He held a cup in one hand and, on the other hand, wore a ring.",
        "The bill was drawn up in accordance with the charter. It passed on Monday.",
        "Sales rose in May, and costs fell. But two shops closed.",
    ),
)
