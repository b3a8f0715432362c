"""The chunked loss is the plain one, gradients included."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from mtqa.train.loss import ChunkedCrossEntropy


def test_loss_and_gradients_are_those_of_plain_cross_entropy() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    rows, size, vocabulary = 700, 6, 31
    # values that bfloat16 holds exactly
    hidden = torch.randn(rows, size).bfloat16().float().requires_grad_()
    weight = torch.randn(vocabulary, size).bfloat16().float().requires_grad_()
    targets = torch.randint(0, vocabulary, (rows,))
    expected = F.cross_entropy(hidden @ weight.T, targets)
    expected_gradients = torch.autograd.grad(expected, (hidden, weight))
    loss = ChunkedCrossEntropy.apply(hidden, weight, targets, False)
    gradients = torch.autograd.grad(3 * loss, (hidden, weight))
    assert loss.item() == pytest.approx(expected.item(), rel=5e-3)
    for found, wanted in zip(gradients, expected_gradients, strict=True):
        assert torch.allclose(found.float(), 3 * wanted, atol=0.05 * 3 * wanted.abs().max().item())
