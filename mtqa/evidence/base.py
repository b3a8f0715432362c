"""What an evidence encoder says of a text, and a made-up one for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from mtqa.evidence.words import masked_words
from mtqa.types import Span


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """What the encoder says of one word.

    Attributes:
        span: where the word stands.
        p_mt: the probability of machine translation as the word itself shows it, in [0, 1].
        error: the probability that the word is wrong, in [0, 1].
    """

    span: Span
    p_mt: float
    error: float


@dataclass(frozen=True, slots=True)
class EncoderEvidence:
    """What the encoder says of one text.

    Attributes:
        p_mt: log-odds of machine translation against human translations, originals and native
            prose.
        against_native: log-odds of translation by neural systems against native prose alone.
        round_trip: log-odds of a rule-based round trip.
        spun: log-odds that a thesaurus exchanged its words.
        fluency: log-odds of the judgement that the text is fluent.
        error: mean log-odds that a word is wrong.
        words: each word's part, in order; spans do not overlap.
    """

    p_mt: float
    against_native: float
    round_trip: float
    spun: float
    fluency: float
    error: float
    words: tuple[WordEvidence, ...]


class EvidenceModel(Protocol):
    """Anything that scores one text by itself."""

    def score(self, text: str) -> EncoderEvidence | None:
        """Return the evidence of ``text``; None where it has no word."""
        ...


class FakeEncoder:
    """An encoder without weights: long words look machine-made. Instant, for tests."""

    def score(self, text: str) -> EncoderEvidence | None:
        """Return evidence that grows with the length of words."""
        words = tuple(
            WordEvidence(word.span, min(1.0, len(word.form) / 12), min(1.0, len(word.form) / 40))
            for word in masked_words(text)
        )
        if not words:
            return None
        mean = sum(word.p_mt for word in words) / len(words)
        evidence = 4 * mean - 2
        return EncoderEvidence(
            evidence, evidence, evidence, evidence, 1 - mean, error=-2.0, words=words
        )
