"""Linear read-outs of the encoder's layers: what is read of it.

The last layers of a fine-tuned encoder know its training texts nearly by heart. Those in the
middle hold the same evidence in a form that carries over better to other years and engines, and
more of what judges of fluency go by; so the last ones are cut off, and what remains is read by
linear probes (Alain & Bengio 2016, "Understanding intermediate layers using linear classifier
probes"). A text's are of the mean and the standard deviation of each hidden unit over its pieces
(as in Snyder et al. 2018, "X-vectors"), a word's of the last layer's state.

The file ``probes.safetensors`` holds one row of weights and a bias for each of :data:`TARGETS`
and :data:`WORD_TARGETS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from mtqa.errors import ModelError
from mtqa.evidence.bert import WindowStates
from mtqa.network import Floats

PROBES_NAME = "probes.safetensors"
#: What is read of a text and of a word, in the order of the rows.
TARGETS = ("p_mt", "against_native", "round_trip", "spun", "fluency")
WORD_TARGETS = ("p_mt", "error")


@dataclass(frozen=True, slots=True)
class Probes:
    """Fitted read-outs; all give log-odds.

    Attributes:
        layers: which layers are read of a text, from 1, rising; a word is read of the last.
        weights: [targets, 2 · layers · width], for :func:`pooled` states.
        biases: [targets].
        word_weights: [word targets, width].
        word_biases: [word targets].
    """

    layers: tuple[int, ...]
    weights: Floats
    biases: Floats
    word_weights: Floats
    word_biases: Floats

    def read(self, readings: Sequence[WindowStates]) -> dict[str, float]:
        """Return target → log-odds of a text that was read in some windows."""
        scores = self.weights @ pooled(readings, self.layers).ravel() + self.biases
        return dict(zip(TARGETS, scores.tolist(), strict=True))

    def read_words(self, states: Floats) -> Floats:
        """Return the log-odds of each piece, [n, word targets], from its state, [n, width]."""
        scores: Floats = states @ self.word_weights.T + self.word_biases
        return scores

    def save(self, path: Path) -> None:
        """Write a file that :func:`read_probes` reads."""
        save_file({**asdict(self), "layers": np.array(self.layers, np.int64)}, path)


def pooled(readings: Sequence[WindowStates], layers: Sequence[int]) -> Floats:
    """Return mean and standard deviation of some layers' states over a text's pieces.

    Args:
        readings: of the text's windows.
        layers: from 1, rising.

    Returns:
        [2, layers, width].
    """
    places = [layer - 1 for layer in layers]
    count = sum(len(reading.states) for reading in readings)
    means = np.sum([reading.sums[places] for reading in readings], axis=0) / count
    squares = np.sum([reading.squares[places] for reading in readings], axis=0) / count
    return np.stack([means, np.sqrt(np.maximum(squares - means * means, 0))])


def read_probes(path: Path) -> Probes:
    """Read ``probes.safetensors`` of a model folder.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        stored = load_file(path)
        layers = tuple(int(layer) for layer in stored.pop("layers"))
        probes = Probes(layers, **stored)
    except (OSError, SafetensorError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: no probes ({error}); reinstall the model") from error
    of_text, of_word = len(probes.weights), len(probes.word_weights)
    if (of_text, of_word) != (len(TARGETS), len(WORD_TARGETS)) or (
        (len(probes.biases), len(probes.word_biases)) != (of_text, of_word)
    ):
        raise ModelError(
            f"{path}: probes of {of_text} targets of a text and {of_word} of a word, this version "
            f"reads {len(TARGETS)} and {len(WORD_TARGETS)}; reinstall the model, or run mtqa train "
            "probes and mtqa train scorer"
        )
    return probes
