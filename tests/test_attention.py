"""Attention by two products is that of torch's fused kernel."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from mtqa.attention import attended


@pytest.mark.parametrize("masked", ["nothing", "what follows", "padding"])
def test_it_gives_what_torch_gives(masked: str) -> None:
    draw = torch.Generator().manual_seed(1)
    query, key, value = torch.randn(3, 4, 9, 8, generator=draw)
    mask = {
        "nothing": None,
        "what follows": torch.full((9, 9), -torch.inf).triu(1),
        "padding": torch.tensor([0.0] * 6 + [-torch.inf] * 3),
    }[masked]
    fused = F.scaled_dot_product_attention(
        query, key, value, attn_mask=None if mask is None else mask.expand(9, 9)
    )
    assert torch.allclose(attended(query, key, value, mask), fused, atol=1e-5)
