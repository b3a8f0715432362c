"""Kneser-Ney by hand, by brute force, and as a model of the pipeline."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lm.texts import TRAPS
from mtqa.errors import TrainingError
from mtqa.lm.ngram import NgramModel
from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.train.ngram import estimate_ngrams, train_ngram

S, A, B, C = 1, 3, 4, 5


class SixTokens:
    """What the model asks of a tokenizer, without one."""

    bos_id = S
    vocab_size = 6


def _model(stream: list[int], order: int) -> NgramModel:
    tables = estimate_ngrams(np.array(stream, np.uint16), S, order)
    return NgramModel(tables, SixTokens(), "test")


def _next(model: NgramModel, *ids: int) -> float:
    """Return p(last | <s> and those before it)."""
    return float(model.probabilities(np.array([S, *ids], np.uint16))[-1])


def test_bigrams_by_hand() -> None:
    # Bigrams: <s>a twice, ab twice, ba, ac. Before a stand <s> and b, before b and c only a:
    # continuation counts 2, 1, 1. Discounts .5, 1, 1.5 leave (1 + .5 + .5) / 4 for all five.
    model = _model([S, A, B, A, C, S, A, B], 2)
    assert _next(model, A) == pytest.approx((2 - 1 + 1 * 0.35) / 2)
    assert _next(model, A, B) == pytest.approx((2 - 1 + 1.5 * 0.225) / 3)
    assert _next(model, A, C) == pytest.approx((1 - 0.5 + 1.5 * 0.225) / 3)
    assert _next(model, A, A) == pytest.approx(1.5 * 0.35 / 3)
    # Nothing follows c: the estimate without context, and that of a token never seen.
    assert _next(model, C, A) == pytest.approx(1 / 4 + 2 / 4 / 5)
    assert _next(model, C, 2) == pytest.approx(2 / 4 / 5)


def test_no_ngram_crosses_from_one_paragraph_into_the_next() -> None:
    apart = _model([S, A, B, S, C, A], 3)
    swapped = _model([S, C, A, S, A, B], 3)
    for ids in ((A,), (A, B), (A, B, C), (C, A, B)):
        assert _next(apart, *ids) == _next(swapped, *ids)


_PARAGRAPHS = st.lists(
    st.lists(st.sampled_from([0, 2, A, B, C]), min_size=2, max_size=12), min_size=1, max_size=8
)


@settings(max_examples=60, deadline=None)
@given(_PARAGRAPHS, st.integers(2, 4), st.lists(st.sampled_from([0, 2, A, B, C]), max_size=4))
def test_every_context_sums_to_one(
    paragraphs: list[list[int]], order: int, context: list[int]
) -> None:
    if max(map(len, paragraphs)) < order:
        paragraphs = [*paragraphs, [A, B, C, A]]
    model = _model([t for p in paragraphs for t in (S, *p)], order)
    total = sum(_next(model, *context, token) for token in (0, 2, A, B, C))
    assert total == pytest.approx(1.0)
    assert _next(model, *context, S) == 0.0


@settings(max_examples=30, deadline=None)
@given(_PARAGRAPHS)
def test_trigrams_agree_with_brute_force(paragraphs: list[list[int]]) -> None:
    paragraphs = [*paragraphs, [A, B, C, A]]
    model = _model([t for p in paragraphs for t in (S, *p)], 3)
    reference = _Reference(paragraphs, 3, model)
    for paragraph in paragraphs:
        got = model.probabilities(np.array([S, *paragraph], np.uint16))
        ids = (S, *paragraph)
        expected = [reference.p(ids[max(0, i - 2) : i], ids[i]) for i in range(1, len(ids))]
        assert got == pytest.approx(expected)


class _Reference:
    """Kneser-Ney in dictionaries, as the book has it; the discounts are the model's."""

    def __init__(self, paragraphs: list[list[int]], order: int, model: NgramModel) -> None:
        grams = Counter(
            (S, *p)[i : i + n]
            for p in paragraphs
            for n in range(1, order + 1)
            for i in range(len(p) + 2 - n)
        )
        del grams[S,]
        self.counts = {
            g: c if len(g) == order or g[0] == S else len({h[0] for h in grams if h[1:] == g})
            for g, c in grams.items()
        }
        self.discounts = [(0.0, *table.discounts) for table in model._tables]

    def p(self, context: tuple[int, ...], token: int) -> float:
        followers = {g[-1]: c for g, c in self.counts.items() if g[:-1] == context}
        lower = self.p(context[1:], token) if context else 1 / 5
        if not followers:
            return lower
        taken = self.discounts[len(context)]
        left = sum(taken[min(c, 3)] for c in followers.values())
        own = followers.get(token, 0)
        return (own - taken[min(own, 3)] + left * lower) / sum(followers.values())


def test_discounts_come_from_counts_of_counts() -> None:
    # Of the bigrams four occur once, two twice, two thrice, one four times: Y = 4 / (4 + 2 * 2).
    stream = [S, *([A, 0] * 4), *([B, 2] * 3), *([C, 0] * 2)]
    table = estimate_ngrams(np.array(stream, np.uint16), S, 2)[1]
    assert table.discounts == pytest.approx((1 - 2 * 0.5 / 2, 2 - 3 * 0.5, 3 - 4 * 0.5 / 2))


def test_a_tiny_corpus_gets_set_discounts() -> None:
    assert estimate_ngrams(np.array([S, A, B], np.uint16), S, 2)[1].discounts == (0.5, 1.0, 1.5)


@pytest.fixture(scope="module")
def counted(tokenizer: SentencePieceTokenizer, tmp_path_factory: pytest.TempPathFactory):
    stream: list[int] = []
    for text in ("The bakers had left early.", "The bakers had left a note.", "Nobody could say."):
        stream += [tokenizer.bos_id, *tokenizer.encode(text).ids]
    path = tmp_path_factory.mktemp("stream") / "train.bin"
    path.write_bytes(np.array(stream, np.uint16).tobytes())
    return train_ngram(path, tokenizer, 4)


def test_seen_words_are_less_surprising_than_unseen_ones(counted: NgramModel) -> None:
    seen, unseen = counted.surprisals(["The bakers had left early.", "Early left had bakers the."])
    assert sum(t.bits for t in seen) < sum(t.bits for t in unseen) / 2


@pytest.mark.parametrize("text", TRAPS)
def test_spans_are_exact_whatever_the_text(counted: NgramModel, text: str) -> None:
    tokens = counted.surprisals([text])[0]
    covered = {i for t in tokens for i in range(t.span.start, t.span.end)}
    assert covered >= {i for i, c in enumerate(text) if not c.isspace()}
    assert all(math.isfinite(t.bits) and t.bits > 0 for t in tokens)


def test_the_signature_names_order_and_stream(counted: NgramModel) -> None:
    assert counted.signature.startswith("kneser-ney-4@")
    assert counted.n_parameters == sum(len(t.keys) for t in counted._tables)


def test_a_missing_stream_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no token stream there; 'mtqa train lm' writes it"):
        train_ngram(tmp_path / "train.bin", SixTokens(), 3)


@pytest.mark.parametrize("order", [1, 5])
def test_an_order_out_of_range_is_an_error(order: int) -> None:
    with pytest.raises(TrainingError, match="2 to 4 tokens"):
        estimate_ngrams(np.array([S, A, B, C, A], np.uint16), S, order)


def test_a_stream_too_short_is_an_error() -> None:
    with pytest.raises(TrainingError, match="no paragraph of 3 tokens"):
        estimate_ngrams(np.array([S, A, B, S, C], np.uint16), S, 4)
