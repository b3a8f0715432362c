"""Windows read long texts in pieces, and score every token once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.lm.windows import windows


@given(st.integers(0, 400), st.integers(2, 60))
def test_the_fresh_parts_partition_the_tokens(n_tokens: int, size: int) -> None:
    scored: list[int] = []
    for window in windows(n_tokens, size):
        assert 0 <= window.start <= window.fresh < window.end <= n_tokens
        assert window.end - window.start <= size
        scored.extend(range(window.fresh, window.end))
    assert scored == list(range(n_tokens))


@given(st.integers(3, 400), st.integers(4, 60))
def test_later_windows_have_a_quarter_of_a_window_of_context(n_tokens: int, size: int) -> None:
    for window in list(windows(n_tokens, size))[1:]:
        assert window.fresh - window.start == size // 4


def test_a_window_of_one_token_has_no_context() -> None:
    with pytest.raises(ValueError, match="two tokens"):
        list(windows(5, 1))
