"""From features to calibrated scores: small log-linear models stored as JSON.

A text may be what a score looks for in several ways: neural translation is smoother than
English originals, translation by rules rougher, and one sum of weighted evidence can follow only
one of them. So each *way* has its own sum ``z = bias + Σ weight · (feature − mean) / scale``, the
log-odds of that way against none, and all ways together have ``log Σ exp(z)``.

A score is ``slope(n) · log Σ exp(z) + offset(n) + Σ worth · feature`` in log-odds, where ``n`` is
the paragraph's length in words. Learned evidence of short text is weak, so its slope is small and
the text stays near the prior; what a finding is worth does not depend on the length.

With ``share`` the ways' shares of ``Σ exp(z)``, ``log Σ exp(z) = Σ share · z + entropy(share)``
exactly. The parts of that sum *are* the explanation: a feature counts with the mean of its weights
over the ways, each by its share; the entropy counts to the bias.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mtqa.errors import ModelError
from mtqa.features import FEATURES, Vector
from mtqa.types import Contribution

SCORER_NAME = "scorer.json"
BIAS = "bias"


class _Stored(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LengthCalibration(_Stored):
    """Slope and offset at knots of ``log(words)``, linear between and constant beyond them."""

    log_words: tuple[float, ...]
    slope: tuple[float, ...]
    offset: tuple[float, ...]

    @model_validator(mode="after")
    def _same_length(self) -> LengthCalibration:
        if not len(self.log_words) == len(self.slope) == len(self.offset) > 0:
            raise ValueError("knots, slopes and offsets differ in number")
        return self

    def at(self, log_words: float) -> tuple[float, float]:
        """Return slope and offset for a text of ``exp(log_words)`` words."""
        slope = np.interp(log_words, self.log_words, self.slope)
        return float(slope), float(np.interp(log_words, self.log_words, self.offset))


class Way(_Stored):
    """Weights, in log-odds a standard deviation, and bias of one way."""

    weight: tuple[float, ...]
    bias: float


class FusedScore(_Stored):
    """One fitted score over some of :data:`mtqa.features.FEATURES`.

    ``ways`` has at least one; ``worth`` holds the features that count in log-odds as they are,
    whatever the length.
    """

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    ways: dict[str, Way] = Field(min_length=1)
    calibration: LengthCalibration
    worth: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_weight_a_feature(self) -> FusedScore:
        sizes = {len(self.features), len(self.mean), len(self.scale)}
        if len(sizes | {len(way.weight) for way in self.ways.values()}) != 1:
            raise ValueError("features, means, scales and weights differ in number")
        return self

    def log_odds(self, values: Vector, n_words: int) -> tuple[float, tuple[Contribution, ...]]:
        """Return the score in log-odds and the contributions that sum to it."""
        slope, offset = self.calibration.at(math.log(max(1, n_words)))
        own = np.array([values[FEATURES.index(name)] for name in self.features])
        parts = np.array([way.weight for way in self.ways.values()]) * (
            (own - self.mean) / self.scale
        )
        biases = np.array([way.bias for way in self.ways.values()])
        z = biases + parts.sum(1)
        together = np.logaddexp.reduce(z)
        share = np.exp(z - together)
        by_feature = slope * (share @ parts)
        base = slope * together - by_feature.sum() + offset
        found = [Contribution(BIAS, 1.0, float(base))]
        found.extend(map(Contribution, self.features, own.tolist(), by_feature.tolist()))
        for name, worth in self.worth.items():
            value = float(values[FEATURES.index(name)])
            found.append(Contribution(name, value, worth * value))
        return sum(part.log_odds for part in found), tuple(found)


class Thresholds(_Stored):
    """Probabilities at which verdicts change, at a stated rate of false positives."""

    likely_mt: float = Field(gt=0, lt=1)
    paragraph: float = Field(gt=0, lt=1, description="one such paragraph makes a text mixed")
    likely_human: float = Field(gt=0, lt=1)


class ScorerModel(_Stored):
    """Everything ``mtqa train scorer`` fits.

    Attributes:
        p_mt: by tier.
        fluency: by tier.
        paragraph_correlation: how alike the paragraphs of one document are, in [0, 1].
        thresholds: by profile.
        fitted: when, on what and by which command.
    """

    p_mt: dict[str, FusedScore]
    fluency: dict[str, FusedScore]
    paragraph_correlation: float = Field(ge=0, le=1)
    thresholds: dict[str, Thresholds]
    fitted: dict[str, Any]


def load_scorer(path: Path) -> ScorerModel:
    """Read ``scorer.json``.

    Raises:
        ModelError: the file is missing or does not fit this version.
    """
    try:
        return ScorerModel.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"{path}: no scorer coefficients ({reason}); reinstall mtqa") from error
