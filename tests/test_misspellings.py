"""Misspelt words: slips of common words, and nothing that somebody means to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.misspellings import count_misspelt, is_misspelt
from mtqa.typography import unescape


@pytest.mark.parametrize(
    "word", ["becouse", "tecnologies", "particpation", "suddanly", "developement"]
)
def test_a_slip_of_a_common_word_is_misspelt(word: str) -> None:
    assert is_misspelt(word)


@pytest.mark.parametrize(
    "word", ["because", "colour", "color", "zydeco", "blockchain", "xqzzv", "teh"]
)
def test_a_word_or_no_word_at_all_is_not(word: str) -> None:
    assert not is_misspelt(word)


def test_each_place_counts_and_names_links_and_compounds_do_not() -> None:
    assert count_misspelt("He said it becouse he knew, and becouse of his tecnologies.") == 3
    assert count_misspelt("Becouse Street, becouse.example.org, becouse-led, @becouse") == 0
    assert count_misspelt("") == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("i dont know if im late, lol", 4),
        ("i've never seen ur dog, u know", 3),
        ("It said that item i is empty, as in “i < n”, and that he can't.", 0),
        ("The U of T, UR Bill, and a wont of his; Lol Creme, cos x.", 1),
        ("dont.example.org, @dont, tho-led", 0),
    ],
)
def test_what_is_typed_in_haste_counts(text: str, count: int) -> None:
    assert count_misspelt(text) == count


@given(st.lists(st.sampled_from(["becouse", "because", "Becouse", "x", "…"]), max_size=30))
def test_the_count_is_that_of_the_misspelt_words(words: list[str]) -> None:
    assert count_misspelt(" ".join(words)) == words.count("becouse")


def test_entities_are_no_misspellings_once_they_are_read() -> None:
    assert (
        count_misspelt(unescape("They wouldn&#039;t, and weren&#39;t, at the caf&eacute;.").text)
        == 0
    )
