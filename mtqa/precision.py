"""The arithmetic that the shipped networks run in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import torch

from mtqa.whole_products import can_multiply


@dataclass(frozen=True, slots=True)
class Precision:
    """How a network computes.

    Attributes:
        dtype: of what passes between its layers.
        integers: whether matrices are multiplied as whole numbers (:mod:`mtqa.linear_maps`).
    """

    dtype: torch.dtype
    integers: bool


#: For comparisons: what the others are measured against.
EXACT = Precision(torch.float32, integers=False)


@cache
def inference_precision() -> Precision:
    """Return what this processor is fastest in.

    The weights are stored in 16 or 8 bits anyway; docs/models.md says how far the results of the
    formats differ.
    """
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    bf16 = any(capabilities.get(name) for name in ("avx512_bf16", "amx_bf16"))
    integers = bool(capabilities.get("avx512_vnni")) and can_multiply()
    return Precision(torch.bfloat16 if bf16 else torch.float32, integers)
