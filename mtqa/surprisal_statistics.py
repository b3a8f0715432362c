"""Surprisal that rare names and topics do not explain.

A rare name is surprising wherever it stands: that says what a text is about, not how it is
written. Two corrections take it out. *Plain words*, in small letters and among the commonest
:data:`PLAIN_WORDS` of English, are what grammar and usage are made of. *Excess* is what a word
costs beyond its bits without any context, −log2 of its frequency: context should make a word
cheaper, and where it makes common words dearer, the text is garbled.

:func:`plain_word_statistics` holds what was best of some forty such statistics on round trips,
weak engines' output and injected faults; the rest (n-gram differences, shares of words above some
bits, residuals by frequency, top deciles) added little to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from wordfreq import get_frequency_dict, top_n_list

from mtqa.types import Span, TokenSurprisal
from mtqa.typography import unescape

#: So many of the commonest English words count as plain.
PLAIN_WORDS = 20_000
#: Bits of a word without context where its frequency is not known, and the most one may have.
_RAREST = 30.0

#: The commonest of them, nearly all function words.
_FUNCTION_WORDS = 300
#: No word's excess counts for more bits, up or down.
_MOST_EXCESS = 8.0
_MOST_FUNCTION_BITS = 20.0
#: A statistic is taken as if so many typical words stood before the paragraph's own, so that two
#: words in a row of names decide nothing.
_TYPICAL_WORDS = 3
#: What native prose has under the shipped model; matters to paragraphs of few plain words only.
_TYPICAL_EXCESS, _TYPICAL_FUNCTION_BITS = -3.4, 4.4

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class WordSurprisal:
    """A word with its bits.

    Attributes:
        span: where it stands, in code points.
        bits: sum over the tokens that begin in it.
        alone: −log2 of its frequency in English, at most 30.
        rank: its place among the commonest words, 0 the first, where it is plain: in small
            letters and among :data:`PLAIN_WORDS`; else None.
    """

    span: Span
    bits: float
    alone: float
    rank: int | None

    @property
    def excess(self) -> float:
        """Bits beyond those of the word without context."""
        return self.bits - self.alone


@dataclass(frozen=True, slots=True)
class PlainWordStatistics:
    """How a paragraph's plain words fare; names, topics and rare words have no part in it.

    Attributes:
        excess: mean excess in bits, each word's clipped to ±8; native prose about −3, round
            trips through a rule-based engine more.
        function_bits: mean bits of the function words, each at most 20; modern MT has *fewer*
            than people.
    """

    excess: float
    function_bits: float


def plain_word_statistics(text: str, tokens: Sequence[TokenSurprisal]) -> PlainWordStatistics:
    """Return the statistics of a paragraph; finite for any text, typical values for no words.

    Args:
        text: the paragraph, what the tokens' spans point into.
        tokens: its tokens, rising; hidden ones may be left out.
    """
    ranks = _ranks()
    excess: list[float] = []
    function: list[float] = []
    for word, _, bits in _covered_words(text, tokens):
        rank = ranks.get(word)
        if rank is not None:
            excess.append(max(-_MOST_EXCESS, min(_MOST_EXCESS, bits - bits_alone(word))))
            if rank < _FUNCTION_WORDS:
                function.append(min(_MOST_FUNCTION_BITS, bits))
    return PlainWordStatistics(
        _mean(excess, _TYPICAL_EXCESS),
        _mean(function, _TYPICAL_FUNCTION_BITS),
    )


def _mean(values: Sequence[float], typical: float) -> float:
    return (sum(values) + _TYPICAL_WORDS * typical) / (len(values) + _TYPICAL_WORDS)


def word_surprisals(text: str, tokens: Sequence[TokenSurprisal]) -> Iterator[WordSurprisal]:
    """Yield the words of ``text`` that ``tokens`` cover, in order.

    Args:
        text: what the tokens' spans point into.
        tokens: rising, without overlap; hidden ones may be left out. A token that reaches into
            two words (``-known``) counts for the first.
    """
    for word, span, bits in _covered_words(text, tokens):
        yield WordSurprisal(span, bits, bits_alone(word), _ranks().get(word))


def _covered_words(
    text: str, tokens: Sequence[TokenSurprisal]
) -> Iterator[tuple[str, Span, float]]:
    """Yield each word that has tokens of its own, its place and the sum of their bits.

    Entities stand in words as what they mean; places are those in ``text``.
    """
    closed = unescape(text)
    boundaries = closed.boundaries() if closed.removed else None
    starts = [token.span.start for token in tokens]
    ends = [token.span.end for token in tokens]
    bits = [token.bits for token in tokens]
    at, count = 0, len(tokens)
    for found in _WORD.finditer(closed.text):
        first, last = found.span()
        if boundaries is not None:
            first, last = boundaries[first], boundaries[last]
        while at < count and ends[at] <= first:
            at += 1
        begin = at
        while at < count and starts[at] < last:
            at += 1
        if at > begin:
            word = found.group().replace("’", "'")
            yield word, Span(first, last), sum(bits[begin:at])


def is_plain(word: str) -> bool:
    """Tell whether a word is in small letters and among the :data:`PLAIN_WORDS`."""
    return word.replace("’", "'") in _ranks()


def bits_alone(word: str) -> float:
    """Return −log2 of a word's frequency in English, whatever its case; at most 30."""
    frequency = _frequencies().get(word.lower(), 0.0)
    return min(_RAREST, -math.log2(frequency)) if frequency else _RAREST


@cache
def _frequencies() -> dict[str, float]:
    found: dict[str, float] = get_frequency_dict("en")
    return found


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(top_n_list("en", PLAIN_WORDS))}
