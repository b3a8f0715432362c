"""A made-up language model that can be a critic: word pairs are likely or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from mtqa.lm.reading import Floats, Reading
from mtqa.types import Span, TokenSurprisal

_TOKEN = re.compile(r"\w+|[^\w\s]")
LIKELY, UNLIKELY = 2.0, 20.0


class BigramModel:
    """Give each word 2 bits behind a word that it follows in ``prose``, else 20.

    Args:
        prose: sentences whose word pairs are likely.
    """

    signature = "bigrams"

    def __init__(self, prose: str) -> None:
        words = _TOKEN.findall(prose)
        self._likely = set(zip(["", *words], words, strict=False))
        self._vocabulary: list[str] = sorted({*words, "a", "an", "the", "to"})
        self.texts_scored = 0

    def surprisals(self, texts: Sequence[str]) -> list[tuple[TokenSurprisal, ...]]:
        """Return one token a word or mark."""
        self.texts_scored += len(texts)
        return [self._tokens(text) for text in texts]

    def read(self, text: str) -> Reading:
        """Return a reading whose pieces are the tokens."""
        tokens = self._tokens(text)
        words = [token.span.of(text) for token in tokens]

        def rival_bits(places: Sequence[int], pieces: Sequence[int]) -> Floats:
            before = [words[place - 1] if place else "" for place in places]
            after = [self._vocabulary[piece] for piece in pieces]
            return np.array([self._bits(b, a) for b, a in zip(before, after, strict=True)], "f4")

        for word in words:
            if word not in self._vocabulary:
                self._vocabulary.append(word)
        return Reading(
            tokens=tokens,
            ids=tuple(self._vocabulary.index(word) for word in words),
            bits=tuple(token.bits for token in tokens),
            starts={t.span.start: i for i, t in enumerate(tokens) if _behind_space(text, t.span)},
            rival_bits=rival_bits,
            piece_of=lambda w: self._vocabulary.index(w) if w in self._vocabulary else None,
        )

    def _tokens(self, text: str) -> tuple[TokenSurprisal, ...]:
        tokens, before = [], ""
        for found in _TOKEN.finditer(text):
            tokens.append(TokenSurprisal(Span(*found.span()), self._bits(before, found.group())))
            before = found.group()
        return tuple(tokens)

    def _bits(self, before: str, word: str) -> float:
        return LIKELY if (before, word) in self._likely else UNLIKELY


def _behind_space(text: str, span: Span) -> bool:
    return span.start > 0 and text[span.start - 1] == " "
