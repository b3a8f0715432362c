"""Sentence ends come for any text, in code points of that text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.sentences import sentence_ends


def test_two_sentences_have_two_ends() -> None:
    text = "Dr. Quimby left.\u00a0Nobody saw it. "
    ends = sentence_ends(text)
    assert [text[a:b].strip() for a, b in zip([0, *ends], ends, strict=False)] == [
        "Dr. Quimby left.",
        "Nobody saw it.",
    ]


@pytest.mark.parametrize("space", "\u0085\u00a0\u1680\u2003\u2028\u202f\u3000\t\n")
@pytest.mark.parametrize("text", ["in the U.S{}. Agency said", "A{}. Agency", "J.{}K. Nobody"])
def test_white_space_of_every_script_stops_nothing(text: str, space: str) -> None:
    assert sentence_ends(text.format(space))[-1] == len(text.format(space))


@given(st.text(st.sampled_from("aA1 .!?\u00a0\u2003\n\ud800’”。é"), max_size=40))
def test_ends_ascend_within_the_text(text: str) -> None:
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) for end in ends)
