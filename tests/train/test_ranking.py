"""Ranking compares texts of one source, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from mtqa.train.examples import Example
from mtqa.train.ranking import fit_ranking


def example(kind: str, source: str = "s", n_segments: int = 5) -> Example:
    return Example("text", kind, "wmt21", "de-en", kind, source, "b", n_segments)


def test_a_topic_cancels_and_the_manner_counts() -> None:
    draw = np.random.default_rng(1)
    texts = [example(kind, str(i)) for i in range(200) for kind in ("mt", "ht")]
    topic = np.repeat(draw.normal(size=200), 2)
    manner = np.tile([0.5, -0.5], 200) + draw.normal(size=400)
    weights, _ = fit_ranking(np.stack([topic, manner], 1).astype(np.float32), texts, 0.01)
    assert weights[1] > 0.3
    assert weights[0] == pytest.approx(0.0, abs=1e-6)


def test_other_segments_are_no_counterpart() -> None:
    states = np.array([[0.0], [1.0], [-9.0], [-9.0]], np.float32)
    texts = [example("ht"), example("mt"), example("mt", n_segments=1), example("mt", "other")]
    weights, _ = fit_ranking(states, texts, 0.1)
    assert weights[0] > 0
