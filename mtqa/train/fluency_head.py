"""Fit the encoder's fluency output in closed form, once its other weights stand.

A text's fluency is linear in the mean of its pieces' last hidden states, so ridge regression
finds the best output layer from one pass over the judged segments, of which the steps of training
see a few at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
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
#: Windows that go through the network at once.
_BATCH = 64

#: The windows of one text, each its pieces with their frame.
Windows = Sequence[list[int]]
States = npt.NDArray[np.float32]


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
    states = _mean_states(network, [pieces.windows(ids) for _, ids in encoded])
    targets = even_judgements([j for j, _ in encoded])
    fitted = Ridge(alpha=_RIDGE).fit(states, np.log(targets / (1 - targets)))
    with torch.no_grad():
        network.heads.weight[_FLUENCY] = torch.from_numpy(fitted.coef_).to(network.heads.weight)
        network.heads.bias[_FLUENCY] = float(fitted.intercept_)


def _mean_states(network: EncoderNetwork, windows: Sequence[Windows]) -> States:
    """Return the mean last hidden state of each text's pieces, frames included, [texts, size].

    Windows of one length go together, so that nothing is padded.
    """
    by_length: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for place, own in enumerate(windows):
        for window in own:
            by_length[len(window)].append((place, window))
    device = network.heads.weight.device
    total = np.zeros((len(windows), network.trunk.config.hidden_size), np.float32)
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
        for members in by_length.values():
            for start in range(0, len(members), _BATCH):
                batch = members[start : start + _BATCH]
                rows = torch.tensor([window for _, window in batch], device=device)
                hidden = network.trunk(input_ids=rows, attention_mask=torch.ones_like(rows))
                sums = hidden.last_hidden_state.float().sum(1).cpu().numpy()
                np.add.at(total, [place for place, _ in batch], sums)
    lengths = np.array([sum(len(window) for window in own) for own in windows], np.float32)
    means: States = (total / lengths[:, None]).astype(np.float32)
    return means
