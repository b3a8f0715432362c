"""The fake keeps the promises of the protocol."""

from __future__ import annotations

from hypothesis import given

from lm.texts import ANY_TEXT
from mtqa.lm.base import FakeModel


@given(ANY_TEXT)
def test_tokens_cover_what_is_no_space(text: str) -> None:
    (tokens,) = FakeModel().surprisals([text])
    assert "".join(t.span.of(text) for t in tokens) == "".join(c for c in text if not c.isspace())
    assert all(1 <= t.bits <= 12 for t in tokens)


def test_equal_words_are_equally_surprising() -> None:
    first, second = FakeModel().surprisals(["again and again", "again \ud800"])
    assert first[0].bits == first[2].bits == second[0].bits
