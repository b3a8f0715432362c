"""Function words and endings stay, what is said goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.evidence.masking import mask_topic
from mtqa.evidence.structure import structure_of


@pytest.mark.parametrize(
    ("text", "skeleton"),
    [
        ("The committee approved new rules.", "the x xed new xs ."),
        ("Brunhilde was slowly painting it red, in 2019.", "N was xly xing it x , in 0 ."),
    ],
)
def test_content_words_leave_their_endings(text: str, skeleton: str) -> None:
    assert structure_of(mask_topic(text)) == skeleton


def test_texts_of_one_build_are_equal() -> None:
    one, other = "The painter admired her paintings.", "The drummer disliked her drummings."
    assert structure_of(mask_topic(one)) == structure_of(mask_topic(other))


@given(st.text(max_size=80))
def test_every_text_has_a_skeleton_of_single_spaces(text: str) -> None:
    skeleton = structure_of(mask_topic(text))
    assert "  " not in skeleton
    assert bool(skeleton) == bool(mask_topic(text))
