"""The values that flow through mtqa: spans, findings, paragraph and document reports.

All offsets are half-open ``[start, end)`` in code points of the document's text, so
``text[start:end] == finding.text`` always holds; :class:`Finding` and
:class:`DocumentReport` check it when they are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class _Word(str, Enum):
    """An enum whose members print as their value (StrEnum needs Python 3.11)."""

    def __str__(self) -> str:
        return str(self.value)


class Status(_Word):
    """Why a score is there (``ok``) or absent (anything else)."""

    OK = "ok"
    TOO_SHORT = "too_short"
    WRONG_LANGUAGE = "wrong_language"
    BOILERPLATE = "boilerplate"
    EMPTY = "empty"
    ERROR = "error"


class Severity(_Word):
    """How much a fault hurts a reader, after MQM."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Verdict(_Word):
    """The decision on a document at the profile's stated false-positive rate."""

    LIKELY_MT = "likely_mt"
    MIXED = "mixed"
    UNCERTAIN = "uncertain"
    LIKELY_HUMAN = "likely_human"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"bad span [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        """Return the span moved by ``by`` code points."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Finding:
    """One artifact span with its reason and, where it is certain, its repair.

    Attributes:
        detector: id ``group.fault``.
        span: where it stands, in code points of the document.
        text: the slice at ``span``.
        severity: how much it hurts.
        confidence: measured precision of the detector, in [0, 1].
        message: the reason in plain words.
        suggestion: the text to put in place of ``text``, or None.
    """

    detector: str
    span: Span
    text: str
    severity: Severity
    confidence: float
    message: str
    suggestion: str | None = None

    def __post_init__(self) -> None:
        if len(self.text) != len(self.span):
            raise ValueError(f"{self.detector}: text and span differ in length")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"{self.detector}: confidence {self.confidence} outside [0, 1]")


@dataclass(frozen=True, slots=True)
class TokenSurprisal:
    """One token of the language model: its span and −log2 p(token | context) in bits.

    ``evidence`` is the token's P(MT) in [0, 1], or None where the model has no such head.
    """

    span: Span
    bits: float
    evidence: float | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much one feature moved a score, in log-odds (positive: towards MT)."""

    feature: str
    value: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class ParagraphReport:
    """Scores and findings of one paragraph; a missing score is None with a status."""

    index: int
    span: Span
    status: Status
    p_mt: float | None
    fluency: float | None
    surprisal_bits: float | None
    n_tokens: int
    findings: tuple[Finding, ...]
    language: str | None = None
    tokens: tuple[TokenSurprisal, ...] = ()
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What mtqa says of one document.

    ``p_mt`` and ``fluency`` lie in [0, 1], ``quality`` in [0, 100]; higher fluency and
    quality are better. ``error`` holds the message where ``status`` is ``error``.
    """

    id: str
    text: str
    status: Status
    language: str | None
    n_tokens: int
    p_mt: float | None
    verdict: Verdict | None
    quality: float | None
    fluency: float | None
    paragraphs: tuple[ParagraphReport, ...]
    reasons: tuple[str, ...]
    signature: str
    title: str | None = None
    error: str | None = None

    def __post_init__(self) -> None:
        for paragraph in self.paragraphs:
            for finding in paragraph.findings:
                if finding.span.of(self.text) != finding.text:
                    raise ValueError(f"{self.id}: finding {finding.detector} is off its text")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in reading order."""
        return tuple(f for p in self.paragraphs for f in p.findings)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with an id, as the readers of :mod:`mtqa.io` yield it.

    ``error`` is set, and ``text`` empty, for a record that could not be read.
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    error: str | None = None
