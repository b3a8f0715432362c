"""Forms of common words."""

from __future__ import annotations

import pytest

from mtqa.critic.forms import other_forms


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("details", "detail"),
        ("study", "studied"),
        ("studies", "study"),
        ("stop", "stopped"),
        ("make", "made"),
        ("built", "build"),
        ("child", "children"),
        ("were", "is"),
    ],
)
def test_forms_are_found_both_ways(word: str, form: str) -> None:
    assert form in other_forms(word)
    assert word in other_forms(form)


@pytest.mark.parametrize("word", ["the", "news", "new", "things", "zyzzyva", ""])
def test_words_without_other_forms(word: str) -> None:
    assert other_forms(word) == frozenset()


def test_no_word_is_its_own_form() -> None:
    assert "made" not in other_forms("made")
