"""The fast tier's time is told by stage."""

from __future__ import annotations

import re

import pytest

from mtqa.evaluation.stages import stage_costs

TEXT = (
    "The clerk wrote down every name that he was given. He put the list on the table by the "
    "window and went out to look for the mayor, who had not come."
)


@pytest.mark.model
def test_every_stage_is_timed_and_they_add_up() -> None:
    page = stage_costs([TEXT] * 30)
    rows = dict(re.findall(r"^\| ([\w-]+) \| ([0-9.]+) ", page, re.MULTILINE))
    assert rows.keys() == {
        "masks", "paragraphs", "languages", "detectors", "n-grams", "features", "sums", "all",
    }  # fmt: skip
    whole = float(rows.pop("all"))
    assert sum(map(float, rows.values())) == pytest.approx(whole, abs=0.05)
    assert "10 documents of 0.1 kB" in page
