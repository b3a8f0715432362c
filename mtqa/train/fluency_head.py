"""Fit the encoder's fluency output in closed form, once its other weights stand.

A text's fluency is linear in the mean of its pieces' last hidden states, so ridge regression
finds the best output layer from one pass over the judged segments, of which the steps of training
see a few at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.linear_model import Ridge

from mtqa.evidence.encoder import OUTPUTS, PieceEncoder
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.encoder_network import EncoderNetwork
from mtqa.train.examples import Judged
from mtqa.train.judgements import even_judgements

_RIDGE = 30.0
#: Raters of WMT agree less on its good systems than those of MLQE on its weak ones.
_WMT_ONE_IN = 3
_FLUENCY = OUTPUTS.index("fluency")


def fit_fluency_head(
    network: EncoderNetwork, pieces: PieceEncoder, judged: Sequence[Judged]
) -> None:
    """Set the weights and the bias of the fluency output, in log-odds of the judgement.

    All of MLQE and a third of WMT are read; native prose and the blocks kept out of the encoder are
    left aside.
    """
    known = [
        j
        for place, j in enumerate(judged)
        if (j.set == "mlqe" or (j.set != "native" and place % _WMT_ONE_IN == 0))
        and not is_kept_out(j.block)
    ]
    encoded = [(j, pieces.encode(j.text).ids) for j in known]
    encoded = [(j, ids) for j, ids in encoded if ids]
    states = np.array([_mean_state(network, pieces, ids) for _, ids in encoded])
    targets = even_judgements([j for j, _ in encoded])
    fitted = Ridge(alpha=_RIDGE).fit(states, np.log(targets / (1 - targets)))
    with torch.no_grad():
        network.heads.weight[_FLUENCY] = torch.from_numpy(fitted.coef_).to(network.heads.weight)
        network.heads.bias[_FLUENCY] = float(fitted.intercept_)


def _mean_state(
    network: EncoderNetwork, pieces: PieceEncoder, ids: Sequence[int]
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return the mean last hidden state of a text's pieces, frames included, [hidden size]."""
    device = network.heads.weight.device
    states = []
    with torch.inference_mode():
        for window in pieces.windows(ids):
            row = torch.tensor([window], device=device)
            hidden = network.trunk(input_ids=row, attention_mask=torch.ones_like(row))
            states.append(hidden.last_hidden_state[0].float().cpu())
    mean: np.ndarray[tuple[int], np.dtype[np.float32]] = torch.cat(states).mean(0).numpy()
    return mean
