"""The quick test of the generalised tortured phrases knows every spelling of a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.detectors.tortured_generalised import base_form, spellings


@given(st.text(alphabet="aeiounrtlcshxyz", min_size=1, max_size=9))
def test_every_word_is_a_spelling_of_its_base_form(word: str) -> None:
    assert word in set(spellings(base_form(word)))


@pytest.mark.parametrize(
    ("base", "written"),
    [
        ("body", {"body", "bodies"}),
        ("class", {"class", "classes"}),
        ("color", {"color", "colors", "colour", "colours"}),
        ("tree", {"tree", "trees"}),
    ],
)
def test_spellings_are_plural_and_standard(base: str, written: set[str]) -> None:
    assert set(spellings(base)) >= written
    assert {base_form(word) for word in spellings(base)} == {base}
