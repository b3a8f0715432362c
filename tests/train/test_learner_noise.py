"""A learner's slips: as many as asked for, nothing else changed."""

from __future__ import annotations

from random import Random

import pytest

from mtqa.train.examples import Example
from mtqa.train.learner_noise import as_learner, is_plain, learner_examples

TEXT = (
    "The committee said on Monday that the new rules would help small companies because they "
    "have fewer people to read the information. Their owners were happy about it, and many of "
    "them started planning for the next year. Nobody asked who would pay."
)


def test_without_slips_a_text_stays_as_it_is() -> None:
    assert as_learner(TEXT, 0.0, Random(1)) == TEXT


def test_more_slips_change_more_words() -> None:
    def changed(rate: float) -> float:
        original = set(TEXT.split())
        noisy = [as_learner(TEXT, rate, Random(seed)).split() for seed in range(20)]
        return sum(word not in original for words in noisy for word in words) / 20

    assert 0 < changed(0.1) < changed(0.8) < len(TEXT.split())


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("They discuss the plan.", {"They discuss about the plan."}),
        ("She wants it.", {"She want it.", "She wants this."}),
        ("He did know it.", {"He did knew it.", "He did to know it.", "He did knowing it."}),
        ("We want to go.", {"We want go."}),
        ("Many people are here.", {"Many people they are here.", "Many peoples are here."}),
        ("It rained. We left.", {"It rained, We left."}),
    ],
)
def test_slips_are_those_of_handbooks(text: str, slips: set[str]) -> None:
    found = {as_learner(text, 1.0, Random(seed)) for seed in range(400)}
    found |= {as_learner(text, 0.4, Random(seed)) for seed in range(400)}
    assert slips <= found


def test_no_space_is_doubled_or_left_before_a_mark_where_a_word_went() -> None:
    for seed in range(20):
        noisy = as_learner(TEXT, 1.0, Random(seed))
        assert "  " not in noisy
        assert " ." not in noisy


def test_plain_prose_gets_by_with_common_words() -> None:
    assert is_plain("The people of the town said that they would like to have a new school.")
    assert not is_plain("Perfunctory bureaucrats obfuscated the jurisprudential ramifications.")
    assert not is_plain("")


def test_learners_are_people_and_every_other_text_is_short() -> None:
    native = Example(TEXT, "native", "blog", "en", "someone", "key", "key", 1)
    odd = Example("Zygotes metamorphose.", "native", "blog", "en", "someone", "k", "k", 1)
    long, short = learner_examples([native, odd, native], seed=1)
    assert not long.is_mt
    assert long.kind == short.kind == "learner"
    assert len(short.text) < len(long.text) < 1.3 * len(TEXT)
