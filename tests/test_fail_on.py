"""``--fail-on``: what it reads and what it refuses."""

from __future__ import annotations

import pytest

from mtqa.errors import ConfigError
from mtqa.fail_on import Condition, parse_condition
from mtqa.types import DocumentReport, Status


def report(p_mt: float | None, quality: float | None) -> DocumentReport:
    return DocumentReport(
        "d", "t", Status.OK, "en", 1, p_mt, None, quality, 0.5, (), (), "s"
    )  # fmt: skip


def test_conditions_are_parted_by_bars() -> None:
    assert parse_condition("p_mt>=0.9|quality < 50 | findings>3") == (
        Condition("p_mt", ">=", 0.9),
        Condition("quality", "<", 50.0),
        Condition("findings", ">", 3.0),
    )


@pytest.mark.parametrize(
    ("text", "p_mt", "quality", "holds"),
    [
        ("p_mt>=0.9", 0.9, 80, True),
        ("p_mt>0.9", 0.9, 80, False),
        ("quality<=50", 0.1, 50, True),
        ("quality<50", 0.1, 50, False),
        ("fluency<0.6", 0.1, 50, True),
        ("findings<1", 0.1, 50, True),
        ("p_mt<=1", None, None, False),
        ("quality<50", None, None, False),
    ],
)
def test_a_condition_compares_and_an_absent_score_meets_none(
    text: str, p_mt: float | None, quality: float | None, holds: bool
) -> None:
    (condition,) = parse_condition(text)
    assert condition.holds(report(p_mt, quality)) is holds


@pytest.mark.parametrize(
    "text", ["", "|", "p_mt", "p_mt=0.9", "verdict>=1", "p_mt>=high", "p_mt>=0.9||", "p_mt>=-1"]
)
def test_anything_else_is_a_one_line_error_that_shows_how(text: str) -> None:
    with pytest.raises(ConfigError, match=r"--fail-on .*as in p_mt>=0\.9") as caught:
        parse_condition(text)
    assert "\n" not in str(caught.value)
