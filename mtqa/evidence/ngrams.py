"""Hash character and word n-grams with numpy: no Python loop over characters.

A character n-gram's hash is a polynomial over code points; a word's comes from prefix sums of
the same polynomial, so all words are hashed at once. An n-gram's key is the top bits of a
multiplied 64-bit hash (Fibonacci hashing): 32 of them keep millions of n-grams apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_BASE = np.uint64(0x100000001B3)
_SPACE = 32

Keys = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class NgramSpec:
    """Which n-grams count, and how long their keys are.

    Attributes:
        bits: of a key, 1 to 32.
        characters: lengths of character n-grams.
        words: lengths of word n-grams.
    """

    bits: int = 32
    characters: tuple[int, ...] = (2, 3, 4, 5)
    words: tuple[int, ...] = (1, 2, 3)


def ngram_keys(text: str, spec: NgramSpec) -> tuple[Keys, npt.NDArray[np.int32]]:
    """Return the distinct keys of ``text``'s n-grams, ascending, and how often each occurs.

    Args:
        text: a masked text (see :func:`mtqa.evidence.masking.mask_topic`).
        spec: the n-grams to count.
    """
    utf32 = f" {text} ".encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(utf32, np.uint32).astype(np.uint64)
    hashes = [_character_hashes(codes, n) for n in spec.characters]
    words = _word_hashes(codes)
    hashes.extend(_word_ngrams(words, n) for n in spec.words)
    shift = np.uint64(64 - spec.bits)
    keys = (np.concatenate(hashes) * _PRIME >> shift).astype(np.uint32)
    distinct, counts = np.unique(keys, return_counts=True)
    return distinct, counts.astype(np.int32)


def _character_hashes(codes: npt.NDArray[np.uint64], n: int) -> npt.NDArray[np.uint64]:
    length = max(0, len(codes) - n + 1)
    total = np.full(length, n, np.uint64)
    for i in range(n):
        total = total * _BASE + codes[i : i + length]
    return total


def _word_hashes(codes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return one hash per token: a run of letters and digits, or a single mark."""
    is_space = codes == _SPACE
    is_word = (
        ((codes >= ord("a")) & (codes <= ord("z")))
        | ((codes >= ord("A")) & (codes <= ord("Z")))
        | ((codes >= ord("0")) & (codes <= ord("9")))
        | (codes == ord("'"))
        | (codes >= 0xC0)
    )
    previous_word = np.concatenate([[False], is_word[:-1]])
    begins = ~is_space & ~(is_word & previous_word)
    starts = np.flatnonzero(begins)
    if len(starts) == 0:
        return np.zeros(0, np.uint64)
    # Spread each code point before summing, so that a token's sum depends on order through
    # its position weight.
    position = (
        np.arange(len(codes)) - np.repeat(starts, np.diff(np.append(starts, len(codes))))
        if starts[0] == 0
        else _positions(starts, len(codes))
    )
    weights = _powers(int(position.max()) + 1)[position]
    terms = np.where(is_space, np.uint64(0), codes * weights)
    return np.add.reduceat(terms, starts)


def _positions(starts: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    lengths = np.diff(np.append(starts, size))
    position = np.zeros(size, np.int64)
    position[starts[0] :] = np.arange(size - starts[0]) - np.repeat(starts - starts[0], lengths)
    return position


def _powers(count: int) -> npt.NDArray[np.uint64]:
    powers = np.full(count, _BASE, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _word_ngrams(words: npt.NDArray[np.uint64], n: int) -> npt.NDArray[np.uint64]:
    length = max(0, len(words) - n + 1)
    total = np.full(length, 0x5EED + n, np.uint64)
    for i in range(n):
        total = total * _PRIME + (words[i : i + length] ^ (words[i : i + length] >> np.uint64(29)))
    return total
