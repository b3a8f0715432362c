"""British spellings fold to American ones; look-alikes stay."""

from __future__ import annotations

import pytest

from mtqa.spelling import american_spelling, in_american_spelling, spelling_pairs


@pytest.mark.parametrize(
    ("british", "american"),
    [("colour", "color"), ("organised", "organized"), ("analyse", "analyze"), ("grey", "gray")],
)
def test_british_words_fold(british: str, american: str) -> None:
    assert american_spelling(british) == american
    assert american_spelling(american) == american


@pytest.mark.parametrize("word", ["advised", "promise", "four", "surprising", "raised", "hour"])
def test_words_with_one_spelling_stay(word: str) -> None:
    assert american_spelling(word) == word


def test_texts_fold_word_by_word() -> None:
    assert in_american_spelling("the labour, organised; won't") == "the labor, organized; won't"
    assert in_american_spelling("nothing to do") == "nothing to do"


def test_no_shipped_pair_is_of_one_word() -> None:
    assert all(british != american for british, american in spelling_pairs())
