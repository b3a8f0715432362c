"""The hashes are those of a plain loop, and depend on the n-gram alone."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.evidence.ngrams import NgramSpec, code_texts, ngram_keys, ngrams_of_all

_TWO_64 = 1 << 64
_BASE, _PRIME = 0x100000001B3, 0x9E3779B97F4A7C15
_WORD = re.compile(r"[A-Za-z0-9'\u00c0-\U0010ffff]+|[^ ]")


def _loop(text: str, spec: NgramSpec) -> Counter[int]:
    """Count keys one n-gram at a time, in plain integers."""
    padded = f" {text} "
    hashes = []
    for n in spec.characters:
        for i in range(len(padded) - n + 1):
            total = n
            for character in padded[i : i + n]:
                total = (total * _BASE + ord(character)) % _TWO_64
            hashes.append(total)
    words = []
    for word in _WORD.findall(padded):
        powers = [1]
        while len(powers) < len(word):
            powers.append(powers[-1] * _BASE % _TWO_64)
        words.append(sum(ord(c) * p for c, p in zip(word, powers, strict=True)) % _TWO_64)
    for n in spec.words:
        for i in range(len(words) - n + 1):
            total = 0x5EED + n
            for word in words[i : i + n]:
                total = (total * _PRIME + (word ^ (word >> 29))) % _TWO_64
            hashes.append(total)
    return Counter((h * _PRIME % _TWO_64) >> (64 - spec.bits) for h in hashes)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from([8, 18, 32]))
def test_keys_are_those_of_a_plain_loop(text: str, bits: int) -> None:
    spec = NgramSpec(bits=bits)
    keys, counts = ngram_keys(text, spec)
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == _loop(text, spec)


@given(st.lists(st.text(st.sampled_from("ab c.ü'"), max_size=12), max_size=5))
def test_texts_counted_together_have_what_each_has_alone(texts: list[str]) -> None:
    spec = NgramSpec()
    together = ngrams_of_all(code_texts(texts), spec)
    for own, text in enumerate(texts):
        keys, counts = ngram_keys(text, spec)
        mine = together.owners == own
        assert together.keys[mine].tolist() == keys.tolist()
        assert together.counts[mine].tolist() == counts.tolist()
    assert set(together.owners.tolist()) <= set(range(len(texts)))


@given(st.lists(st.sampled_from("he said that, the end . don't".split()), max_size=12))
def test_a_word_has_one_hash_wherever_it_stands(words: list[str]) -> None:
    spec = NgramSpec(bits=20, characters=(), words=(1,))
    together = Counter[int]()
    for word in words:
        keys, counts = ngram_keys(word, spec)
        together.update(dict(zip(keys.tolist(), counts.tolist(), strict=True)))
    keys, counts = ngram_keys(" ".join(words), spec)
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == together


def test_the_order_of_words_counts() -> None:
    spec = NgramSpec(bits=20, characters=(), words=(2,))
    assert ngram_keys("one two", spec)[0].tolist() != ngram_keys("two one", spec)[0].tolist()


@pytest.mark.parametrize("text", ["", "\ud800", "x" * 100_000, " . " * 30_000])
def test_odd_texts_have_keys_in_order(text: str) -> None:
    keys, counts = ngram_keys(text, NgramSpec())
    assert keys.dtype == np.uint32
    assert (counts > 0).all()
    assert (np.diff(keys.astype(np.int64)) > 0).all()
