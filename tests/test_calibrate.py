"""Scores are sums that explain themselves; short texts stay near the prior."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.calibrate import BIAS, FusedScore, LastStep, LengthCalibration, Way, load_scorer
from mtqa.errors import ModelError
from mtqa.features import FEATURES, FLUENCY_NGRAMS, NGRAMS
from mtqa.odds import sigmoid

CALIBRATION = LengthCalibration(
    log_words=(math.log(8), math.log(20), math.log(60)),
    slope=(0.1, 0.5, 1.2),
    offset=(0.05, 0.0, -0.2),
)
SCORE = FusedScore(
    features=(NGRAMS, FLUENCY_NGRAMS, "findings_punctuation"),
    mean=(0.5, 0.4, 0.1),
    scale=(1.5, 0.2, 0.3),
    ways={"one": Way(weight=(1.1, -0.7, 0.4), bias=-0.3, calibration=CALIBRATION)},
)
TWO_WAYS = SCORE.model_copy(
    update={"ways": {**SCORE.ways, "two": Way(weight=(-0.9, 0.3, 0.0), bias=0.2)}}
)
vectors = st.lists(st.floats(-8, 8), min_size=len(FEATURES), max_size=len(FEATURES)).map(np.array)


@pytest.mark.parametrize("score", [SCORE, TWO_WAYS], ids=["one way", "two ways"])
@given(values=vectors, n_words=st.integers(1, 5000))
def test_contributions_sum_to_the_log_odds(
    score: FusedScore, values: np.ndarray, n_words: int
) -> None:
    log_odds, parts = score.log_odds(values, n_words)
    assert sum(part.log_odds for part in parts) == pytest.approx(log_odds)
    assert [part.feature for part in parts] == [BIAS, *SCORE.features]
    assert [part.value for part in parts[1:]] == [values[FEATURES.index(f)] for f in SCORE.features]


def test_the_score_is_the_formula_of_the_docstring() -> None:
    values = np.zeros(len(FEATURES))
    values[FEATURES.index(NGRAMS)] = 2.0
    raw = -0.3 + 1.1 * 1.5 / 1.5 - 0.7 * -0.4 / 0.2 + 0.4 * -0.1 / 0.3
    assert SCORE.log_odds(values, 20)[0] == pytest.approx(0.5 * raw)
    assert SCORE.log_odds(values, 60)[0] == pytest.approx(1.2 * raw - 0.2)


@given(values=vectors)
def test_ways_together_are_the_log_of_the_sum_of_their_odds(values: np.ndarray) -> None:
    each = [
        TWO_WAYS.model_copy(update={"ways": {name: way}}) for name, way in TWO_WAYS.ways.items()
    ]
    odds = sum(math.exp(score.log_odds(values, 50)[0]) for score in each)
    assert TWO_WAYS.log_odds(values, 50)[0] == pytest.approx(math.log(odds))


@given(values=vectors)
def test_the_sum_of_a_way_is_its_score_where_calibration_is_neutral(values: np.ndarray) -> None:
    score = TWO_WAYS.model_copy(update={"ways": {"two": TWO_WAYS.ways["two"]}})
    assert TWO_WAYS.ways_log_odds(values)[1] == pytest.approx(score.log_odds(values, 50)[0])


def test_a_weight_too_few_is_refused() -> None:
    stored = SCORE.model_dump()
    stored["ways"]["one"]["weight"] = [1.0]
    with pytest.raises(ValueError, match="differ in number"):
        FusedScore.model_validate(stored)


@given(vectors)
def test_a_short_text_stays_nearer_the_prior_than_a_long_one(values: np.ndarray) -> None:
    offset = {n: CALIBRATION.at(math.log(n))[1] for n in (5, 100)}
    short, long = (abs(SCORE.log_odds(values, n)[0] - offset[n]) for n in (5, 100))
    assert short <= long / 10 + 1e-9


@given(st.floats(0, 12))
def test_calibration_is_constant_beyond_its_knots(log_words: float) -> None:
    slope, offset = CALIBRATION.at(log_words)
    assert 0.1 <= slope <= 1.2
    assert -0.2 <= offset <= 0.05


def test_features_that_are_absent_from_a_score_may_be_nan() -> None:
    values = np.full(len(FEATURES), math.nan)
    for name in SCORE.features:
        values[FEATURES.index(name)] = 0.0
    assert 0 < sigmoid(SCORE.log_odds(values, 30)[0]) < 1


def test_what_a_finding_is_worth_does_not_depend_on_the_length() -> None:
    score = SCORE.model_copy(update={"worth": {"findings_order": 0.8}})
    values = np.zeros(len(FEATURES))
    values[FEATURES.index("findings_order")] = 2.0
    for n_words in (5, 500):
        plain, _ = SCORE.log_odds(values, n_words)
        with_worth, parts = score.log_odds(values, n_words)
        assert with_worth - plain == pytest.approx(1.6)
        assert sum(part.log_odds for part in parts) == pytest.approx(with_worth)


@given(values=vectors, n_words=st.integers(1, 500))
def test_the_last_step_changes_scores_and_no_order(values: np.ndarray, n_words: int) -> None:
    worth = {"findings_order": 0.8}
    last = LastStep(slope=0.7, offset=-0.2)
    before = TWO_WAYS.model_copy(update={"worth": worth})
    after = before.model_copy(update={"last": last})
    log_odds, parts = after.log_odds(values, n_words)
    assert log_odds == pytest.approx(0.7 * before.value(values, n_words) - 0.2)
    assert log_odds == pytest.approx(after.value(values, n_words))
    assert sum(part.log_odds for part in parts) == pytest.approx(log_odds)


def test_a_last_step_that_turns_the_order_is_refused() -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        LastStep(slope=-1.0)


def test_knots_without_their_slope_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in number"):
        LengthCalibration(log_words=(1.0, 2.0), slope=(1.0,), offset=(0.0, 0.0))


def test_a_scorer_comes_back_as_it_was_stored(models_folder: Path) -> None:
    path = models_folder / "en-small" / "scorer.json"
    scorer = load_scorer(path)
    assert scorer.model_dump(mode="json") == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("content", [None, "", "[]", '{"p_mt": 1}', "\x00"])
def test_a_missing_or_damaged_scorer_is_a_one_line_error(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "scorer.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(ModelError, match=r"no scorer coefficients.*reinstall") as caught:
        load_scorer(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("score", [SCORE, TWO_WAYS], ids=["one way", "two ways"])
@given(values=vectors, n_words=st.integers(1, 5000))
def test_the_value_alone_is_that_of_the_explained_score(
    score: FusedScore, values: np.ndarray, n_words: int
) -> None:
    assert score.value(values, n_words) == pytest.approx(score.log_odds(values, n_words)[0])


@given(st.floats(-1, 12))
def test_calibration_is_linear_between_knots_and_constant_beyond(log_words: float) -> None:
    own = LengthCalibration(log_words=(2.0, 3.0, 5.0), slope=(0.5, 1.5, 1.0), offset=(0, -1, 2))
    expected = [np.interp(log_words, own.log_words, line) for line in (own.slope, own.offset)]
    assert own.at(log_words) == pytest.approx(expected)
