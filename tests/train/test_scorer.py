"""Spun text is a way of its own, in the default tier alone and hardly in few words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtqa.calibrate import LengthCalibration
from mtqa.features import FEATURES
from mtqa.train import scorer
from mtqa.train.examples import Example
from mtqa.train.featurise import Featurised

CALIBRATION = LengthCalibration(
    log_words=tuple(map(math.log, (8, 20, 60, 140))),
    slope=(2.0, 2.0, 2.0, 2.0),
    offset=(7.0, 7.0, 7.0, 7.0),
)


def example(kind: str) -> Example:
    return Example("text", kind, "made", "en", kind, kind, kind, 1)


def test_spun_text_counts_less_in_few_words() -> None:
    lowered = scorer._quiet_when_short(CALIBRATION, "spun")
    assert lowered.slope == CALIBRATION.slope
    assert lowered.offset[2:] == pytest.approx((7.0, 7.0))
    assert lowered.offset[0] == pytest.approx(7 - 2 * math.log(60 / 8))
    assert lowered.offset[0] < lowered.offset[1] < lowered.offset[2]


def test_other_ways_stay_as_calibrated() -> None:
    assert scorer._quiet_when_short(CALIBRATION, "rules") is CALIBRATION


def test_the_fast_tier_knows_no_spun_text() -> None:
    examples = tuple(map(example, ("mt", "spun", "roundtrip", "native")))
    texts = Featurised(examples, np.zeros((4, len(FEATURES))), np.full(4, 30))
    assert scorer._known_to("default", texts) is texts
    fast = scorer._known_to("fast", texts)
    assert [e.kind for e in fast.examples] == ["mt", "roundtrip", "native"]
    assert fast.values.shape == (3, len(FEATURES))
    assert set(scorer._ways("fast", fast.examples)) == {"neural", "rules"}
    ways = scorer._ways("default", texts.examples)
    assert ways["spun"].tolist() == [0, 1, 0, 0]
