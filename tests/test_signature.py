"""Equal signatures mean comparable numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtqa.config import Config
from mtqa.errors import ModelError
from mtqa.lm.metadata import seal_model
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


def test_it_covers_every_file_that_the_metadata_names(tmp_path: Path) -> None:
    for name in ("scorer.json", "evidence.safetensors", "encoder.safetensors"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    seal_model(tmp_path, {})

    def own() -> str:
        return signature(Config(), "tiny@0123", tmp_path / "scorer.json")

    sealed = own()
    (tmp_path / "README.md").write_text("A model card may change.", encoding="utf-8")
    assert own() == sealed
    for name in ("scorer.json", "evidence.safetensors", "encoder.safetensors"):
        (tmp_path / name).write_text("2", encoding="utf-8")
        assert own() != sealed
        (tmp_path / name).write_text("1", encoding="utf-8")
    (tmp_path / "evidence.safetensors").unlink()
    with pytest.raises(ModelError, match=r"evidence\.safetensors: missing from the model"):
        own()
