"""Hash character and word n-grams with numpy: no Python loop over characters.

A character n-gram's hash is a polynomial over code points; a word's comes from prefix sums of
the same polynomial, so all words are hashed at once. An n-gram's key is the top bits of a
multiplied 64-bit hash (Fibonacci hashing): 32 of them keep millions of n-grams apart. Several
texts are counted at once, for most paragraphs are so short that calling numpy takes longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_BASE = np.uint64(0x100000001B3)
_SPACE = 32
#: A key has at most 32 bits; above them stands whose it is.
_KEY_BITS = np.uint64(32)

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


@dataclass(frozen=True, slots=True)
class CodedTexts:
    """Some masked texts as numbers, end to end.

    Attributes:
        count: how many texts.
        codes: their code points, a space before and behind each text.
        owners: index of each code point's text.
        words: a hash of each token: a run of letters and digits, or a single mark.
        word_owners: index of each token's text.
    """

    count: int
    codes: npt.NDArray[np.uint64]
    owners: npt.NDArray[np.uint64]
    words: npt.NDArray[np.uint64]
    word_owners: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class NgramCounts:
    """Distinct n-grams of some texts, text by text.

    Attributes:
        owners: index of the text, rising, [n-grams].
        keys: ascending within a text, [n-grams].
        counts: how often the text has each, [n-grams].
    """

    owners: npt.NDArray[np.intp]
    keys: Keys
    counts: npt.NDArray[np.int32]


def code_texts(texts: Sequence[str]) -> CodedTexts:
    """Prepare masked texts (see :func:`mtqa.evidence.masking.mask_topic`) for counting."""
    padded = [f" {text} " for text in texts]
    utf32 = "".join(padded).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(utf32, np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) for text in padded])
    words, starts = _word_hashes(codes)
    return CodedTexts(len(texts), codes, owners, words, owners[starts])


def ngrams_of_all(texts: CodedTexts, spec: NgramSpec) -> NgramCounts:
    """Count the n-grams of every text; what one text has does not depend on the others."""
    found = [
        *(_within(_character_hashes(texts.codes, n), texts.owners, n) for n in spec.characters),
        *(_within(_word_ngrams(texts.words, n), texts.word_owners, n) for n in spec.words),
    ]
    keys = np.concatenate([hashes for hashes, _ in found]) * _PRIME >> np.uint64(64 - spec.bits)
    owners = np.concatenate([own for _, own in found])
    together, counts = np.unique(owners << _KEY_BITS | keys, return_counts=True)
    return NgramCounts(
        (together >> _KEY_BITS).astype(np.intp), together.astype(np.uint32), counts.astype(np.int32)
    )


def ngram_keys(text: str, spec: NgramSpec) -> tuple[Keys, npt.NDArray[np.int32]]:
    """Return the distinct keys of one masked text's n-grams, ascending, and their counts."""
    counted = ngrams_of_all(code_texts([text]), spec)
    return counted.keys, counted.counts


def _within(
    hashes: npt.NDArray[np.uint64], owners: npt.NDArray[np.uint64], n: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return the hashes of n-grams that lie in one text, and whose they are."""
    first, last = owners[: len(hashes)], owners[n - 1 : n - 1 + len(hashes)]
    inside = first == last
    return hashes[inside], first[inside]


def _character_hashes(codes: npt.NDArray[np.uint64], n: int) -> npt.NDArray[np.uint64]:
    length = max(0, len(codes) - n + 1)
    total = np.full(length, n, np.uint64)
    for i in range(n):
        total = total * _BASE + codes[i : i + length]
    return total


def _word_hashes(
    codes: npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.intp]]:
    """Return one hash per token, and where each begins."""
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
        return np.zeros(0, np.uint64), starts
    # Spread each code point before summing, so that a token's sum depends on order through
    # its position weight.
    position = _positions(starts, len(codes))
    weights = _powers(int(position.max()) + 1)[position]
    terms = np.where(is_space, np.uint64(0), codes * weights)
    return np.add.reduceat(terms, starts), starts


def _positions(starts: npt.NDArray[np.intp], size: int) -> npt.NDArray[np.intp]:
    """Return how far each code point is from the last token's begin."""
    lengths = np.diff(np.append(starts, size))
    position = np.zeros(size, np.intp)
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
