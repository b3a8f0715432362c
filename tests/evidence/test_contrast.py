"""The file of a contrast comes back as it was, to a 127th of each row's largest value."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtqa.errors import ModelError
from mtqa.evidence.contrast import CONTRAST_NAME, Contrast, read_contrast
from mtqa.lm.adapter import Adapter


def change(seed: int) -> Adapter:
    draw = np.random.default_rng(seed)
    up, down = (draw.normal(0, 0.2, shape).astype(np.float32) for shape in ((6, 2), (2, 4)))
    return Adapter({"layers.3.mlp.up_proj": (up, down)})


def test_a_contrast_comes_back_from_a_file(tmp_path: Path) -> None:
    weights = {"layers.3.mlp.up_proj": np.array([0.5, -300.0], np.float32)}
    own = Contrast("made-up@1", 3, change(1), change(2), weights)
    own.save(tmp_path / CONTRAST_NAME)
    stored = read_contrast(tmp_path / CONTRAST_NAME)
    assert (stored.belongs_to, stored.first) == ("made-up@1", 3)
    np.testing.assert_array_equal(stored.weights["layers.3.mlp.up_proj"], [0.5, -300.0])
    for kept, wanted in ((stored.shared, own.shared), (stored.signed, own.signed)):
        assert kept.changes.keys() == wanted.changes.keys()
        for name, factors in wanted.changes.items():
            for found, factor in zip(kept.changes[name], factors, strict=True):
                step = np.abs(factor).max(1, keepdims=True) / 127
                assert (np.abs(found - factor) <= step).all()


def test_a_missing_or_foreign_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no contrast"):
        read_contrast(tmp_path / CONTRAST_NAME)
    (tmp_path / CONTRAST_NAME).write_bytes(b"none")
    with pytest.raises(ModelError, match="no contrast"):
        read_contrast(tmp_path / CONTRAST_NAME)
