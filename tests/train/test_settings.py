"""Training options: what is wrong is one line that names the file and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqa.errors import ConfigError
from mtqa.resources import configs_dir
from mtqa.train.settings import (
    EvidenceSettings,
    LmSettings,
    ScorerSettings,
    TokenizerSettings,
    load_settings,
)

KINDS = {
    "train_tokenizer": TokenizerSettings,
    "train_lm": LmSettings,
    "train_evidence": EvidenceSettings,
    "train_scorer": ScorerSettings,
}


@pytest.mark.parametrize("name", KINDS)
def test_the_shipped_settings_load(name: str) -> None:
    assert load_settings(configs_dir() / f"{name}.yaml", KINDS[name])


@pytest.mark.parametrize(
    "content", ["output: x", "data_dir: a\noutput: b\ncolour: red", "- 1", "a: ["]
)
def test_a_bad_file_is_an_error_that_names_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "train.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(path, EvidenceSettings)
    assert str(caught.value).startswith(str(path))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path / "none.yaml", LmSettings)
