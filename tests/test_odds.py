"""Probabilities and log-odds are each other's inverse, and nothing hides what is no number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.odds import logit, sigmoid


@given(st.floats(-13, 13))
def test_each_is_the_others_inverse(log_odds: float) -> None:
    assert logit(sigmoid(log_odds)) == pytest.approx(log_odds, abs=1e-3)


def test_ends_stay_within_reach() -> None:
    assert 0 < sigmoid(-1e9) < sigmoid(1e9) <= 1
    assert math.isfinite(logit(0.0))
    assert math.isfinite(logit(1.0))


def test_what_is_no_number_is_no_probability() -> None:
    with pytest.raises(ValueError, match="no number"):
        sigmoid(math.nan)
