"""What a curve says of the bars."""

from __future__ import annotations

import pytest

from mtqa.evaluation.contrasts import CONTRASTS
from mtqa.evaluation.learning_curve import doublings

BARS = [contrast.bars[5] for contrast in CONTRASTS]


@pytest.mark.parametrize(
    ("start", "gain", "expected"), [(-0.1, 0.01, "7"), (-0.06, 0.02, "0"), (-0.1, -0.01, "never")]
)
def test_a_straight_curve_reaches_its_bar_where_it_points(
    start: float, gain: float, expected: str
) -> None:
    areas = [[bar + start + gain * step for bar in BARS] for step in range(4)]
    gained, bars, needed = doublings(areas)
    assert set(needed[1:]) == {expected}
    assert gained[1:] == [f"{gain:+.3f}"] * len(CONTRASTS)
    assert bars[1:] == [f"{bar:.2f}" for bar in BARS]
