"""Surprisal from an n-gram model: interpolated, modified Kneser-Ney (Chen & Goodman 1999).

The yardstick for the neural model: same tokens, same data, no network. It predicts the pieces of
the project's own tokenizer, as the neural model does, so that their bits compare.

An n-gram is one 64-bit number, sixteen bits a token; a table is such numbers in rising order.
All n-grams with one context stand side by side, so a context's totals are a slice, and nothing
but numbers and counts has to be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from mtqa.lm.spans import join_pieces
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.types import TokenSurprisal
from mtqa.typography import fold_typography

#: Bits of a token in a packed n-gram, and how many tokens fit.
TOKEN_BITS = np.uint64(16)
MAX_ORDER = 4
_ANY_TOKEN = np.uint64(0xFFFF)

Keys = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.uint32]
Vector = npt.NDArray[np.float64]


def pack(columns: Sequence[npt.NDArray[np.integer]]) -> Keys:
    """Return one number an n-gram; ``columns[0]`` holds the first tokens of all, and so on."""
    keys = columns[0].astype(np.uint64)
    for column in columns[1:]:
        keys <<= TOKEN_BITS
        keys |= column.astype(np.uint64)
    return keys


@dataclass(frozen=True, slots=True)
class NgramTable:
    """All n-grams of one order.

    Attributes:
        keys: packed n-grams, rising.
        counts: adjusted counts, 1 and more: how often the n-gram occurs, for the highest order
            and for n-grams that begin with ``<s>``; else how many tokens stand before it.
        discounts: what is taken off an adjusted count of one, two, three and more.
    """

    keys: Keys
    counts: Counts
    discounts: tuple[float, float, float]

    def count(self, keys: Keys) -> npt.NDArray[np.int64]:
        """Return the adjusted counts of ``keys``, 0 for those not in the table."""
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.counts[places], 0).astype(np.int64)

    def contexts(self, keys: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return where the n-grams that share all but the last token with ``keys`` lie."""
        first = (keys >> TOKEN_BITS) << TOKEN_BITS
        return (
            np.searchsorted(self.keys, first),
            np.searchsorted(self.keys, first | _ANY_TOKEN, side="right"),
        )

    def discounted(self, counts: npt.NDArray[np.int64]) -> Vector:
        """Return ``counts`` less their discounts."""
        taken: Vector = np.array([0.0, *self.discounts])[np.minimum(counts, 3)]
        return counts - taken

    def total_and_left(self, start: int, end: int) -> tuple[float, float]:
        """Return the sum of the counts in a slice, and how much the discounts leave of it."""
        counts = self.counts[start:end]
        ones, twos = np.count_nonzero(counts == 1), np.count_nonzero(counts == 2)
        first, second, third = self.discounts
        left = first * ones + second * twos + third * (len(counts) - ones - twos)
        return float(counts.sum(dtype=np.int64)), float(left)


class NgramModel:
    """Score tokens with n-gram counts; see :func:`mtqa.train.ngram.estimate_ngrams`.

    Args:
        tables: one an order, from single tokens up; at most :data:`MAX_ORDER`.
        tokenizer: the tokenizer that made the counted stream.
        signature: names the counts.
    """

    def __init__(
        self, tables: Sequence[NgramTable], tokenizer: SentencePieceTokenizer, signature: str
    ) -> None:
        self._tables = tuple(tables)
        self._tokenizer = tokenizer
        self.signature = signature

    @property
    def n_parameters(self) -> int:
        """How many n-grams have a count."""
        return sum(len(table.keys) for table in self._tables)

    def surprisals(self, texts: Sequence[str]) -> list[tuple[TokenSurprisal, ...]]:
        """Return the surprisal of every token of every text, in bits."""
        return [self._score(text) for text in texts]

    def probabilities(self, ids: npt.NDArray[np.integer]) -> Vector:
        """Return p(token | tokens before it) for every token of ``ids`` but the first.

        Args:
            ids: one sequence, ``<s>`` first and nowhere else.
        """
        found = self._unigrams[ids[1:].astype(np.int64)]
        for order, table in enumerate(self._tables[1:], 2):
            if len(ids) >= order:
                keys = pack([ids[i : len(ids) - order + 1 + i] for i in range(order)])
                # The first tokens have less before them: they keep the lower orders' estimate.
                found[order - 2 :] = _interpolate(table, keys, found[order - 2 :])
        return found

    @cached_property
    def _unigrams(self) -> Vector:
        """Return p(token) without context for each id; 0 for ``<s>``, which nothing predicts."""
        table = self._tables[0]
        total, left = table.total_and_left(0, len(table.keys))
        n_tokens = self._tokenizer.vocab_size
        found = np.full(n_tokens, left / total / (n_tokens - 1))
        found[table.keys.astype(np.int64)] += (
            table.discounted(table.counts.astype(np.int64)) / total
        )
        found[self._tokenizer.bos_id] = 0.0
        return found

    def _score(self, text: str) -> tuple[TokenSurprisal, ...]:
        encoding = self._tokenizer.encode(fold_typography(text))
        ids = np.array([self._tokenizer.bos_id, *encoding.ids], np.uint16)
        bits = -np.log2(self.probabilities(ids))
        return join_pieces(text, encoding, [float(value) for value in bits])


def _interpolate(table: NgramTable, keys: Keys, lower: Vector) -> Vector:
    """Return the estimates of one order, given those of the order below."""
    own = table.discounted(table.count(keys))
    found = lower.copy()
    for i, (start, end) in enumerate(zip(*table.contexts(keys), strict=True)):
        if start < end:
            total, left = table.total_and_left(start, end)
            found[i] = (own[i] + left * lower[i]) / total
    return found
