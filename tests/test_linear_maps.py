"""Products of whole numbers come near those of float32, row by row."""

from __future__ import annotations

import pytest
import torch

from mtqa import whole_products
from mtqa.linear_maps import linear_map
from mtqa.precision import EXACT, Precision, inference_precision

WHOLE = Precision(torch.float32, integers=True)

pytestmark = pytest.mark.skipif(
    not inference_precision().integers, reason="this processor multiplies no whole numbers"
)


@pytest.fixture
def weight() -> torch.Tensor:
    return torch.randn(24, 64, generator=torch.Generator().manual_seed(3))


def _inputs(n: int) -> torch.Tensor:
    return torch.randn(n, 64, generator=torch.Generator().manual_seed(n))


@pytest.mark.parametrize("bias", [None, torch.linspace(-3, 3, 24)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_products_are_near_the_exact_ones(
    weight: torch.Tensor, bias: torch.Tensor | None, dtype: torch.dtype
) -> None:
    x = _inputs(48)
    exact = linear_map(weight, bias, EXACT)(x)
    whole = linear_map(weight, bias, Precision(dtype, integers=True))(x.to(dtype))
    assert whole.dtype == dtype
    assert (whole.float() - exact).abs().mean() < 0.02 * exact.abs().mean()


def test_a_row_depends_on_itself_alone(weight: torch.Tensor) -> None:
    x = _inputs(16)
    beside = x.clone()
    beside[1:] *= 1000
    whole = linear_map(weight, None, WHOLE)
    assert torch.equal(whole(x)[0], whole(beside)[0])


def test_weights_of_unlike_size_do_not_blur_each_other(weight: torch.Tensor) -> None:
    scales = torch.logspace(-4, 4, 24)[:, None]
    x = _inputs(16)
    alike = linear_map(weight, None, WHOLE)(x)
    unlike = linear_map(weight * scales, None, WHOLE)(x)
    assert torch.allclose(unlike / scales.T, alike, rtol=1e-4, atol=1e-4)


def test_a_row_of_zeros_gives_the_bias(weight: torch.Tensor) -> None:
    bias = torch.ones(24)
    found = linear_map(weight, bias, WHOLE)(torch.zeros(16, 64))
    assert torch.equal(found, bias.expand(16, 24))


@pytest.mark.parametrize("error", [AttributeError, RuntimeError, TypeError])
def test_a_torch_without_the_product_is_none_the_worse(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def other_interface(*_: object) -> torch.Tensor:
        raise error

    assert whole_products.can_multiply()
    monkeypatch.setattr(whole_products, "multiply", other_interface)
    assert not whole_products.can_multiply()


def test_a_product_that_is_wrong_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_products, "multiply", lambda *_: torch.zeros(16, 16))
    assert not whole_products.can_multiply()
