"""Every feature is bounded, named and independent of what it does not describe."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_findings import finding

from mtqa.evidence.base import EncoderEvidence, WordEvidence
from mtqa.evidence.linear import Evidence
from mtqa.evidence.reader import ReaderEvidence
from mtqa.features import (
    ENCODER_FEATURES,
    FEATURES,
    FINDING_FEATURES,
    MINOR_FINDINGS,
    READER_FEATURES,
    SURPRISAL_FEATURES,
    finding_feature,
    mean_bits,
    paragraph_features,
)
from mtqa.types import Finding, Severity, Span, TokenSurprisal

any_finding = st.builds(
    finding,
    st.sampled_from(Severity),
    st.floats(0, 1),
    st.sampled_from(["punctuation.a", "repetition.b", "mine.c", "order.d"]),
)
some_bits = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)


TEXT = "Rain fell on the town and people went home early."
WORDS = (WordEvidence(Span(0, 3), 0.5, 0.1), WordEvidence(Span(4, 9), 0.7, 0.9))
ENCODER = EncoderEvidence(0.5, 0.4, 0.3, 0.2, fluency=1.0, error=-2.0, words=WORDS)


def tokens(bits: list[float]) -> list[TokenSurprisal]:
    return [TokenSurprisal(Span(i, i + 1), value) for i, value in enumerate(bits)]


@settings(deadline=None)  # the first example reads the word frequencies
@given(
    st.integers(0, 10_000),
    some_bits,
    st.lists(any_finding, max_size=20),
    st.floats(allow_nan=False),
    st.floats(allow_nan=False),
)
def test_all_features_are_finite_and_bounded(
    n_words: int, bits: list[float], findings: list[Finding], p_mt: float, fluency: float
) -> None:
    encoder = EncoderEvidence(p_mt, p_mt, p_mt, p_mt, fluency, fluency, WORDS)
    values = paragraph_features(
        TEXT,
        n_words,
        tokens(bits),
        findings,
        Evidence(p_mt, p_mt, p_mt, fluency, *[p_mt] * 4),
        encoder,
    )
    assert values.shape == (len(FEATURES),)
    of_reader = [FEATURES.index(name) for name in READER_FEATURES]
    bounded = np.delete(values, [FEATURES.index("surprisal_mean"), *of_reader])
    assert np.isfinite(bounded).all()
    assert np.abs(bounded).max() <= 30
    assert values[FEATURES.index("surprisal_mean")] <= 30 * len(bits)


@given(some_bits, any_finding)
def test_one_finding_moves_only_its_own_feature_and_at_most_by_two(
    bits: list[float], found: Finding
) -> None:
    evidence = Evidence(*[0.0] * 8)
    before = paragraph_features(TEXT, 30, tokens(bits), [], evidence, ENCODER)
    moved = paragraph_features(TEXT, 30, tokens(bits), [found], evidence, ENCODER) - before
    own = FEATURES.index(finding_feature(found))
    assert 0 <= moved[own] <= 2
    of_reader = [FEATURES.index(name) for name in READER_FEATURES]
    others = np.delete(moved, [own, *of_reader])
    assert others.tolist() == [0.0] * (len(FEATURES) - 1 - len(READER_FEATURES))


def test_the_fast_tier_has_no_neural_features() -> None:
    values = paragraph_features(TEXT, 12, [], [], Evidence(*[0.1] * 8))
    for name, value in zip(FEATURES, values, strict=True):
        assert math.isnan(value) == (
            name in (*SURPRISAL_FEATURES, *ENCODER_FEATURES, *READER_FEATURES)
        )


def test_each_part_of_the_encoders_evidence_is_its_own_feature() -> None:
    values = paragraph_features(TEXT, 12, tokens([1.0]), [], Evidence(*[0.1] * 8), ENCODER)
    of_encoder = {name: values[FEATURES.index(name)] for name in ENCODER_FEATURES}
    assert of_encoder == {
        "encoder_p_mt": 0.5,
        "encoder_against_native": 0.4,
        "encoder_round_trip": 0.3,
        "encoder_spun": 0.2,
        "encoder_fluency": 1.0,
        "encoder_error": -2.0,
        "encoder_error_peak": 0.9,
    }


def test_many_findings_are_no_more_than_three() -> None:
    many = [finding(Severity.CRITICAL)] * 50
    values = paragraph_features(TEXT, 30, tokens([1.0]), many, Evidence(*[0.0] * 8))
    assert values[FEATURES.index("findings_punctuation")] == 3


def test_minor_findings_count_apart_whatever_their_group() -> None:
    assert finding_feature(finding(detector="order.x")) == MINOR_FINDINGS
    assert finding_feature(finding(detector="mine.rule")) == MINOR_FINDINGS


def test_a_space_before_a_mark_is_no_evidence() -> None:
    found = finding(detector="punctuation.space_before_mark")
    assert finding_feature(found) is None
    values = paragraph_features(TEXT, 30, tokens([1.0]), [found], Evidence(*[0.0] * 8))
    assert values[FEATURES.index(MINOR_FINDINGS)] == 0


def test_a_users_group_counts_as_other() -> None:
    assert finding_feature(finding(Severity.MAJOR, detector="mine.rule")) == "findings_other"
    assert finding_feature(finding(Severity.MAJOR, detector="order.x")) == "findings_order"
    assert "findings_other" in FINDING_FEATURES


def test_one_absurd_token_is_cut_to_thirty_bits() -> None:
    assert mean_bits(tokens([1e9, 5.0]), 7) == pytest.approx(5.0)
    assert mean_bits([], 0) == 0


def test_a_reader_s_log_odds_are_bounded() -> None:
    reader = ReaderEvidence(1.5, -40.0, 2.0, 0.0, 0.5, 1.0, 19.0)
    evidence = Evidence(*[0.0] * 8)
    values = paragraph_features(TEXT, 30, tokens([1.0]), [], evidence, ENCODER, reader)
    found = [values[FEATURES.index(name)] for name in READER_FEATURES]
    assert found == [1.5, -12.0, 2.0, 0.0, 0.5, 1.0, 12.0]
