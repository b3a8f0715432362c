"""Reasons name what moved the score most, on the side where the score lies."""

from __future__ import annotations

from made_findings import finding

from mtqa.calibrate import BIAS
from mtqa.features import NGRAMS
from mtqa.reasons import document_reasons
from mtqa.types import Contribution, Severity


def parts(**log_odds: float) -> tuple[Contribution, ...]:
    return tuple(Contribution(name, 1.0, value) for name, value in log_odds.items())


STRONG = {NGRAMS: 1.0, "surprisal_mean": 0.4, "surprisal_peak": 0.3, "findings_punctuation": 2.0}


def test_the_strongest_come_first_and_are_at_most_three() -> None:
    found = [finding(Severity.MAJOR)]
    extra = {"findings_order": 0.5, "findings_other": 0.2}
    reasons = document_reasons([(1.0, parts(**STRONG, **extra))], found, 0.9)
    assert len(reasons) == 3
    assert reasons[0].startswith("1 punctuation fault, such as punctuation.made_up: “oops”")
    assert "choice of words" in reasons[1]
    assert "+0.7 log-odds" in reasons[2]


def test_reasons_speak_for_the_side_of_the_score() -> None:
    mixed = parts(**{NGRAMS: 1.0, "surprisal_mean": -0.8})
    assert "translations" in document_reasons([(1.0, mixed)], [], 0.7)[0]
    (reason,) = document_reasons([(1.0, mixed)], [], 0.3)
    assert "ordinary prose" in reason


def test_reasons_weigh_paragraphs_as_the_score_does() -> None:
    many, few = parts(ngrams_p_mt=1.0), parts(ngrams_p_mt=-1.0)
    (reason,) = document_reasons([(0.9, many), (0.1, few)], [], 0.9)
    assert "+0.8" in reason


def test_the_bias_and_trifles_are_no_reasons() -> None:
    assert document_reasons([(1.0, parts(**{BIAS: 3.0, NGRAMS: 0.01}))], [], 0.9) == ()


def test_a_users_own_rules_are_a_reason() -> None:
    own = [finding(Severity.MAJOR, detector="mine.rule")]
    (reason,) = document_reasons([(1.0, parts(findings_other=0.6))], own, 0.9)
    assert "such as mine.rule: “oops”" in reason


def test_long_and_broken_quotes_are_clipped_to_a_line() -> None:
    found = [finding(Severity.MAJOR, text="word\n" * 40)]
    (reason,) = document_reasons([(1.0, parts(findings_punctuation=0.6))], found, 0.9)
    assert "…”" in reason
    assert "\n" not in reason
    assert len(reason) < 140


def test_faults_that_are_not_there_are_no_reason() -> None:
    assert document_reasons([(1.0, parts(findings_order=0.4))], [], 0.9) == ()


def test_minor_faults_are_a_reason_of_their_own() -> None:
    (reason,) = document_reasons([(1.0, parts(findings_minor=0.4))], [finding()] * 2, 0.9)
    assert reason.startswith("2 minor faults, such as punctuation.made_up: “oops”")
