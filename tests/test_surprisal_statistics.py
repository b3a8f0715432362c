"""Words, what they cost, and what of it their rarity explains."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.lm.base import FakeModel
from mtqa.surprisal_statistics import bits_alone, plain_word_statistics, word_surprisals
from mtqa.types import Span, TokenSurprisal


def _tokens(text: str, *pieces: tuple[str, float]) -> tuple[TokenSurprisal, ...]:
    found, at = [], 0
    for piece, bits in pieces:
        start = text.index(piece, at)
        at = start + len(piece)
        found.append(TokenSurprisal(Span(start, at), bits))
    return tuple(found)


def test_a_word_has_the_bits_of_its_pieces() -> None:
    text = "The harbourmaster didn't wave."
    tokens = _tokens(
        text, ("The", 2), ("harbour", 9), ("master", 3), ("didn", 4), ("'t", 1), ("wave", 8),
        (".", 1),
    )  # fmt: skip
    words = list(word_surprisals(text, tokens))
    assert [w.span.of(text) for w in words] == ["The", "harbourmaster", "didn't", "wave"]
    assert [w.bits for w in words] == [2, 12, 5, 8]
    assert [w.rank is not None for w in words] == [False, False, True, True]


def test_a_piece_of_two_words_counts_once() -> None:
    text = "a well-known man"
    tokens = _tokens(text, ("a", 1), ("well", 2), ("-known", 3), ("man", 4))
    assert sum(w.bits for w in word_surprisals(text, tokens)) == 10


def test_hidden_tokens_leave_their_words_out() -> None:
    text = "see the file now"
    words = list(word_surprisals(text, _tokens(text, ("see", 1), ("now", 2))))
    assert [w.span.of(text) for w in words] == ["see", "now"]


def test_excess_is_what_the_word_alone_does_not_cost() -> None:
    text = "the"
    (word,) = word_surprisals(text, _tokens(text, ("the", 9.0)))
    assert 4 < word.alone < 5  # one word in about twenty
    assert word.excess == 9.0 - word.alone


def test_case_and_apostrophe_do_not_matter_alone() -> None:
    assert bits_alone("The") == bits_alone("the")
    text = "don’t"
    (word,) = word_surprisals(text, _tokens(text, ("don’t", 3)))
    assert word.rank is not None


def test_an_unknown_word_costs_the_most() -> None:
    assert bits_alone("zqxvrk") == 30.0


@given(st.text(alphabet="ab é'’-N7.😀\n", max_size=60))
def test_words_lie_in_the_text_and_invent_no_bits(text: str) -> None:
    tokens = FakeModel().surprisals([text])[0]
    words = list(word_surprisals(text, tokens))
    assert sum(w.bits for w in words) <= sum(t.bits for t in tokens) + 1e-9
    ends = [0, *(w.span.end for w in words)]
    assert all(end <= w.span.start < w.span.end for end, w in zip(ends, words, strict=False))
    assert all(math.isfinite(w.bits) and 0 < w.alone <= 30 for w in words)


def test_no_tokens_no_words() -> None:
    assert list(word_surprisals("some words", ())) == []


@pytest.mark.parametrize("text", ["a" * 100_000, "a " * 50_000])
def test_a_long_text_is_read_once(text: str) -> None:
    tokens = FakeModel().surprisals([text])[0]
    assert len(list(word_surprisals(text, tokens))) == len(tokens)


def _uniform(text: str, bits: float) -> tuple[TokenSurprisal, ...]:
    return _tokens(text, *((word.strip("."), bits) for word in text.split()))


def test_names_and_rare_words_have_no_part_in_it() -> None:
    plain = "we went to the old mill and sat by the river until the rain came back"
    named = f"{plain} Zqarvik Brzostowski ekphrasis"
    assert plain_word_statistics(named, (*_uniform(plain, 6.0),)) == plain_word_statistics(
        named,
        (*_uniform(plain, 6.0), *_uniform(named, 40.0)[-3:]),
    )


def test_dear_plain_words_raise_every_statistic() -> None:
    text = "we went to the old mill and sat by the river until the rain came back"
    cheap = plain_word_statistics(text, _uniform(text, 1.0))
    dear = plain_word_statistics(text, _uniform(text, 30.0))
    assert cheap.excess < dear.excess <= 8.0
    assert cheap.function_bits < dear.function_bits <= 20.0


def test_one_word_moves_no_mean_far() -> None:
    text = "mill"
    dear = plain_word_statistics(text, _uniform(text, 500.0))
    typical = plain_word_statistics("", ())
    assert dear.excess - typical.excess <= 12 / 4


@given(st.text(max_size=60))
def test_statistics_are_finite_and_bounded(text: str) -> None:
    found = plain_word_statistics(text, FakeModel().surprisals([text])[0])
    assert -8 <= found.excess <= 8
    assert 0 <= found.function_bits <= 20


def test_entities_stand_in_words_as_what_they_mean() -> None:
    text = "They&nbsp;won&#39;t go"
    tokens = [
        *(TokenSurprisal(Span(0, 4), 1.0), TokenSurprisal(Span(4, 13), 2.0)),
        *(TokenSurprisal(Span(13, 19), 4.0), TokenSurprisal(Span(20, 22), 8.0)),
    ]
    words = list(word_surprisals(text, tokens))
    assert [w.span.of(text) for w in words] == ["They", "won&#39;t", "go"]
    assert [w.bits for w in words] == [1.0, 6.0, 8.0]
