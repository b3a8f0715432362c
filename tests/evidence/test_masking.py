"""The topic goes, the manner stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.evidence.masking import mask_topic


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Later Brunhilde Oakenshaw left Vladivostok.", "later N left N"),
        ("Brunhilde told Ottokar-Vance everything", "N told N everything"),
        ("It cost 1,250.75 euros at 14:30", "it cost 0 euros at 0"),
        ("Order 66 came in 2019, then 7.", "order 0 came in 0, then 0."),
        ("The “end”  of\n\nit – now", 'the "end" of it - now'),
    ],
)
def test_names_and_numbers_are_placeholders(text: str, masked: str) -> None:
    assert mask_topic(text).rstrip(".") == masked.rstrip(".")


def test_texts_that_differ_in_names_and_numbers_are_equal() -> None:
    one = "Yesterday Ruprecht Holzapfel paid 300 dollars to Quimby."
    other = "Yesterday Xiomara Vandersloot paid 8,112 dollars to Zebulon."
    assert mask_topic(one) == mask_topic(other)


@given(st.text(alphabet="aB1. ,-’“\n", max_size=60))
def test_no_digit_but_zero_and_no_capital_but_the_mark_stays(text: str) -> None:
    masked = mask_topic(text)
    assert set(masked) <= set("ab0. ,-'\"N")
    assert "  " not in masked
    assert masked == masked.strip()


@pytest.mark.parametrize("unit", ["A.", "A", "1.", "A-", "N ", "’"])
def test_long_repeats_take_no_time(unit: str) -> None:
    started = time.process_time()
    mask_topic(unit * 50_000)
    assert time.process_time() - started < 5
