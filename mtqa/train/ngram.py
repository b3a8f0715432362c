"""Estimate an n-gram model from the packed token stream of the language model.

Counting is sorting: every n-gram becomes one 64-bit number, and equal numbers end up side by
side. A stream of 60 M tokens takes about a minute and 1.5 GB for four tokens an n-gram.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from mtqa.errors import TrainingError
from mtqa.lm.metadata import sha256_of
from mtqa.lm.ngram import MAX_ORDER, TOKEN_BITS, Counts, Keys, NgramModel, NgramTable, pack
from mtqa.lm.tokenizer import SentencePieceTokenizer

#: Tokens that are packed at a time.
_CHUNK = 1 << 22
#: Discounts where a corpus is too small to estimate them.
_FALLBACK = (0.5, 1.0, 1.5)


def train_ngram(stream: Path, tokenizer: SentencePieceTokenizer, order: int) -> NgramModel:
    """Return the n-gram model of ``stream``.

    Args:
        stream: ``train.bin`` as :mod:`mtqa.train.packing` writes it.
        tokenizer: the tokenizer that wrote it.
        order: longest n-gram, in tokens.

    Raises:
        TrainingError: the stream is missing.
    """
    if not stream.is_file():
        raise TrainingError(f"{stream}: no token stream there; 'mtqa train lm' writes it")
    tokens = np.memmap(stream, dtype=np.uint16, mode="r")
    tables = estimate_ngrams(tokens, tokenizer.bos_id, order)
    return NgramModel(tables, tokenizer, f"kneser-ney-{order}@{sha256_of(stream)[:12]}")


def estimate_ngrams(
    stream: npt.NDArray[np.uint16], bos_id: int, order: int
) -> tuple[NgramTable, ...]:
    """Count n-grams of 1 to ``order`` tokens for interpolated, modified Kneser-Ney smoothing.

    Args:
        stream: paragraphs one after another, each behind ``bos_id``. No n-gram crosses into the
            next paragraph, and ``bos_id`` itself is never predicted.
        bos_id: the token that begins a paragraph.
        order: longest n-gram, 2 to :data:`~mtqa.lm.ngram.MAX_ORDER`.

    Returns:
        one table an order, single tokens first.

    Raises:
        TrainingError: the order is out of range, or the stream holds no n-gram that long.
    """
    if not 2 <= order <= MAX_ORDER:
        raise TrainingError(f"order {order}: an n-gram has 2 to {MAX_ORDER} tokens")
    keys, counts = _distinct(_ngrams(stream, bos_id, order, anywhere=True))
    if not len(keys):
        raise TrainingError(f"the stream holds no paragraph of {order - 1} tokens")
    tables = [NgramTable(keys, counts, _discounts(counts))]
    for size in range(order - 1, 0, -1):
        # Each different n-gram is one more token that stands before its last `size` tokens.
        suffixes = tables[0].keys & np.uint64((1 << (int(TOKEN_BITS) * size)) - 1)
        keys, counts = _distinct(suffixes)
        if size > 1:
            keys, counts = _merged(
                keys, counts, *_distinct(_ngrams(stream, bos_id, size, anywhere=False))
            )
        tables.insert(0, NgramTable(keys, counts, _discounts(counts)))
    return tuple(tables)


def _ngrams(stream: npt.NDArray[np.uint16], bos_id: int, size: int, *, anywhere: bool) -> Keys:
    """Pack the n-grams of the stream that hold no ``bos_id``, but maybe as their first token.

    Args:
        stream: the tokens.
        bos_id: begins a paragraph.
        size: tokens of an n-gram.
        anywhere: all n-grams, or only those that begin with ``bos_id``.
    """
    found = []
    for start in range(0, len(stream) - size + 1, _CHUNK):
        part = np.asarray(stream[start : start + _CHUNK + size - 1])
        begins = part == bos_id
        length = len(part) - size + 1
        kept = np.ones(length, dtype=bool) if anywhere else begins[:length].copy()
        for i in range(1, size):
            kept &= ~begins[i : i + length]
        found.append(pack([part[i : i + length][kept] for i in range(size)]))
    return np.concatenate(found) if found else np.empty(0, np.uint64)


def _distinct(keys: Keys) -> tuple[Keys, Counts]:
    """Sort ``keys`` in place; return the different ones and how often each occurs."""
    keys.sort()
    first = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    places = np.flatnonzero(first)
    return keys[places], np.diff(places, append=len(keys)).astype(np.uint32)


def _merged(
    keys: Keys, counts: Counts, more_keys: Keys, more_counts: Counts
) -> tuple[Keys, Counts]:
    """Join two tables without common keys in rising order."""
    keys, counts = np.concatenate([keys, more_keys]), np.concatenate([counts, more_counts])
    order = np.argsort(keys, kind="stable")
    return keys[order], counts[order]


def _discounts(counts: Counts) -> tuple[float, float, float]:
    """Estimate how much one, two, three and more occurrences overstate (Chen & Goodman, eq. 26).

    A corpus so small that no n-gram occurs once, twice, thrice or four times gets
    :data:`_FALLBACK`.
    """
    n1, n2, n3, n4 = (int(np.count_nonzero(counts == times)) for times in (1, 2, 3, 4))
    if not (n1 and n2 and n3 and n4):
        return _FALLBACK
    share = n1 / (n1 + 2 * n2)
    found = (1 - 2 * share * n2 / n1, 2 - 3 * share * n3 / n2, 3 - 4 * share * n4 / n3)
    if not all(0 <= discount <= times for times, discount in enumerate(found, 1)):
        return _FALLBACK
    return found
