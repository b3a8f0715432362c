"""Upper layers of a language model whose matrices change by a text's sign.

A frozen matrix W reads a text as W + S + M where machines write and as W + S − M where people do;
S and M are products of two narrow matrices (Hu et al. 2022, "LoRA: Low-Rank Adaptation of Large
Language Models"). They are kept apart from W, for M is so small that bfloat16 would round it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Sign:
    """Whose texts are read, +1 for machines' and −1 for people's, [batch, 1, 1]."""

    def __init__(self) -> None:
        self.value = torch.ones(1, 1, 1)


class Change(nn.Module):
    """The factors of both changes of a matrix [out, in].

    Args:
        up: of S and of M, [out, rank] each.
        down: of S and of M, [rank, in] each.
    """

    def __init__(self, up: Iterable[Tensor], down: Iterable[Tensor]) -> None:
        super().__init__()
        self.up = nn.ParameterList(map(nn.Parameter, up))
        self.down = nn.ParameterList(map(nn.Parameter, down))


class _Changed(nn.Module):
    """A linear layer with its changes."""

    def __init__(self, linear: nn.Linear, change: Change, sign: Sign) -> None:
        super().__init__()
        self._linear = linear
        self._sign = sign
        self.change = change

    def forward(self, states: Tensor) -> Tensor:
        """Return [batch, pieces, out]."""
        kind = states.dtype
        (shared_up, up), (shared_down, down) = self.change.up, self.change.down
        shared = F.linear(F.linear(states, shared_down.to(kind)), shared_up.to(kind))
        sign = self._sign.value.to(kind)
        signed = F.linear(F.linear(states, down.to(kind)) * sign, up.to(kind))
        changed: Tensor = self._linear(states) + shared + signed
        return changed


def sign_layers(
    layers: nn.ModuleList, first: int, change_of: Callable[[str, nn.Linear], Change]
) -> tuple[nn.ModuleList, Sign]:
    """Return the layers from ``first`` on with changed matrices, and the sign that they obey.

    Args:
        layers: of the model; their weights are shared, and they stay as they are.
        first: how many are left out.
        change_of: given the name of a matrix (``layers.8.mlp.up_proj``) and the matrix, its change.
    """
    sign = Sign()
    weights = {id(parameter): parameter for parameter in layers.parameters()}
    own = deepcopy(layers[first:], weights)
    for number, layer in enumerate(own, first):
        for name, module in list(layer.named_modules()):
            if isinstance(module, nn.Linear):
                changed = _Changed(module, change_of(f"layers.{number}.{name}", module), sign)
                parent, _, last = name.rpartition(".")
                setattr(layer.get_submodule(parent), last, changed)
    return own, sign


def through(layers: Iterable[Any], states: Tensor, places: tuple[Tensor, Tensor]) -> Tensor:
    """Return what layers of Llama's shape make of states, [batch, pieces, width]."""
    for layer in layers:
        made = layer(states, position_embeddings=places)
        # Older versions of transformers return a tuple.
        states = made[0] if isinstance(made, tuple) else made
    return states
