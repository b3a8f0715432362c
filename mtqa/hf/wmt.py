"""Score files of WMT's metrics tasks, in the form that mt-metrics-eval reads and writes.

A line is ``system<TAB>score``. A ``*.seg.score`` file has, for each system, one line a segment, in
the order of the test set; a ``*.sys.score`` file has one line a system. Files of a metric live at
``metric-scores/SRC-TGT/NAME-REF.LEVEL.score``, where REF is ``src`` for a metric that, like this
one, sees no reference. A human score may be ``None``; a metric's may not, so a text that mtqa does
not score (see its status) has to be given one before its file can be written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Literal

from mtqa.errors import InputError

Level = Literal["seg", "sys"]
#: Scores by system, one a segment in the order of the test set; None where one is missing.
Scores = Mapping[str, Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class ScoreFileName:
    """What the name of a metric's score file says.

    Attributes:
        metric: the metric's base name; it may hold dashes, not dots.
        references: what the metric saw besides the output: ``src``, ``all`` or references.
        level: segments or systems.
    """

    metric: str
    references: str
    level: Level

    def __str__(self) -> str:
        return f"{self.metric}-{self.references}.{self.level}.score"

    @classmethod
    def parse(cls, name: str) -> ScoreFileName:
        """Read ``NAME-REF.LEVEL.score``.

        Raises:
            InputError: the name has another form.
        """
        stem, dot, level = name.removesuffix(".score").rpartition(".")
        metric, dash, references = stem.rpartition("-")
        if not (name.endswith(".score") and dot and dash and metric and references):
            raise InputError(f"{name}: a score file is named NAME-REF.LEVEL.score")
        if level == "seg":
            return cls(metric, references, "seg")
        if level == "sys":
            return cls(metric, references, "sys")
        raise InputError(f"{name}: only seg and sys levels can be read, not {level!r}")


def read_scores(path: Path) -> dict[str, list[float | None]]:
    """Read a score file, of people or of a metric, at either level.

    Returns:
        The systems in the order in which they first stand, each with its scores in the order of
        the lines (one score at the system level).

    Raises:
        InputError: the file cannot be read, or a line has another form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: score file cannot be read ({error})") from error
    scores: dict[str, list[float | None]] = {}
    for number, line in enumerate(lines, 1):
        # mt-metrics-eval takes any white space between the two.
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 2:
            raise InputError(f"{path}:{number}: a line is system<TAB>score, not {line!r:.60}")
        scores.setdefault(parts[0], []).append(_number(path, number, parts[1]))
    if not scores:
        raise InputError(f"{path}: no scores in it")
    return scores


def write_segment_scores(path: Path, scores: Scores, *, human: bool = False) -> None:
    """Write a ``*.seg.score`` file.

    Args:
        path: is replaced.
        scores: every system with as many scores as the test set has segments.
        human: whether people gave the scores; only then may one be missing.

    Raises:
        InputError: systems differ in their number of segments, a score is missing or no number,
            or a system's name would not be read back.
    """
    lengths = {len(values) for values in scores.values()}
    if len(lengths) > 1:
        counts = ", ".join(f"{name} {len(values)}" for name, values in scores.items())
        raise InputError(f"{path}: systems differ in their number of segments ({counts})")
    _write(path, scores, human)


def write_system_scores(
    path: Path, scores: Mapping[str, float | None], *, human: bool = False
) -> None:
    """Write a ``*.sys.score`` file.

    Raises:
        InputError: a score is missing or no number, or a system's name would not be read back.
    """
    _write(path, {name: [value] for name, value in scores.items()}, human)


def system_means(scores: Scores) -> dict[str, float | None]:
    """Return each system's mean over the segments that have a score; None where none has."""
    known = {name: [v for v in values if v is not None] for name, values in scores.items()}
    return {name: fmean(values) if values else None for name, values in known.items()}


def _write(path: Path, scores: Scores, human: bool) -> None:
    if not scores:
        raise InputError(f"{path}: no scores to write")
    lines = []
    for name, values in scores.items():
        if name.split() != [name]:
            raise InputError(f"{path}: system {name!r}: a name is one word without white space")
        for number, value in enumerate(values, 1):
            if value is None and not human:
                raise InputError(
                    f"{path}: {name}, segment {number}: a metric's file needs a score here; give "
                    "one to texts that have none"
                )
            if value is not None and not math.isfinite(value):
                raise InputError(f"{path}: {name}, segment {number}: {value} is no score")
            # repr is the shortest text that is read back as the same number.
            lines.append(f"{name}\t{None if value is None else repr(float(value))}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def _number(path: Path, line: int, text: str) -> float | None:
    if text == "None":
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(f"{path}:{line}: {text!r:.40} is no score") from error
    if not math.isfinite(value):
        raise InputError(f"{path}:{line}: {text!r} is no score")
    return value
