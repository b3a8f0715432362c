"""Weights come to a graph as it wants them, and a graph that does not fit is an error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from mtqa.arithmetic import Arithmetic, multiplies_bfloat16, quickest_arithmetic
from mtqa.errors import ModelError
from mtqa.network import Network, graph_path, matrix, read_tensors, whole_rows
from mtqa.resources import models_dir
from mtqa.train.graphs import _Graph
from mtqa.train.model_folder import write_graphs

_INTEGERS = pytest.mark.skipif(
    quickest_arithmetic() is not Arithmetic.INTEGERS, reason="no exact sums of bytes here"
)
_WEIGHT = np.random.default_rng(3).normal(size=(24, 64)).astype(np.float32)


def _map(
    folder: Path, x: np.ndarray, weight: np.ndarray, arithmetic: Arithmetic, *, even: bool = False
) -> np.ndarray:
    """Multiply through a graph that holds ``x`` itself and adds a bias of 0 to 1."""
    graph = _Graph(arithmetic)
    held = graph.constant(x.astype(np.float32))
    product = graph.linear(held, "map", *weight.T.shape, bias=True, even=even)
    path = folder / "map.onnx"
    graph.write(path, [], {product: [len(x), len(weight)]})
    bias = np.linspace(0, 1, len(weight), dtype=np.float32)
    tensors = {**matrix("map", weight, arithmetic), "map.bias": bias}
    return np.asarray(Network(path, tensors, 1).run({})[0])


@pytest.mark.parametrize("even", [True, False])
@pytest.mark.parametrize(
    "arithmetic", [Arithmetic.FLOATS, pytest.param(Arithmetic.INTEGERS, marks=_INTEGERS)]
)
def test_products_are_near_the_exact_ones(
    tmp_path: Path, arithmetic: Arithmetic, *, even: bool
) -> None:
    x = np.random.default_rng(4).normal(size=(48, 64))
    exact = x @ _WEIGHT.T + np.linspace(0, 1, 24)
    found = _map(tmp_path, x, _WEIGHT, arithmetic, even=even)
    assert abs(found - exact).mean() < 0.02 * abs(exact).mean()


@_INTEGERS
def test_a_row_does_not_blur_another(tmp_path: Path) -> None:
    x = np.random.default_rng(5).normal(size=(16, 64))
    beside = x.copy()
    beside[1:8] *= 1000
    alone, together = (_map(tmp_path, own, _WEIGHT, Arithmetic.INTEGERS) for own in (x, beside))
    assert abs(alone[0] - together[0]).max() < 0.05 * abs(alone[0]).max()


@_INTEGERS
def test_a_row_of_zeros_gives_the_bias(tmp_path: Path) -> None:
    found = _map(tmp_path, np.zeros((4, 64)), _WEIGHT, Arithmetic.INTEGERS)
    assert np.allclose(found, np.linspace(0, 1, 24))


def test_rows_of_unlike_size_keep_their_own_scale() -> None:
    scales = np.logspace(-4, 4, 24, dtype=np.float32)
    whole, of_rows = whole_rows(_WEIGHT)
    other, of_others = whole_rows(_WEIGHT * scales[:, None])
    assert np.array_equal(whole, other)
    assert np.allclose(of_others, of_rows * scales)
    assert abs(whole).max(1).tolist() == [127] * 24
    assert not whole_rows(np.zeros((2, 3), np.float32))[0].any()


def test_half_floats_are_read_as_torch_reads_them(tmp_path: Path) -> None:
    values = torch.randn(3, 5) * 100
    kinds = {"b": torch.bfloat16, "h": torch.float16, "f": torch.float32}
    save_file({name: values.to(kind) for name, kind in kinds.items()}, tmp_path / "x")
    found = read_tensors(tmp_path / "x")
    for name, kind in kinds.items():
        assert np.array_equal(found[name], values.to(kind).float().numpy())
        assert found[name].shape == (3, 5)


def test_other_numbers_are_refused(tmp_path: Path) -> None:
    save_file({"x": torch.arange(3)}, tmp_path / "x")
    with pytest.raises(ValueError, match="I64"):
        read_tensors(tmp_path / "x")
    (tmp_path / "x").write_bytes(b"nothing")
    with pytest.raises(ValueError, match=r"."):
        read_tensors(tmp_path / "x")


def test_a_graph_that_does_not_fit_is_a_model_error(tmp_path: Path) -> None:
    path = tmp_path / "map.onnx"
    with pytest.raises(ModelError, match=r"no graph of this model .*reinstall it"):
        Network(path, {}, 1)
    path.write_bytes(b"no graph")
    with pytest.raises(ModelError, match="no graph of this model"):
        Network(path, {}, 1)
    _map(tmp_path, np.zeros((1, 64)), _WEIGHT, Arithmetic.FLOATS)
    with pytest.raises(ModelError, match="no graph of this model") as caught:
        Network(path, {}, 1)
    assert "\n" not in str(caught.value)


def test_a_run_that_fails_is_a_model_error(tmp_path: Path) -> None:
    _map(tmp_path, np.zeros((1, 64)), _WEIGHT, Arithmetic.FLOATS)
    tensors = matrix("map", _WEIGHT, Arithmetic.FLOATS)
    network = Network(tmp_path / "map.onnx", {**tensors, "map.bias": np.zeros(24, np.float32)}, 1)
    with pytest.raises(ModelError, match="cannot read a text") as caught:
        network.run({"unknown": np.array([1])})
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_has_no_graphs(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no language model"):
        write_graphs(tmp_path)
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="no language model"):
        write_graphs(tmp_path)


def test_the_shipped_graphs_are_those_that_training_writes(tmp_path: Path) -> None:
    shipped = models_dir() / "en-small"
    for name in ("config.json", "encoder.safetensors"):
        (tmp_path / name).symlink_to(shipped / name)
    write_graphs(tmp_path)
    for name in ("llama", "bert"):
        for arithmetic in Arithmetic:
            own = graph_path(tmp_path, name, arithmetic)
            assert own.read_bytes() == (shipped / own.name).read_bytes()


def test_a_processor_that_tells_nothing_multiplies_floats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose = quickest_arithmetic.__wrapped__
    info = tmp_path / "cpuinfo"
    monkeypatch.setattr("mtqa.arithmetic._CPU_INFO", info)
    assert choose() is Arithmetic.FLOATS
    info.write_text("flags : fpu avx2\n", encoding="utf-8")
    assert choose() is Arithmetic.FLOATS
    info.write_text("flags : fpu avx512_vnni\n", encoding="utf-8")
    assert choose() is Arithmetic.INTEGERS


def test_bfloat16_is_for_processors_that_multiply_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "cpuinfo"
    monkeypatch.setattr("mtqa.arithmetic._CPU_INFO", info)
    assert not multiplies_bfloat16()
    for flags, wanted in (("avx512_vnni", False), ("avx512_bf16", True), ("amx_bf16", True)):
        info.write_text(f"flags : fpu {flags}\n", encoding="utf-8")
        assert multiplies_bfloat16() == wanted
