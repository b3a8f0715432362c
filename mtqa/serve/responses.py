"""The answers of the API, as OpenAPI describes them.

:mod:`mtqa.report.json` makes the score's object, the same as ``mtqa score --format json``; the
tests hold these models against it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mtqa.types import Severity, Status, Verdict

Share = Annotated[float, Field(ge=0, le=1)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FindingOut(_Answer):
    """One artifact span; ``start`` and ``end`` count code points of the text."""

    detector: str
    start: int
    end: int
    text: str
    severity: Severity
    confidence: Share
    message: str
    suggestion: str | None


class ParagraphOut(_Answer):
    """Scores and findings of a paragraph; a missing score is null, with a status."""

    index: int
    start: int
    end: int
    status: Status
    p_mt: Share | None
    fluency: Share | None
    surprisal_bits: float | None
    n_tokens: int
    findings: list[FindingOut]
    language: str | None


class ScoreOut(_Answer):
    """What ``mtqa score --format json`` writes of a document."""

    schema_version: Literal[1] = Field(alias="schema")
    id: str
    status: Status
    language: str | None
    n_chars: int
    n_tokens: int
    p_mt: Share | None
    verdict: Verdict | None
    quality: Annotated[float, Field(ge=0, le=100)] | None
    fluency: Share | None
    paragraphs: list[ParagraphOut]
    reasons: list[str]
    signature: str
    title: str | None
    error: str | None


class DetectorOut(_Answer):
    """One detector of the catalogue; in ``bad`` examples ``⟦…⟧`` marks what is found."""

    id: str
    group: str
    summary: str
    severity: Severity
    confidence: Share
    scope: Literal["paragraph", "document", "critic"]
    preview: bool
    doc: str
    bad: list[str]
    good: list[str]


class HealthOut(_Answer):
    """The server answers; ``waiting`` requests have not begun yet."""

    status: Literal["ok"]
    version: str
    waiting: int


class ProblemOut(_Answer):
    """Why a request was not fulfilled, on one line."""

    detail: str
