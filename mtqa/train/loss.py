"""Cross entropy over a wide vocabulary without ever holding all logits.

The gradient with respect to the hidden states and the output matrix is worked out chunk by
chunk in the forward pass: a CPU keeps a chunk of logits in its cache, and nothing is computed
twice.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F

#: Rows of logits made at a time.
_CHUNK = 256


def _loss_and_gradient(
    logits: torch.Tensor, targets: torch.Tensor, total: int
) -> tuple[torch.Tensor, torch.Tensor]:
    logits = logits.float()
    log_sum = torch.logsumexp(logits, -1)
    loss = (log_sum - logits.gather(1, targets[:, None])[:, 0]).sum() / total
    one_hot = torch.zeros_like(logits).scatter_(1, targets[:, None], 1.0)
    return loss, ((torch.exp(logits - log_sum[:, None]) - one_hot) / total).to(torch.bfloat16)


class ChunkedCrossEntropy(torch.autograd.Function):
    """Mean cross entropy in nats of ``hidden @ weight.T`` against ``targets``.

    Shapes: hidden [n, d], weight [vocabulary, d], targets [n]; the result is a scalar. A frozen
    weight costs no gradient.
    """

    _compiled: Any = None

    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401 (autograd's context has no public type)
        hidden: torch.Tensor,
        weight: torch.Tensor,
        targets: torch.Tensor,
        compiled: bool,
    ) -> torch.Tensor:
        """Return the loss and keep both gradients."""
        step = _loss_and_gradient
        if compiled:
            if ChunkedCrossEntropy._compiled is None:
                ChunkedCrossEntropy._compiled = torch.compile(_loss_and_gradient)
            step = ChunkedCrossEntropy._compiled
        rows, matrix = hidden.to(torch.bfloat16), weight.to(torch.bfloat16)
        hidden_gradient = torch.empty_like(rows)
        learns = ctx.needs_input_grad[1]
        kept = weight.shape if learns else (0,)
        weight_gradient = torch.zeros(kept, dtype=torch.float32, device=weight.device)
        loss = torch.zeros((), device=weight.device)
        for start in range(0, len(targets), _CHUNK):
            part = slice(start, start + _CHUNK)
            value, gradient = step(F.linear(rows[part], matrix), targets[part], len(targets))
            loss = loss + value
            hidden_gradient[part] = gradient @ matrix
            if learns:
                weight_gradient += gradient.T @ rows[part]
        ctx.save_for_backward(hidden_gradient, weight_gradient)
        return loss

    @staticmethod
    def backward(ctx: Any, *outer: torch.Tensor) -> Any:  # noqa: ANN401
        """Scale the kept gradients."""
        hidden_gradient, weight_gradient = ctx.saved_tensors
        of_weight = weight_gradient * outer[0] if ctx.needs_input_grad[1] else None
        return hidden_gradient * outer[0], of_weight, None, None
