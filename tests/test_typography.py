"""Folding keeps the length and is idempotent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtqa.typography import fold_typography


@given(st.text())
def test_the_length_is_kept_and_folding_twice_changes_nothing(text: str) -> None:
    folded = fold_typography(text)
    assert len(folded) == len(text)
    assert fold_typography(folded) == folded


def test_curly_and_straight_are_one() -> None:
    assert fold_typography("“It’s” – «so»\u00a0…") == '"It\'s" - "so" …'


def test_line_breaks_stay() -> None:
    assert fold_typography("a\r\nb\u2028c") == "a\r\nb\u2028c"
