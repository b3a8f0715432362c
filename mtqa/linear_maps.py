"""Linear maps of the shipped networks, in integers where the processor multiplies them faster.

Each row of the input is brought to whole numbers of −127 to 127 by its own largest value, each
row of the weights likewise (Jacob et al. 2018, "Quantization and Training of Neural Networks for
Efficient Integer-Arithmetic-Only Inference"), so that a place with large values does not blur
the others, and a text's result does not depend on what stands beside it. The product is exact,
and scaled back as it leaves.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from mtqa.precision import Precision
from mtqa.whole_products import ZERO, multiply, pack

#: Maps [n, inputs] to [n, outputs].
LinearMap = Callable[[Tensor], Tensor]

_LARGEST = 127
#: No row of zeros is divided by zero.
_SMALLEST = 1e-12


def linear_map(weight: Tensor, bias: Tensor | None, precision: Precision) -> LinearMap:
    """Return the map ``x ↦ x weightᵀ + bias`` in the arithmetic of ``precision``.

    Args:
        weight: [outputs, inputs].
        bias: [outputs]; none is none.
        precision: the inputs' and outputs' format, and whether products are of integers.
    """
    if precision.integers:
        return _IntegerMap(weight, bias, precision.dtype)
    own = weight.to(precision.dtype)
    added = None if bias is None else bias.to(precision.dtype)
    return lambda x: F.linear(x, own, added)


class _IntegerMap:
    """A map whose weights are int8 with a scale a row."""

    def __init__(self, weight: Tensor, bias: Tensor | None, dtype: torch.dtype) -> None:
        weight = weight.float()
        reach = weight.abs().amax(1).clamp(min=_SMALLEST)
        whole = (weight / reach[:, None] * _LARGEST).round().to(torch.int8)
        self._packed = pack(whole)
        self._scales = reach / _LARGEST
        self._bias = None if bias is None else bias.to(dtype)
        self._dtype = dtype

    def __call__(self, x: Tensor) -> Tensor:
        x = x.float()
        reach = x.abs().amax(1, keepdim=True).clamp_(min=_SMALLEST)
        whole = (x * (_LARGEST / reach)).round_().to(torch.int8)
        # To flip the sign bit is to add 128.
        unsigned = whole.view(torch.uint8).bitwise_xor_(ZERO)
        product = multiply(unsigned, 1 / _LARGEST, self._packed, self._scales, self._dtype)
        reach = reach.to(self._dtype)
        if self._bias is None:
            return product.mul_(reach)
        return torch.addcmul(self._bias, product, reach)
