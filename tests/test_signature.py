"""Equal signatures mean comparable numbers."""

from __future__ import annotations

import re
from pathlib import Path

from mtqa.config import Config
from mtqa.signature import signature


def test_it_names_version_model_scorer_and_config(tmp_path: Path) -> None:
    scorer = tmp_path / "scorer.json"
    scorer.write_text("1", encoding="utf-8")
    first = signature(Config(), "tiny@0123", scorer)
    assert re.fullmatch(r"mtqa\|[^|]+\|model:tiny@0123\+[0-9a-f]{8}\|config:[0-9a-f]{8}", first)
    assert signature(Config(tokens=True), "tiny@0123", scorer) == first
    assert signature(Config(prior=0.1), "tiny@0123", scorer) != first
    scorer.write_text("2", encoding="utf-8")
    assert signature(Config(), "tiny@0123", scorer) != first
