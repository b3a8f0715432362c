"""The page of recall on made faults."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtqa.detectors import catalogue
from mtqa.errors import TrainingError
from mtqa.evaluation.synth_recall import write_synth_recall
from tests.evaluation.made_data import write_data


def test_every_pattern_detector_has_its_row(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    page = write_synth_recall(data, tmp_path / "recall.md", 4_000).read_text("utf-8")
    default, _, previews = page.partition("## Previews")
    for part, preview in ((default, False), (previews, True)):
        rows = re.findall(r"^\| `([\w.]+)` \| \d+ ", part, re.M)
        wanted = [d.id for d in catalogue().values() if d.scope != "critic"]
        assert rows == [name for name in wanted if catalogue()[name].preview is preview]
    faults = re.search(r"\*\*all\*\* \| (\d+) ", default)
    assert faults is not None
    assert int(faults[1]) > 0


def test_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="human"):
        write_synth_recall(tmp_path, tmp_path / "recall.md", 100)
