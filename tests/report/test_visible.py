from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.report.visible import one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("a\x00b\x1b[31m\x7f", "a␀b␛[31m␡"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("x\u202ey\u2066z\u200f", "x[U+202E]y[U+2066]z[U+200F]"),
        ("\ud800\udfff\ufffe", "\ufffd\ufffd\ufffd"),
        ("\x9b31m", "[U+009B]31m"),
        ("👩\u200d🚀 שלום 你好", "👩\u200d🚀 שלום 你好"),
    ],
)
def test_controls_become_signs_and_the_rest_stays(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_any_text_encodes_and_is_stable(text: str) -> None:
    once = visible(text)
    once.encode("utf-8")
    assert visible(once) == once


def test_one_line_has_one_line() -> None:
    assert one_line(" a\r\n b\u2028c\td ") == "a b c d"
