"""The linear fits find what machines do alike, whatever the topic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from mtqa.evidence.linear import WORDING, WORDS
from mtqa.train.evidence import (
    count_ngrams,
    fit_p_mt,
    fit_ranking,
    fit_round_trip,
    inverse_document_frequency,
    kind_weights,
    match_topics,
    weigh,
)
from mtqa.train.examples import Example
from mtqa.train.settings import EvidenceSettings

SETTINGS = EvidenceSettings(
    data_dir=Path("none"),
    roundtrips=Path("none"),
    output=Path("none"),
    min_documents=1,
    iterations=100,
)
TOPICS = ("bread", "rivers", "taxes", "chess", "trains", "owls", "wine", "bridges")


def example(kind: str, source: str, text: str) -> Example:
    return Example(text, kind, "made", "xx-en", kind, source, source, 5)


def sentences(topic: str, number: int, link: str) -> str:
    return f"they spoke about {topic} and {link} they wrote a book of {number} pages on {topic}"


PAIRS = [
    example(kind, f"{topic}/{number}", sentences(topic, number, link))
    for topic in TOPICS
    for number in range(6)
    for kind, link in (("mt", "besides"), ("ht", "then"))
]


def rows(examples: list[Example]) -> sparse.csr_matrix:
    counted = count_ngrams([e.text for e in examples], WORDING)
    counts = counted.over(counted.frequent(1))
    return weigh(counts, inverse_document_frequency(counts, 1))


def test_rows_have_length_one() -> None:
    found = rows(PAIRS)
    assert np.asarray(found.multiply(found).sum(1)).ravel() == pytest.approx(np.ones(len(PAIRS)))


def test_the_ranking_learns_the_manner_and_not_the_topic() -> None:
    known = [e for e in PAIRS if not e.source.startswith(TOPICS[:2])]
    counted = count_ngrams([e.text for e in PAIRS], WORDING)
    keys = counted.frequent(1)
    counts = counted.over(keys)
    idf = inverse_document_frequency(counts, 1)
    fitted = fit_ranking(
        weigh(count_ngrams([e.text for e in known], WORDING).over(keys), idf), known, SETTINGS
    )
    scores = fitted.scores(weigh(counts, idf))
    machine = [s for s, e in zip(scores, PAIRS, strict=True) if e.is_mt]
    human = [s for s, e in zip(scores, PAIRS, strict=True) if not e.is_mt]
    assert min(machine) > max(human)
    unused = count_ngrams(["quite another thing altogether"], WORDING).over(keys)
    assert abs(fitted.scores(weigh(unused, idf))[0]) < min(machine)


def test_an_ngram_that_both_use_alike_has_next_to_no_weight() -> None:
    fitted = fit_ranking(rows(PAIRS), PAIRS, SETTINGS)
    keys = count_ngrams([e.text for e in PAIRS], WORDING).frequent(1)
    own = [count_ngrams([word], WORDING).over(keys).indices for word in ("besides", "bread")]
    manner, topic = (np.abs(fitted.weights[places]).max() for places in own)
    assert topic < manner / 3


def test_labels_alone_are_learned_too() -> None:
    targets = (
        fit_p_mt(rows(PAIRS), PAIRS, match_topics(rows(PAIRS), PAIRS), SETTINGS),
        fit_round_trip(rows(PAIRS), PAIRS, SETTINGS),
    )
    for fitted in targets:
        assert ((fitted.scores(rows(PAIRS)) > 0) == [e.is_mt for e in PAIRS]).all()


def test_native_prose_on_what_is_translated_weighs_most() -> None:
    texts = [
        *(example("ht", str(i), "the minister met soldiers") for i in range(20)),
        *(example("native", f"n{i}", "the recipe needs butter") for i in range(30)),
        *(example("native", f"a{i}", "a minister met soldiers") for i in range(10)),
    ]
    weights, even = match_topics(rows(texts), texts), kind_weights(texts)
    assert weights[50:].min() > 3 * weights[20:50].max()
    assert weights[:20] == pytest.approx(even[:20])
    assert weights[20:].sum() == pytest.approx(even[20:].sum())


def test_kinds_have_their_share_and_pairs_within_them_are_evened() -> None:
    many = [example("mt", str(i), "x") for i in range(90)] + [example("ht", "0", "x")] * 10
    weights = kind_weights(many)
    assert weights.sum() == pytest.approx(100)
    assert weights[90:].sum() / weights[:90].sum() == pytest.approx(0.9)


def test_only_ngrams_of_enough_texts_are_known() -> None:
    counted = count_ngrams(["a b", "a c", "a d"], WORDS)
    (common,) = counted.frequent(2)
    assert common in count_ngrams(["a"], WORDS).keys
    counts = counted.over(counted.frequent(2)).toarray()
    assert counts == pytest.approx(np.full((3, 1), np.log(2)))


def test_texts_that_are_not_asked_make_no_ngram_frequent() -> None:
    counted = count_ngrams(["a b", "a c", "b d", "b e"], WORDS)
    asked = np.array([True, True, False, False])
    (common,) = counted.frequent(2, asked)
    assert common in count_ngrams(["a"], WORDS).keys
    assert len(counted.frequent(2)) == 2
