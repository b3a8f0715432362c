"""What was measured of each detector: findings by kind of text, and hand-judged precision.

The figures ship as ``mtqa/detectors/data/measured.json``. ``mtqa detector-rates`` writes the
counts anew and keeps the judgements; the judgements are entered by whoever read the findings.
"""

from __future__ import annotations

import math
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mtqa.errors import ConfigError

#: 97.5 % point of the normal distribution, for 95 % intervals.
_Z = 1.959964
#: What a share of findings means for a confidence, see :meth:`DetectorFigures.confidence`.
_MANY, _ENOUGH, _SHRUNK_TO, _STEP, _SUREST = 30, 10, 0.8, 0.05, 0.97


class Judged(BaseModel):
    """Findings that a person read, and how many of them a careful editor would mark."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    judged: int = Field(ge=1)
    right: int = Field(ge=0)

    @model_validator(mode="after")
    def _no_more_right_than_judged(self) -> Judged:
        if self.right > self.judged:
            raise ValueError(f"{self.right} right of {self.judged} judged")
        return self

    @property
    def precision(self) -> float:
        """The share that is right, in [0, 1]."""
        return self.right / self.judged

    def interval(self) -> tuple[float, float]:
        """Return the 95 % Wilson interval of the precision."""
        n, p = self.judged, self.precision
        centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)


class DetectorFigures(BaseModel):
    """One detector's findings by kind of text, and its judgements where there are any.

    Attributes:
        counts: findings by kind of text.
        drawn: findings of ``docs/judged_findings.tsv``, a random draw, that it still makes.
        elsewhere: findings in prose of other origin that it still made when its rule was narrowed
            by them; no command counts them again.
        judged: findings that were read before there was that ledger, many of them searched for on
            public pages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    counts: dict[str, int]
    drawn: Judged | None = None
    elsewhere: Judged | None = None
    judged: Judged | None = None

    def read_in_all(self, *, before: bool = True) -> int:
        """Return how many findings were read, with or without those read before the ledger."""
        readings = (self.drawn, self.elsewhere, self.judged if before else None)
        return sum(own.judged for own in readings if own is not None)

    def confidence(self) -> float | None:
        """Return the confidence that the readings speak for; None where nothing was read.

        The share of those drawn, in steps of 0.05, from 0.05 to 0.97. Where fewer than thirty
        were drawn, those judged before count, too; fewer than ten together are shrunk towards 0.8
        as by ten more of that precision. What was read elsewhere is of another kind of text.
        """
        readings = [own for own in (self.drawn, self.judged) if own is not None]
        if not readings:
            return None
        if self.drawn is not None and self.drawn.judged >= _MANY:
            readings = [self.drawn]
        count = sum(own.judged for own in readings)
        right: float = sum(own.right for own in readings)
        if count < _ENOUGH:
            count, right = count + _ENOUGH, right + _SHRUNK_TO * _ENOUGH
        return min(_SUREST, max(_STEP, round(round(right / count / _STEP) * _STEP, 2)))


class Measured(BaseModel):
    """All detectors' figures.

    Attributes:
        date: day of the counts, ISO 8601.
        command: what wrote them.
        drawn_on: day of the judgements of the ledger, ISO 8601; None where there are none.
        judged_on: day of the judgements before it, likewise.
        words: words read by kind of text.
        detectors: figures by detector id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str
    command: str
    drawn_on: str | None = None
    judged_on: str | None = None
    words: dict[str, int]
    detectors: dict[str, DetectorFigures]

    @model_validator(mode="after")
    def _known_kinds(self) -> Measured:
        for name, figures in self.detectors.items():
            if not figures.counts.keys() <= self.words.keys():
                raise ValueError(f"{name}: counts of a kind without words")
        return self

    def rate(self, detectors: list[str], kinds: list[str], per_words: int) -> float | None:
        """Return findings of ``detectors`` per ``per_words`` words of ``kinds``; None if unread."""
        words = sum(self.words.get(kind, 0) for kind in kinds)
        if not words:
            return None
        counts = (self.detectors[name].counts for name in detectors if name in self.detectors)
        return sum(c.get(kind, 0) for c in counts for kind in kinds) * per_words / words


def shipped_figures() -> Measured | None:
    """Return the figures that ship, or None where they were never measured."""
    source = files("mtqa.detectors") / "data" / "measured.json"
    if not source.is_file():
        return None
    return _parsed(source.read_text(encoding="utf-8"), "data/measured.json")


def read_figures(path: Path) -> Measured | None:
    """Return the figures at ``path``, or None where there is no file.

    Raises:
        ConfigError: the file does not fit :class:`Measured`.
    """
    return _parsed(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else None


def _parsed(text: str, name: str) -> Measured:
    try:
        return Measured.model_validate_json(text)
    except ValidationError as error:
        reason = " ".join(str(error).split())[:300]
        raise ConfigError(
            f"{name} is not valid: {reason}; correct it or run mtqa detector-rates"
        ) from error
