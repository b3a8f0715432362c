"""Linear read-outs of the encoder's inner layers, for a paragraph as a whole.

The last layer of a fine-tuned encoder knows its training texts nearly by heart. The layers in the
middle hold the same evidence in a form that carries over better to other years and engines, and
more of what judges of fluency go by. So each text's mean hidden states of those layers are read by
linear probes (Alain & Bengio 2016, "Understanding intermediate layers using linear classifier
probes"): one for machine translation, one for rule-based round trips, one for fluency.

The file ``probes.safetensors`` holds one row of weights and a bias for each of :data:`TARGETS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from mtqa.errors import ModelError

PROBES_NAME = "probes.safetensors"
#: What is read, in the order of the rows.
TARGETS = ("p_mt", "round_trip", "fluency")

#: Layer → mean hidden state of a text, [layers, width]; layers count from 1, in rising order.
States = npt.NDArray[np.float32]
Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Probes:
    """Fitted read-outs.

    Attributes:
        layers: which layers are read, from 1, rising.
        weights: [targets, layers · width].
        biases: [targets].
    """

    layers: tuple[int, ...]
    weights: Weights
    biases: Weights

    def read(self, states: States) -> dict[str, float]:
        """Return target → log-odds, from the mean states of :attr:`layers`, [layers, width]."""
        scores = self.weights @ states.ravel() + self.biases
        return dict(zip(TARGETS, scores.tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write a file that :func:`read_probes` reads."""
        layers = np.array(self.layers, np.int64)
        save_file({"layers": layers, "weights": self.weights, "biases": self.biases}, path)


def read_probes(path: Path) -> Probes:
    """Read ``probes.safetensors`` of a model folder.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        stored = load_file(path)
        layers = tuple(int(layer) for layer in stored["layers"])
        probes = Probes(layers, stored["weights"], stored["biases"])
    except (OSError, SafetensorError, KeyError) as error:
        raise ModelError(f"{path}: no probes ({error}); reinstall the model") from error
    if len(probes.weights) != len(TARGETS) or len(probes.biases) != len(TARGETS):
        raise ModelError(f"{path}: probes of {len(probes.biases)} targets; reinstall the model")
    return probes
