"""What the scorer knows of a paragraph, as a short vector of named numbers.

Every feature is bounded, so that one odd token or one finding cannot swing a score.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mtqa.evidence.base import EncoderEvidence
from mtqa.evidence.linear import Evidence
from mtqa.evidence.reader import READER_TARGETS, ReaderEvidence
from mtqa.misspellings import count_misspelt
from mtqa.surprisal_statistics import plain_word_statistics
from mtqa.types import Finding, Severity, TokenSurprisal
from mtqa.typography import close_up

#: Detector groups whose major findings have a feature of their own; others share
#: ``findings_other``.
_GROUPS = (
    "attribution",
    "order",
    "punctuation",
    "residue",
    "name",
    "number",
    "repetition",
    "lexical",
)
_WEIGHTS = {Severity.MINOR: 1.0, Severity.MAJOR: 1.0, Severity.CRITICAL: 2.0}
#: Bits above which a token counts as very surprising, and below which as foregone.
_HIGH_BITS, _LOW_BITS = 14.0, 1.0
_MAX_BITS = 30.0
#: A minor fault that comes more often than this in a paragraph is a habit, as of a text whose
#: marks all stand apart, and no further evidence.
_HABIT = 2
#: Faults that tell of a tokeniser, a typist, a learner or of how a page was copied: shown, but no
#: evidence. Reviews that were exported with their entities are no machine's.
_NO_EVIDENCE = frozenset(
    {
        "punctuation.space_before_mark",
        "grammar.unlikely_article",
        "grammar.unlikely_form",
        "grammar.unlikely_preposition",
        "lexical.odd_collocation",
        "residue.markup",
    }
)

NGRAMS, RANKING_NGRAMS = "ngrams_p_mt", "ngrams_ranking"
ROUND_TRIP_NGRAMS = "ngrams_round_trip"
WORDS_NGRAMS, WORDS_RANKING = "words_p_mt", "words_ranking"
STRUCTURE_NGRAMS, STRUCTURE_RANKING = "structure_p_mt", "structure_ranking"
#: Raw log-odds of the n-gram evidence, all of which rise with machine translation.
MT_NGRAMS = (
    NGRAMS,
    RANKING_NGRAMS,
    ROUND_TRIP_NGRAMS,
    WORDS_NGRAMS,
    WORDS_RANKING,
    STRUCTURE_NGRAMS,
    STRUCTURE_RANKING,
)
FLUENCY_NGRAMS, LENGTH = "ngrams_fluency", "log_words"
SURPRISAL_FEATURES = (
    "surprisal_mean",
    "surprisal_spread",
    "surprisal_peak",
    "surprisal_high",
    "surprisal_low",
    "surprisal_excess",
    "surprisal_function_words",
)
ENCODER_P_MT, ENCODER_AGAINST_NATIVE = "encoder_p_mt", "encoder_against_native"
ENCODER_ROUND_TRIP, ENCODER_SPUN = "encoder_round_trip", "encoder_spun"
ENCODER_FEATURES = (
    ENCODER_P_MT,
    ENCODER_AGAINST_NATIVE,
    ENCODER_ROUND_TRIP,
    ENCODER_SPUN,
    "encoder_fluency",
    "encoder_error",
    "encoder_error_peak",
)
#: Of the accurate tier: what is read of a general language model.
READER_ROUND_TRIP, READER_SPUN, READER_CONTRAST = (
    "reader_round_trip",
    "reader_spun",
    "reader_contrast",
)
READER_FEATURES = (*(f"reader_{target}" for target in READER_TARGETS), READER_CONTRAST)
FINDING_FEATURES = (*(f"findings_{group}" for group in _GROUPS), "findings_other")
MINOR_FINDINGS = "findings_minor"
MISSPELT = "misspelt_words"
FEATURES: tuple[str, ...] = (
    *MT_NGRAMS,
    FLUENCY_NGRAMS,
    LENGTH,
    *SURPRISAL_FEATURES,
    *ENCODER_FEATURES,
    *FINDING_FEATURES,
    MINOR_FINDINGS,
    MISSPELT,
    *READER_FEATURES,
)

Vector = npt.NDArray[np.float64]


def paragraph_features(
    text: str,
    n_words: int,
    tokens: Sequence[TokenSurprisal],
    findings: Sequence[Finding],
    evidence: Evidence,
    encoder: EncoderEvidence | None = None,
    reader: ReaderEvidence | None = None,
) -> Vector:
    """Return the values of :data:`FEATURES`, in order.

    Args:
        text: the paragraph, what the tokens' spans point into.
        n_words: its words.
        tokens: its tokens; empty in the fast tier, where the surprisal features are NaN.
        findings: what the detectors found in it.
        evidence: its n-gram scores.
        encoder: its encoder scores; None in the fast tier, where those features are NaN.
        reader: what is read of a general model; None but in the accurate tier.
    """
    values = {
        **_ngram_features(evidence),
        FLUENCY_NGRAMS: _clipped(evidence.fluency, -1, 2),
        LENGTH: math.log(min(max(n_words, 4), 400)),
        **_surprisal_features(text, tokens, n_words),
        **_encoder_features(encoder),
        **_finding_features(findings, n_words),
        MISSPELT: _density(count_misspelt(close_up(text).text), n_words),
        **_reader_features(reader),
    }
    return np.array([values[name] for name in FEATURES])


def mean_bits(tokens: Sequence[TokenSurprisal], n_words: int) -> float:
    """Return surprisal in bits per word (tokenizers differ; words do not)."""
    return sum(min(token.bits, _MAX_BITS) for token in tokens) / max(1, n_words)


def finding_feature(finding: Finding) -> str | None:
    """Return the name of the feature that a finding counts towards, None where it counts for none.

    Minor findings count apart, whatever their group: a typist's slips are no sign of a machine.
    """
    if finding.detector in _NO_EVIDENCE:
        return None
    if finding.severity is Severity.MINOR:
        return MINOR_FINDINGS
    group = finding.detector.partition(".")[0]
    return f"findings_{group}" if group in _GROUPS else "findings_other"


def _ngram_features(evidence: Evidence) -> dict[str, float]:
    raw = (
        evidence.p_mt,
        evidence.ranking,
        evidence.round_trip,
        evidence.words_p_mt,
        evidence.words_ranking,
        evidence.structure_p_mt,
        evidence.structure_ranking,
    )
    return {name: _clipped(value) for name, value in zip(MT_NGRAMS, raw, strict=True)}


def _surprisal_features(
    text: str, tokens: Sequence[TokenSurprisal], n_words: int
) -> dict[str, float]:
    if not tokens:
        return dict.fromkeys(SURPRISAL_FEATURES, math.nan)
    bits = np.minimum([token.bits for token in tokens], _MAX_BITS)
    plain = plain_word_statistics(text, tokens)
    return {
        "surprisal_mean": mean_bits(tokens, n_words),
        "surprisal_spread": float(bits.std()),
        "surprisal_peak": float(np.sort(bits)[-max(1, len(bits) // 10) :].mean()),
        "surprisal_high": float((bits > _HIGH_BITS).mean()),
        "surprisal_low": float((bits < _LOW_BITS).mean()),
        "surprisal_excess": plain.excess,
        "surprisal_function_words": plain.function_bits,
    }


def _encoder_features(encoder: EncoderEvidence | None) -> dict[str, float]:
    if encoder is None:
        return dict.fromkeys(ENCODER_FEATURES, math.nan)
    errors = np.sort([word.error for word in encoder.words])
    values = (
        _clipped(encoder.p_mt),
        _clipped(encoder.against_native),
        _clipped(encoder.round_trip),
        _clipped(encoder.spun),
        _clipped(encoder.fluency),
        _clipped(encoder.error),
        float(errors[-max(1, len(errors) // 10) :].mean()),
    )
    return dict(zip(ENCODER_FEATURES, values, strict=True))


def _reader_features(reader: ReaderEvidence | None) -> dict[str, float]:
    if reader is None:
        return dict.fromkeys(READER_FEATURES, math.nan)
    values = {f"reader_{t}": _clipped(getattr(reader, t), -12, 12) for t in READER_TARGETS}
    return {**values, READER_CONTRAST: _clipped(reader.contrast, -12, 12)}


def _clipped(value: float, least: float = -8, most: float = 8) -> float:
    return min(max(value, least), most)


def _finding_features(findings: Sequence[Finding], n_words: int) -> dict[str, float]:
    """Return a bounded density for each group: 0 without findings, at most 3."""
    totals: dict[str, float] = defaultdict(float)
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.detector] += 1
        name = finding_feature(finding)
        habit = finding.severity is Severity.MINOR and seen[finding.detector] > _HABIT
        if name is not None and not habit:
            totals[name] += _WEIGHTS[finding.severity] * finding.confidence
    return {name: _density(totals[name], n_words) for name in (*FINDING_FEATURES, MINOR_FINDINGS)}


def _density(total: float, n_words: int) -> float:
    """Return a bounded density: of long texts each unit counts less, but all count more."""
    return min(3.0, total / math.sqrt(max(n_words, 25) / 25))
