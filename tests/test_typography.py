"""Folding keeps the length and is idempotent; closing spaces keeps the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtqa.typography import close_spaces, fold_typography


@given(st.text())
def test_the_length_is_kept_and_folding_twice_changes_nothing(text: str) -> None:
    folded = fold_typography(text)
    assert len(folded) == len(text)
    assert fold_typography(folded) == folded


def test_curly_and_straight_are_one() -> None:
    assert fold_typography("“It’s” – «so»\u00a0…") == '"It\'s" - "so" …'


def test_line_breaks_stay() -> None:
    assert fold_typography("a\r\nb\u2028c") == "a\r\nb\u2028c"


def test_spaces_before_marks_are_closed() -> None:
    assert close_spaces("he said , and did n't ( yet ) .").text == "he said, and didn't (yet)."


@given(st.text(alphabet="ab ,.()n't\n"))
def test_every_kept_character_knows_its_place(text: str) -> None:
    closed = close_spaces(text)
    boundaries = closed.boundaries()
    assert len(boundaries) == len(closed.text) + 1
    assert boundaries[0] == 0
    assert boundaries[-1] == len(text)
    kept = [text[end - 1] for end in boundaries[1:]]
    assert "".join(kept) == closed.text
    assert boundaries == sorted(boundaries)
