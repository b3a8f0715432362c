"""Probes as a file and as a sum."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from mtqa.errors import ModelError
from mtqa.evidence.probes import TARGETS, Probes, read_probes

WEIGHTS = np.array([[1, 0, 0, 2], [1, 1, 0, 0], [0, -1, 0.5, 0]], np.float32)
PROBES = Probes((3, 5), WEIGHTS, np.array([0.25, 0, 1], np.float32))


def test_each_target_is_a_weighted_sum_of_the_layers_means() -> None:
    states = np.array([[1, 2], [4, -1]], np.float32)
    assert PROBES.read(states) == {
        "p_mt": 1 - 2 + 0.25,
        "round_trip": 1 + 2,
        "fluency": -2 + 2 + 1,
    }


def test_a_saved_file_reads_back(tmp_path: Path) -> None:
    PROBES.save(tmp_path / "p.safetensors")
    again = read_probes(tmp_path / "p.safetensors")
    assert again.layers == PROBES.layers
    assert np.array_equal(again.weights, PROBES.weights)
    assert np.array_equal(again.biases, PROBES.biases)


def test_what_holds_no_probes_is_a_model_error(tmp_path: Path) -> None:
    path = tmp_path / "p.safetensors"
    with pytest.raises(ModelError, match=r"p\.safetensors"):
        read_probes(path)
    path.write_bytes(b"no weights")
    with pytest.raises(ModelError, match="no probes"):
        read_probes(path)
    save_file({"layers": np.array([1])}, path)
    with pytest.raises(ModelError, match="weights"):
        read_probes(path)
    Probes((1,), WEIGHTS[:1], np.zeros(1, np.float32)).save(path)
    with pytest.raises(ModelError, match=f"1 targets|{len(TARGETS)}"):
        read_probes(path)
