"""A learner's slips: as many as asked for, nothing else changed."""

from __future__ import annotations

from random import Random

from mtqa.train.examples import Example
from mtqa.train.learner_noise import as_learner, learner_examples

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

    assert 0 < changed(0.1) < changed(0.6) < len(TEXT.split()) / 2


def test_no_space_is_doubled_where_a_word_went() -> None:
    assert all("  " not in as_learner(TEXT, 1.0, Random(seed)) for seed in range(20))


def test_learners_are_people_and_every_other_text_is_short() -> None:
    native = Example(TEXT, "native", "blog", "en", "someone", "key", "key", 1)
    long, short = learner_examples([native, native], seed=1)
    assert not long.is_mt
    assert long.kind == short.kind == "learner"
    assert len(short.text) < len(long.text) < 1.2 * len(TEXT)
