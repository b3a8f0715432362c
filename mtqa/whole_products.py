"""Products of bytes by oneDNN, as torch has them for its own quantised networks."""

from __future__ import annotations

import torch
from torch import Tensor

#: oneDNN multiplies unsigned inputs by signed weights; the inputs' zero lies in the middle.
ZERO = 128


def pack(weight: Tensor) -> Tensor:
    """Return ``weight`` [outputs, inputs], int8, as :func:`multiply` takes it."""
    packed: Tensor = torch.ops.onednn.qlinear_prepack(weight, None)
    return packed


def multiply(
    x: Tensor, x_scale: float, packed: Tensor, scales: Tensor, dtype: torch.dtype
) -> Tensor:
    """Return the product, [n, outputs], of ``dtype``.

    Args:
        x: [n, inputs], uint8, :data:`ZERO` being zero.
        x_scale: what one in ``x`` is worth.
        packed: the weights.
        scales: [outputs], what one in each row of the weights is worth, float32.
        dtype: of the result.
    """
    zeros = torch.zeros(len(scales), dtype=torch.int64)
    product: Tensor = torch.ops.onednn.qlinear_pointwise(
        x, x_scale, ZERO, packed, scales, zeros, None, 1.0, 0, dtype, "none", [], ""
    )
    return product


def can_multiply() -> bool:
    """Tell whether this torch has the product, and it is right.

    It belongs to no public interface, so another version may have it otherwise or not at all.
    """
    weight = torch.arange(-128, 128, dtype=torch.int16).to(torch.int8).view(16, 16)
    x = torch.arange(0, 256, dtype=torch.int16).to(torch.uint8).view(16, 16)
    try:
        found = multiply(x, 1.0, pack(weight), torch.ones(16), torch.float32)
    except (AttributeError, RuntimeError, TypeError):
        return False
    return torch.equal(found, (x.float() - ZERO) @ weight.float().T)
