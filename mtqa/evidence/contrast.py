"""The two minds of a general language model: one reads as machines translate, one as people write.

Texts of either kind adapt a copy of the model's upper layers, and a text speaks for the copy that
it surprises less: the likelihood ratio of two language models, by which authors are told apart
(Huang, Murakami and Grieve 2024, "ALMs: Authorial Language Models for Authorship Attribution").
Every word of the training texts teaches such a model, where a classifier learns one bit of each.
The copies differ in one low-rank change alone, which is added for machines and subtracted for
people; another one, of both, takes care of what is new in the texts of either.

The change is so small that the ratio is twice a sum over its directions, of how the text's
likelihood rises along each (its slopes), and no copy has to be read. Not all that the copies
learned tells texts of other years apart; so the slopes are weighed, by a fit on pairs of texts: the
discriminative use of a generative model (Jaakkola and Haussler 1999, "Exploiting generative models
in discriminative classifiers").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from mtqa.errors import ModelError
from mtqa.lm.adapter import Adapter
from mtqa.network import Floats

CONTRAST_NAME = "contrast.safetensors"
_SHARED, _SIGNED, _WEIGHTS = "shared.", "signed.", "weights."
#: Pieces that tell nothing, beside those of a text: the mean of a few is noise.
SILENT_PIECES = 40


@dataclass(frozen=True, slots=True)
class Contrast:
    """Low-rank changes of a general model.

    Attributes:
        belongs_to: signature of the model.
        first: how many of its layers stay as they are.
        shared: what the layers above gain in both copies.
        signed: what they gain besides where machines write, and lose where people do.
        weights: of the slopes along the directions of ``signed``, matrix → [rank], in log-odds a
            nat a piece.
    """

    belongs_to: str
    first: int
    shared: Adapter
    signed: Adapter
    weights: Mapping[str, Floats]

    def log_odds(self, slopes: Mapping[str, Floats], n_pieces: int) -> float:
        """Return the log-odds of a machine's text; their zero means nothing.

        Args:
            slopes: how ln p of the text rises along each direction, matrix → [rank], in nats.
            n_pieces: of the text.
        """
        total = sum(float(self.weights[name] @ own) for name, own in slopes.items())
        return total / (n_pieces + SILENT_PIECES)

    def save(self, path: Path) -> None:
        """Write a file that :func:`read_contrast` reads."""
        tensors = {**self.shared.stored(_SHARED), **self.signed.stored(_SIGNED)}
        tensors |= {_WEIGHTS + name: own.astype(np.float16) for name, own in self.weights.items()}
        save_file(tensors, path, {"belongs_to": self.belongs_to, "first": str(self.first)})


def read_contrast(path: Path) -> Contrast:
    """Read ``contrast.safetensors``.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        with safe_open(path, "numpy") as stored:
            told = stored.metadata() or {}
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        signed = Adapter.read(tensors, _SIGNED)
        return Contrast(
            told["belongs_to"],
            int(told["first"]),
            Adapter.read(tensors, _SHARED),
            signed,
            {name: tensors[_WEIGHTS + name].astype(np.float32) for name in signed.changes},
        )
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise ModelError(f"{path}: no contrast ({error}); reinstall the model") from error
