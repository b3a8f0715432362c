"""Run a network's graph in ONNX Runtime with weights that lie in a safetensors file.

A graph (``*.onnx``, made by :mod:`mtqa.train.graphs`) says what is computed and holds no weights,
which one file may so give to graphs of both kinds of arithmetic. In whole numbers, each row of a
matrix is brought to −127 to 127 by its own largest value (Jacob et al. 2018, "Quantization and
Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference"); the graph does the
same with what is multiplied, while it runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort  # type: ignore[import-untyped]
import safetensors
from safetensors import SafetensorError

from mtqa.arithmetic import Arithmetic
from mtqa.errors import ModelError

#: Behind a matrix's name, what a graph calls its forms.
TRANSPOSED, WHOLE, SCALE = ".transposed", ".whole", ".scale"
_LARGEST = 127
#: No row of zeros is divided by zero.
_SMALLEST = 1e-12
_ONLY_FATAL = 4

Floats = npt.NDArray[np.float32]
Tensors = Mapping[str, npt.NDArray[Any]]


def unpacked(stored: Tensors) -> dict[str, Floats]:
    """Return the tensors of a file in float32, int8 rows times their scales."""
    return {
        name: (
            tensor.astype(np.float32) * stored[name + SCALE].astype(np.float32)[:, None]
            if tensor.dtype == np.int8
            else tensor.astype(np.float32)
        )
        for name, tensor in stored.items()
        if not name.endswith(SCALE)
    }


def graph_path(folder: Path, name: str, arithmetic: Arithmetic) -> Path:
    """Return where a model folder's graph of one network lies."""
    return folder / f"{name}.{arithmetic.value}.onnx"


class Network:
    """A graph with its weights, ready to run.

    Args:
        path: the graph.
        tensors: its weights by the names that it gives them; others are left alone.
        threads: how many it runs on; they change no result.

    Raises:
        ModelError: the graph is missing or damaged, or wants a tensor that is not there.
    """

    def __init__(self, path: Path, tensors: Tensors, threads: int) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ONLY_FATAL
        # Held until the session has taken them over.
        values = [ort.OrtValue.ortvalue_from_numpy(own) for own in tensors.values()]
        options.add_external_initializers(list(tensors), values)
        try:
            self._session = ort.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            # ONNX Runtime's own exceptions share no base but this one.
            reason = str(error).splitlines()[0]
            raise ModelError(f"{path}: no graph of this model ({reason}); reinstall it") from error

    def run(self, inputs: Mapping[str, npt.NDArray[np.int64]]) -> Sequence[Floats]:
        """Return the graph's outputs, in its order.

        Raises:
            ModelError: it cannot be run on these inputs, or memory is short.
        """
        try:
            outputs: Sequence[Floats] = self._session.run(None, inputs)
        except Exception as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"the network cannot read a text ({reason})") from error
        return outputs


def matrix(name: str, weight: Floats, arithmetic: Arithmetic) -> dict[str, npt.NDArray[Any]]:
    """Return the tensors that a graph multiplies by, from ``weight`` [outputs, inputs]."""
    if arithmetic is Arithmetic.FLOATS:
        return {name + TRANSPOSED: np.ascontiguousarray(weight.T)}
    whole, scales = whole_rows(weight)
    return {name + WHOLE: np.ascontiguousarray(whole.T), name + SCALE: scales}


def whole_rows(weight: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return ``weight`` [rows, n] as whole numbers, and what one is worth in each row, [rows]."""
    scales = np.maximum(np.abs(weight).max(1), _SMALLEST) / np.float32(_LARGEST)
    return np.rint(weight / scales[:, None]).astype(np.int8), scales


def read_tensors(path: Path) -> dict[str, Floats]:
    """Read a safetensors file of 16- or 32-bit floats, as float32.

    numpy knows no bfloat16, so that is unpacked here: it is the upper half of a float32.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no such file, or of other numbers.
    """
    try:
        stored = safetensors.deserialize(path.read_bytes())  # type: ignore[no-untyped-call]
    except SafetensorError as error:
        raise ValueError(str(error)) from error
    return {name: _floats(own).reshape(own["shape"]) for name, own in stored}


def _floats(tensor: Mapping[str, Any]) -> Floats:
    data, kind = tensor["data"], tensor["dtype"]
    if kind == "BF16":
        return (np.frombuffer(data, np.uint16).astype(np.uint32) << 16).view(np.float32)
    if kind not in {"F16", "F32"}:
        raise ValueError(f"weights of type {kind}")
    return np.frombuffer(data, np.float16 if kind == "F16" else np.float32).astype(np.float32)
