"""From paragraphs to the document: bounded effects and rules of the verdict."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_findings import finding

from mtqa.aggregate import ParagraphScore, document_log_odds, mean_fluency, quality, verdict
from mtqa.calibrate import Thresholds
from mtqa.odds import logit, sigmoid
from mtqa.types import Finding, Severity, Verdict

MOST = {Severity.MINOR: 1 / 50, Severity.MAJOR: 1 / 20, Severity.CRITICAL: 1 / 10}
THRESHOLDS = Thresholds(likely_mt=0.9, paragraph=0.95, likely_human=0.4)

any_finding = st.builds(finding, st.sampled_from(Severity), st.floats(0, 1))
any_paragraph = st.builds(ParagraphScore, st.integers(4, 3000), st.floats(-12, 12), st.floats(0, 1))


@given(st.floats(0, 1), st.integers(4, 5000), st.lists(any_finding, max_size=30), any_finding)
def test_one_more_finding_costs_at_most_its_share_of_the_quality(
    fluency: float, n_words: int, findings: list[Finding], more: Finding
) -> None:
    before = quality(fluency, n_words, findings)
    after = quality(fluency, n_words, [*findings, more])
    assert 0 <= after <= before <= 100
    assert before - after <= before * MOST[more.severity] + 1e-9


def test_quality_is_fluency_where_nothing_was_found() -> None:
    assert quality(0.73, 10, []) == pytest.approx(73)


def test_graver_findings_cost_more_and_long_texts_bear_more() -> None:
    grades = [quality(1, 50, [finding(s)]) for s in Severity]
    assert grades == sorted(grades, reverse=True)
    assert quality(1, 1000, [finding()]) > quality(1, 100, [finding()])
    assert quality(1, 5, [finding()]) == quality(1, 100, [finding()])


@given(any_paragraph, st.floats(0, 1), st.floats(0.01, 0.99))
def test_a_lone_paragraph_is_its_document(
    paragraph: ParagraphScore, correlation: float, prior: float
) -> None:
    pooled = document_log_odds([paragraph], correlation, prior)
    assert pooled == pytest.approx(paragraph.log_odds, abs=1e-9)


@given(st.lists(any_paragraph, min_size=1, max_size=12), st.floats(0, 1), st.floats(0.01, 0.99))
def test_pooling_is_bounded_by_independent_witnesses(
    paragraphs: list[ParagraphScore], correlation: float, prior: float
) -> None:
    base = logit(prior)
    pooled = document_log_odds(paragraphs, correlation, prior) - base
    extremes = [p.log_odds - base for p in paragraphs]
    most = sum(max(0, e) for e in extremes)
    least = sum(min(0, e) for e in extremes)
    reach = 1 + (1 - min(1, correlation)) * len(paragraphs)
    assert reach * least - 1e-6 <= pooled <= reach * most + 1e-6
    assert math.isfinite(pooled)


def test_perfectly_alike_paragraphs_are_one_witness() -> None:
    paragraphs = [ParagraphScore(80, 1.5, 0.5)] * 7
    assert document_log_odds(paragraphs, 1.0, 0.5) == pytest.approx(1.5)
    assert document_log_odds(paragraphs, 0.0, 0.5) == pytest.approx(7 * 1.5)
    assert 1.5 < document_log_odds(paragraphs, 0.4, 0.5) < 7 * 1.5


def test_a_short_paragraph_counts_less_beside_long_ones() -> None:
    long, short = ParagraphScore(100, -1.0, 0.5), ParagraphScore(6, 4.0, 0.5)
    assert document_log_odds([long, short], 0.5, 0.5) < 0


@given(st.lists(any_paragraph, min_size=1, max_size=12))
def test_mean_fluency_lies_between_the_paragraphs(paragraphs: list[ParagraphScore]) -> None:
    values = [p.fluency for p in paragraphs]
    assert min(values) - 1e-9 <= mean_fluency(paragraphs) <= max(values) + 1e-9


@given(st.integers(4, 39), st.floats(0, 1), st.lists(st.builds(finding), max_size=5))
def test_few_words_without_a_grave_finding_are_never_likely_mt(
    n_words: int, p_mt: float, minor: list[Finding]
) -> None:
    paragraphs = [ParagraphScore(n_words, logit(p_mt), 0.5)]
    assert verdict(p_mt, paragraphs, minor, THRESHOLDS) is not Verdict.LIKELY_MT


@pytest.mark.parametrize("severity", [Severity.MAJOR, Severity.CRITICAL])
def test_few_words_with_a_grave_finding_may_be_likely_mt(severity: Severity) -> None:
    paragraphs = [ParagraphScore(9, logit(0.95), 0.5)]
    assert verdict(0.95, paragraphs, [finding(severity)], THRESHOLDS) is Verdict.LIKELY_MT
    assert verdict(0.5, paragraphs, [finding(severity)], THRESHOLDS) is Verdict.UNCERTAIN


def test_markup_is_no_reason_to_call_few_words_machine_translated() -> None:
    markup = replace(finding(Severity.MAJOR), detector="residue.markup")
    paragraphs = [ParagraphScore(9, logit(0.95), 0.5)]
    assert verdict(0.95, paragraphs, [markup], THRESHOLDS) is Verdict.UNCERTAIN


@pytest.mark.parametrize(
    ("p_mt", "expected"),
    [
        (0.95, Verdict.LIKELY_MT),
        (0.9499, Verdict.UNCERTAIN),
        (0.4, Verdict.UNCERTAIN),
        (0.3999, Verdict.LIKELY_HUMAN),
        (0.0, Verdict.LIKELY_HUMAN),
    ],
)
def test_thresholds_decide_long_texts(p_mt: float, expected: Verdict) -> None:
    assert verdict(p_mt, [ParagraphScore(200, logit(p_mt), 0.5)], [], THRESHOLDS) is expected


def test_several_paragraphs_need_less_than_one() -> None:
    two = [ParagraphScore(100, logit(0.9), 0.5)] * 2
    assert verdict(0.9, two, [], THRESHOLDS) is Verdict.LIKELY_MT
    assert verdict(0.8999, two, [], THRESHOLDS) is Verdict.UNCERTAIN
    with_heading = [ParagraphScore(6, logit(0.9), 0.5), ParagraphScore(100, logit(0.9), 0.5)]
    assert verdict(0.9, with_heading, [], THRESHOLDS) is Verdict.UNCERTAIN


def test_one_long_suspicious_paragraph_among_others_makes_a_text_mixed() -> None:
    suspicious, plain = ParagraphScore(60, logit(0.97), 0.5), ParagraphScore(200, -3.0, 0.5)
    assert verdict(0.2, [suspicious, plain], [], THRESHOLDS) is Verdict.MIXED
    assert verdict(0.2, [suspicious], [], THRESHOLDS) is Verdict.LIKELY_HUMAN
    short = ParagraphScore(12, logit(0.97), 0.5)
    assert verdict(0.2, [short, plain], [], THRESHOLDS) is Verdict.LIKELY_HUMAN


def test_sigmoid_and_logit_are_inverse_and_never_overflow() -> None:
    assert sigmoid(logit(0.3)) == pytest.approx(0.3)
    assert 0 <= sigmoid(-1e9) < sigmoid(0) < sigmoid(1e9) <= 1
    assert math.isfinite(logit(0)) and math.isfinite(logit(1))
