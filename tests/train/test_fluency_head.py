"""The fitted output tells good segments from bad ones."""

from __future__ import annotations

import pytest
import torch
from transformers import BertConfig, BertModel

from mtqa.evidence.encoder import FIRST, LAST, OUTPUTS, PAD, UNKNOWN, PieceEncoder
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.encoder_network import EncoderNetwork
from mtqa.train.examples import Judged
from mtqa.train.fluency_head import fit_fluency_head

WORDS = ("the", "house", "was", "built", "badly", "well", "by", "whom")
PIECES = [PAD, UNKNOWN, FIRST, LAST, *WORDS]
OPEN = next(b for b in map("mlqe/{}".format, range(99)) if not is_kept_out(b))
KEPT_OUT = next(b for b in map("mlqe/{}".format, range(99)) if is_kept_out(b))


def judged(text: str, score: float, block: str = OPEN, name: str = "mlqe") -> Judged:
    return Judged(text, score, None, name, "xx-en", "system", 1, block)


@pytest.fixture
def network() -> EncoderNetwork:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    return EncoderNetwork(BertModel(config, add_pooling_layer=False)).eval()


def fluency(network: EncoderNetwork, text: str) -> float:
    pieces = PieceEncoder(PIECES)
    (window,) = pieces.windows(pieces.encode(text).ids)
    row = torch.tensor([window])
    with torch.inference_mode():
        logits = network(row, torch.ones_like(row))[0].mean(0)
    return float(logits[OUTPUTS.index("fluency")])


def test_better_segments_get_more_and_the_other_outputs_stay(network: EncoderNetwork) -> None:
    before = network.heads.weight.detach().clone()
    rows = [
        judged("the house was built well", 0.9),
        judged("the house was badly by whom", 0.1),
    ] * 40
    fit_fluency_head(network, PieceEncoder(PIECES), rows)
    assert fluency(network, rows[0].text) > fluency(network, rows[1].text)
    others = [i for i, name in enumerate(OUTPUTS) if name != "fluency"]
    assert torch.equal(network.heads.weight[others], before[others])


def test_what_is_kept_out_and_native_prose_teach_nothing(network: EncoderNetwork) -> None:
    rows = [
        judged("the house was built well", 0.9),
        judged("the house was badly by whom", 0.1),
    ] * 40
    fit_fluency_head(network, PieceEncoder(PIECES), rows)
    first = network.heads.weight.detach().clone()
    more = [judged("the house", 0.0, KEPT_OUT), judged("the house", 0.9, OPEN, "native")] * 40
    fit_fluency_head(network, PieceEncoder(PIECES), [*rows, *more])
    assert torch.equal(network.heads.weight, first)
