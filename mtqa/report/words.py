"""How scores, verdicts and statuses read, the same in every view."""

from __future__ import annotations

from collections.abc import Sequence

from mtqa.types import Contribution, Status, Verdict

#: Stands for a score that is not there.
DASH = "–"

VERDICT = {
    Verdict.LIKELY_MT: "likely machine-translated",
    Verdict.MIXED: "mixed",
    Verdict.UNCERTAIN: "uncertain",
    Verdict.LIKELY_HUMAN: "likely human",
}

STATUS = {
    Status.OK: "scored",
    Status.TOO_SHORT: "too short",
    Status.WRONG_LANGUAGE: "not English",
    Status.BOILERPLATE: "boilerplate",
    Status.EMPTY: "empty",
    Status.ERROR: "error",
}


def probability(value: float | None) -> str:
    """Return a value in [0, 1] with two decimals; never 0 or 1 unless it is that exactly."""
    if value is None:
        return DASH
    if 0 < value < 0.005:
        return "<0.01"
    return ">0.99" if 0.995 <= value < 1 else f"{value:.2f}"


def number(value: float | None, digits: int = 1) -> str:
    """Return ``value`` with ``digits`` decimals, or a dash."""
    return DASH if value is None else f"{value:.{digits}f}"


def count(n: int, noun: str) -> str:
    """Return ``1 finding``, ``1,200 findings``."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def clip(text: str, limit: int = 200) -> str:
    """Return ``text``, or its first ``limit`` code points and an ellipsis."""
    return text if len(text) <= limit else text[:limit] + "…"


def strongest(contributions: Sequence[Contribution], limit: int = 6) -> list[Contribution]:
    """Return the contributions that moved the score most, strongest first."""
    return sorted(contributions, key=lambda c: -abs(c.log_odds))[:limit]
