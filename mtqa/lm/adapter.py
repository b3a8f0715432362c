"""The file of a low-rank change of a language model's matrices.

The model itself stays the user's, and what it learned here is a file of a few megabytes
(:mod:`mtqa.lm.signed` says what is done with it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mtqa.network import SCALE, Floats, Tensors, unpacked

#: Behind a matrix's name, the parts of its change.
_UP, _DOWN = ".up", ".down"
_LARGEST = 127
#: No row of zeros is divided by zero; float16 holds it still.
_SMALLEST = 1e-3


@dataclass(frozen=True, slots=True)
class Adapter:
    """What is added to a model's matrices.

    Attributes:
        changes: transformers' name of a module, counted from the trunk
            (``layers.8.mlp.up_proj``) → what its matrix [out, in] gains, as the factors of a
            product: [out, rank] and [rank, in].
    """

    changes: Mapping[str, tuple[Floats, Floats]]

    @property
    def rank(self) -> int:
        """Width of the factors; 0 where no matrix changes."""
        return next((down.shape[0] for _, down in self.changes.values()), 0)

    def stored(self, prefix: str) -> dict[str, Any]:
        """Return the tensors of a file by names behind ``prefix``: int8, one scale a row."""
        tensors: dict[str, Any] = {}
        for name, (up, down) in self.changes.items():
            for part, values in ((_UP, up), (_DOWN, down)):
                scale = np.maximum(np.abs(values).max(1), _SMALLEST) / _LARGEST
                tensors[prefix + name + part] = np.round(values / scale[:, None]).astype(np.int8)
                tensors[prefix + name + part + SCALE] = scale.astype(np.float16)
        return tensors

    @classmethod
    def read(cls, stored: Tensors, prefix: str) -> Adapter:
        """Return the adapter behind ``prefix`` among the tensors of a file.

        Raises:
            KeyError: half a change is missing.
        """
        tensors = unpacked(stored)
        names = [
            name.removeprefix(prefix).removesuffix(_UP)
            for name in tensors
            if name.startswith(prefix) and name.endswith(_UP)
        ]
        return cls(
            {name: (tensors[prefix + name + _UP], tensors[prefix + name + _DOWN]) for name in names}
        )
