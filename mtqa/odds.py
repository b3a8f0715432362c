"""Probabilities and log-odds."""

from __future__ import annotations

import math


def sigmoid(log_odds: float) -> float:
    """Return the probability of ``log_odds``.

    Raises:
        ValueError: they are no number; a probability of 0 or 1 would hide it.
    """
    if math.isnan(log_odds):
        raise ValueError("log-odds that are no number")
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


def logit(probability: float) -> float:
    """Return the log-odds of ``probability``, which is kept off 0 and 1 by 1e-6."""
    clipped = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(clipped / (1 - clipped))
