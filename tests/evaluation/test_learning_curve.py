"""What a curve says of the bars."""

from __future__ import annotations

import pytest

from mtqa.evaluation.learning_curve import BARS, doublings


@pytest.mark.parametrize(
    ("start", "gain", "expected"), [(-0.1, 0.01, "7"), (-0.06, 0.02, "0"), (-0.1, -0.01, "never")]
)
def test_a_straight_curve_reaches_its_bar_where_it_points(
    start: float, gain: float, expected: str
) -> None:
    known = [bar for bar in BARS if bar is not None]
    assert len(known) == len(BARS)
    curve = [[bar + start + gain * step for bar in known] for step in range(4)]
    gained, bars, needed = doublings(curve)
    assert set(needed[1:]) == {expected}
    assert gained[1:] == [f"{gain:+.3f}"] * len(BARS)
    assert bars[1:] == [f"{bar:.2f}" for bar in known]
