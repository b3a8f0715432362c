"""Probes as a file and as a sum."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from mtqa.errors import ModelError
from mtqa.evidence.bert import WindowStates
from mtqa.evidence.probes import Probes, pooled, read_probes

#: Means of layers 1 and 3, then their deviations, two units each.
WEIGHTS = np.array(
    [
        [1, 0, 0, 2, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 1, 0, 0],
        [0, 0, 0, 1, 0, 2, 0, 0],
        [0, -1, 0.5, 0, 0, 0, 2, 0],
    ],
    np.float32,
)
PROBES = Probes(
    (1, 3),
    WEIGHTS,
    np.array([0.25, -1, 0, -2, 1], np.float32),
    np.array([[1, -1], [0, 2]], np.float32),
    np.array([0.5, 0], np.float32),
)


def _reading(states: list[list[float]]) -> WindowStates:
    """Return three layers that hold the states once, twice and three times."""
    own = np.array(states, np.float32)
    layers = np.stack([own, 2 * own, 3 * own])
    return WindowStates(layers[-1], layers.sum(1), (layers**2).sum(1))


def test_each_target_is_a_weighted_sum_of_means_and_deviations() -> None:
    # One unit is 1 and 3, the other 2 and 2, over the pieces of two windows.
    readings = [_reading([[1, 2]]), _reading([[3, 2]])]
    assert pooled(readings, PROBES.layers).tolist() == [[[2, 2], [6, 6]], [[1, 0], [3, 0]]]
    assert PROBES.read(readings) == {
        "p_mt": 2 + 2 * 6 + 0.25,
        "against_native": 6 - 1,
        "round_trip": 2 + 2,
        "spun": 6 + 0 - 2,
        "fluency": -2 + 0.5 * 6 + 2 * 3 + 1,
    }


def test_each_piece_is_read_of_its_own_state() -> None:
    states = np.array([[1, 2], [0, 0]], np.float32)
    assert PROBES.read_words(states).tolist() == [[-0.5, 4], [0.5, 0]]


def test_a_saved_file_reads_back(tmp_path: Path) -> None:
    PROBES.save(tmp_path / "p.safetensors")
    again = asdict(read_probes(tmp_path / "p.safetensors"))
    for name, own in asdict(PROBES).items():
        assert np.array_equal(again[name], own)


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


@pytest.mark.parametrize(
    ("part", "told"),
    [("weights", "of 4 targets of a text and 2 of a word"), ("word_weights", "5 targets .* 1 of")],
)
def test_probes_of_another_version_are_told(tmp_path: Path, part: str, told: str) -> None:
    path = tmp_path / "p.safetensors"
    replace(PROBES, **{part: getattr(PROBES, part)[:-1]}).save(path)
    with pytest.raises(ModelError, match=told):
        read_probes(path)


@pytest.mark.parametrize("part", ["biases", "word_biases"])
def test_a_target_without_its_bias_is_a_model_error(tmp_path: Path, part: str) -> None:
    path = tmp_path / "p.safetensors"
    replace(PROBES, **{part: getattr(PROBES, part)[:-1]}).save(path)
    with pytest.raises(ModelError, match="targets"):
        read_probes(path)
