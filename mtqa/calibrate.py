"""From features to calibrated scores: small log-linear models stored as JSON.

A text may be what a score looks for in several ways: neural translation is smoother than
English originals, translation by rules rougher, and one sum of weighted evidence can follow only
one of them. So each *way* has its own sum ``z = bias + Σ weight · (feature − mean) / scale``,
calibrated to ``slope(n) · z + offset(n)``, the log-odds of that way against none, where ``n`` is
the paragraph's length in words. Evidence in short text is weak, so its slope is small and the
text stays near the prior; how weak depends on the way, for a rule-based engine shows in few words.

Together they are ``y = log Σ exp(slope(n) · z + offset(n)) + Σ worth · feature``; what a finding is
worth does not depend on the length. The ways are fitted on the shares of texts that make them work
best together, and those are no user's, so a last step makes ``y`` true for a mixture of mostly
translations, half of them by machines: a score is ``slope · y + offset`` in log-odds, with one
slope and offset for all texts, which change no order among them.

With ``share`` the ways' shares of ``Σ exp``, ``log Σ exp(y) = Σ share · y + entropy(share)``
exactly. The parts of that sum *are* the explanation: a feature counts with the mean of its
calibrated weights over the ways, each by its share; the rest counts to the bias.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
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
        knots = self.log_words
        after = bisect_right(knots, log_words)
        if after in {0, len(knots)}:
            end = min(after, len(knots) - 1)
            return self.slope[end], self.offset[end]
        before = after - 1
        part = (log_words - knots[before]) / (knots[after] - knots[before])
        return (
            self.slope[before] + part * (self.slope[after] - self.slope[before]),
            self.offset[before] + part * (self.offset[after] - self.offset[before]),
        )


NEUTRAL = LengthCalibration(log_words=(0.0,), slope=(1.0,), offset=(0.0,))


class Way(_Stored):
    """Weights, in log-odds a standard deviation, bias and calibration of one way."""

    weight: tuple[float, ...]
    bias: float
    calibration: LengthCalibration = NEUTRAL


@dataclass(frozen=True, slots=True)
class _OfWay:
    """What one way makes of a text: each feature's part of its sum, slope, calibrated log-odds."""

    parts: list[float]
    slope: float
    log_odds: float


@lru_cache(maxsize=32)
def _columns(features: tuple[str, ...]) -> npt.NDArray[np.intp]:
    return np.array([FEATURES.index(name) for name in features])


class LastStep(_Stored):
    """Slope and offset of the sum of all ways and findings, the same for every text."""

    slope: float = Field(default=1.0, gt=0)
    offset: float = 0.0


class FusedScore(_Stored):
    """One fitted score over some of :data:`mtqa.features.FEATURES`.

    ``ways`` has at least one; ``worth`` holds the features that count in log-odds as they are,
    whatever the length, before the last step.
    """

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    ways: dict[str, Way] = Field(min_length=1)
    worth: dict[str, float] = Field(default_factory=dict)
    last: LastStep = LastStep()

    @model_validator(mode="after")
    def _one_weight_a_feature(self) -> FusedScore:
        sizes = {len(self.features), len(self.mean), len(self.scale)}
        if len(sizes | {len(way.weight) for way in self.ways.values()}) != 1:
            raise ValueError("features, means, scales and weights differ in number")
        return self

    def ways_log_odds(self, values: Vector) -> Vector:
        """Return each way's sum before calibration, for a fit of that.

        Args:
            values: [..., len(FEATURES)].

        Returns:
            [..., ways].
        """
        rows = (values[..., _columns(self.features)] - np.array(self.mean)) / np.array(self.scale)
        weights = np.array([way.weight for way in self.ways.values()])
        biases = np.array([way.bias for way in self.ways.values()])
        return np.asarray((weights * rows[..., None, :]).sum(-1) + biases)

    def log_odds(self, values: Vector, n_words: int) -> tuple[float, tuple[Contribution, ...]]:
        """Return the score in log-odds and the contributions that sum to it."""
        own, ways = self._calibrated(values, n_words)
        together = _log_sum_exp([way.log_odds for way in ways])
        slope, offset = self.last.slope, self.last.offset
        shares = [slope * way.slope * math.exp(way.log_odds - together) for way in ways]
        by_feature = [
            sum(share * part for share, part in zip(shares, parts, strict=True))
            for parts in zip(*(way.parts for way in ways), strict=True)
        ]
        found = [Contribution(BIAS, 1.0, slope * together - sum(by_feature) + offset)]
        found.extend(map(Contribution, self.features, own, by_feature))
        for name, worth in self.worth.items():
            value = float(values[FEATURES.index(name)])
            found.append(Contribution(name, value, slope * worth * value))
        return sum(part.log_odds for part in found), tuple(found)

    def value(self, values: Vector, n_words: int) -> float:
        """Return the score in log-odds alone."""
        together = _log_sum_exp([way.log_odds for way in self._calibrated(values, n_words)[1]])
        worth = (w * float(values[FEATURES.index(name)]) for name, w in self.worth.items())
        return self.last.slope * (together + sum(worth)) + self.last.offset

    def _calibrated(self, values: Vector, n_words: int) -> tuple[list[float], list[_OfWay]]:
        """Return the values of the features, and what each way makes of them.

        In plain numbers: of one paragraph there are too few for numpy to pay.
        """
        log_words = math.log(max(1, n_words))
        own = values[_columns(self.features)].tolist()
        rows = [(v - m) / s for v, m, s in zip(own, self.mean, self.scale, strict=True)]
        ways = []
        for way in self.ways.values():
            slope, offset = way.calibration.at(log_words)
            parts = [weight * row for weight, row in zip(way.weight, rows, strict=True)]
            ways.append(_OfWay(parts, slope, slope * (sum(parts) + way.bias) + offset))
        return own, ways


def _log_sum_exp(values: Sequence[float]) -> float:
    most = max(values)
    return most + math.log(sum(math.exp(value - most) for value in values))


class Thresholds(_Stored):
    """Probabilities at which verdicts change, at a stated rate of false positives."""

    likely_mt: float = Field(gt=0, lt=1, description="of a document of several paragraphs")
    paragraph: float = Field(
        gt=0, lt=1, description="of one: alone it is likely_mt, among others it makes a text mixed"
    )
    likely_human: float = Field(gt=0, lt=1)


class ScorerModel(_Stored):
    """Everything ``mtqa train scorer`` fits.

    Attributes:
        p_mt: by tier.
        fluency: by tier.
        paragraph_correlation: how alike the paragraphs of one document are, in [0, 1].
        thresholds: by profile.
        accurate_thresholds: those of the accurate tier, by profile.
        fitted: when, on what and by which command.
    """

    p_mt: dict[str, FusedScore]
    fluency: dict[str, FusedScore]
    paragraph_correlation: float = Field(ge=0, le=1)
    thresholds: dict[str, Thresholds]
    accurate_thresholds: dict[str, Thresholds] = Field(default_factory=dict)
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
