"""The two minds of a general language model: one reads as machines translate, one as people write.

Texts of either kind adapt a copy of the model's upper layers, and a text speaks for the copy that
it surprises less: the likelihood ratio of two language models, by which authors are told apart
(Huang, Murakami and Grieve 2024, "ALMs: Authorial Language Models for Authorship Attribution").
Every word of the training texts teaches such a model, where a classifier learns one bit of each.
The copies differ in one low-rank change alone, which is added for machines and subtracted for
people; another one, of both, takes care of what is new in the texts of either.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from mtqa.errors import ModelError
from mtqa.lm.adapter import Adapter

CONTRAST_NAME = "contrast.safetensors"
_SHARED, _SIGNED = "shared.", "signed."


@dataclass(frozen=True, slots=True)
class Contrast:
    """Low-rank changes of a general model.

    Attributes:
        belongs_to: signature of the model.
        first: how many of its layers stay as they are.
        shared: what the layers above gain in both copies.
        signed: what they gain besides where machines write, and lose where people do.
    """

    belongs_to: str
    first: int
    shared: Adapter
    signed: Adapter

    def save(self, path: Path) -> None:
        """Write a file that :func:`read_contrast` reads."""
        tensors = {**self.shared.stored(_SHARED), **self.signed.stored(_SIGNED)}
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
        return Contrast(
            told["belongs_to"],
            int(told["first"]),
            Adapter.read(tensors, _SHARED),
            Adapter.read(tensors, _SIGNED),
        )
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise ModelError(f"{path}: no contrast ({error}); reinstall the model") from error
