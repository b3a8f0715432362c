"""Upper layers of a language model whose matrices change by a text's sign.

A frozen matrix W reads a text as W + S + M where machines write and as W + S − M where people do;
S and M are products of two narrow matrices (Hu et al. 2022, "LoRA: Low-Rank Adaptation of Large
Language Models"). They are kept apart from W, for M is so small that bfloat16 would round it away.
So small, too, that what either sign makes of a text differs by a derivative; and that has a part
for each direction of each M.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from threading import Lock
from typing import Any

import torch
import torch.autograd.forward_ad as forward
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel

#: Pieces whose logits are held at once.
_ROWS = 64


class Sign:
    """Whose texts are read.

    Attributes:
        value: +1 for machines' and −1 for people's, [batch, 1, 1].
        directions: where a slope along each direction of the signed changes is wanted, zeros
            that ask for a gradient, [1, 1, rank] for each matrix; they stand for ``value`` then.
        reading: held while there are directions, which belong to one reading.
    """

    def __init__(self) -> None:
        self.value = torch.ones(1, 1, 1)
        self.directions: list[Tensor] = []
        self.reading = Lock()


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
    """A linear layer with its changes; ``place`` counts those that obey one sign."""

    def __init__(self, linear: nn.Linear, change: Change, sign: Sign, place: int) -> None:
        super().__init__()
        self._linear = linear
        self._sign = sign
        self._place = place
        self.change = change

    def forward(self, states: Tensor) -> Tensor:
        """Return [batch, pieces, out]."""
        kind = states.dtype
        down = torch.cat(tuple(self.change.down)).to(kind)
        up = torch.cat(tuple(self.change.up), 1).to(kind)
        directions = self._sign.directions
        sign = directions[self._place] if directions else self._sign.value
        sign = sign.to(kind).expand(-1, -1, len(down) // 2)
        # One product of both changes: the shared one's half goes in as it is.
        narrow = F.linear(states, down) * torch.cat([torch.ones_like(sign), sign], -1)
        changed: Tensor = self._linear(states) + F.linear(narrow, up)
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
    place = 0
    for number, layer in enumerate(own, first):
        for name, module in list(layer.named_modules()):
            if isinstance(module, nn.Linear):
                change = change_of(f"layers.{number}.{name}", module)
                changed = _Changed(module, change, sign, place)
                place += 1
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


def slopes_of(
    states_of: Callable[[], Tensor],
    sign: Sign,
    shape: tuple[int, int],
    head: Callable[[Tensor], Tensor],
    pieces: Tensor,
) -> Tensor:
    """Return how ln p of a text rises along each direction of the signed changes, in nats.

    It is the derivative where none is added, a Fisher score (Jaakkola and Haussler 1999,
    "Exploiting generative models in discriminative classifiers"). Twice the sum of all is, but for
    terms of higher order, ln p as machines write less that as people do. Rounding to bfloat16 moves
    a derivative by a small share of itself; the difference of two readings would drown in it.

    Args:
        states_of: reads the layers that obey ``sign``; [pieces, width], what foretells each piece.
        sign: of those layers.
        shape: number of their matrices, and rank of the changes.
        head: what makes logits of states.
        pieces: ids, [pieces].

    Returns:
        [matrices, rank].
    """
    matrices, rank = shape
    with torch.enable_grad(), sign.reading:
        directions = [torch.zeros(1, 1, rank, requires_grad=True) for _ in range(matrices)]
        sign.directions = directions
        try:
            states = states_of()
        finally:
            sign.directions = []
        towards: list[Tensor] = []
        for start in range(0, len(pieces), _ROWS):
            part = states[start : start + _ROWS].detach().requires_grad_()
            wanted = pieces[start : start + _ROWS]
            nats = F.cross_entropy(head(part).float(), wanted, reduction="sum")
            towards += torch.autograd.grad(-nats, part)
        found = torch.autograd.grad(states, directions, torch.cat(towards))
    return torch.stack(found).flatten(1)


def rises_of(
    states_of: Callable[[], Tensor],
    sign: Sign,
    weights: Iterable[Tensor],
    head: Tensor,
    pieces: Tensor,
) -> Tensor:
    """Return how ln p of each piece rises along the weighed sum of all directions.

    Where :func:`slopes_of` goes back from the sum over a text to each direction, this goes forth
    from a sum of directions to each piece (forward-mode differentiation), at twice the cost of
    reading the text.

    Args:
        states_of: reads the layers that obey ``sign``; [pieces, width], what foretells each piece.
        sign: of those layers.
        weights: of the directions, [rank] for each matrix.
        head: what logits are made with, [vocabulary, width].
        pieces: ids, [pieces].

    Returns:
        [pieces], in nats times the unit of ``weights``; with these the slopes of a text have the
        same sum.
    """
    # No other attention has a forward derivative.
    with sign.reading, forward.dual_level(), sdpa_kernel(SDPBackend.MATH), torch.no_grad():
        rows = [own.to(head.dtype).view(1, 1, -1) for own in weights]
        sign.directions = [
            forward.make_dual(torch.zeros_like(own), own)  # type: ignore[no-untyped-call]
            for own in rows
        ]
        try:
            read = states_of()
        finally:
            sign.directions = []
        states, rising = forward.unpack_dual(read)  # type: ignore[no-untyped-call]
        rises = [torch.zeros(0)]
        for start in range(0, len(pieces), _ROWS):
            part = slice(start, start + _ROWS)
            foretold = F.softmax((states[part] @ head.T).float(), -1).to(head.dtype) @ head
            towards = head[pieces[part]].float() - foretold.float()
            rises.append((rising[part].float() * towards).sum(-1))
    return torch.cat(rises)
