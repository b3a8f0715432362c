"""Training a contrast: two kinds of texts pull the copies apart, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from made_llama import Letters, tiny_llama

from mtqa.errors import TrainingError
from mtqa.evidence.contrast import read_contrast
from mtqa.evidence.reader import GeneralReading
from mtqa.lm.hub import GeneralParts, HubGeneralModel
from mtqa.train import batches
from mtqa.train import contrast as training
from mtqa.train.contrast import ContrastNetwork, EncodedText, train_contrast
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.examples import Example
from mtqa.train.settings import ContrastSettings

OPEN = next(b for b in map("made/{}".format, range(99)) if not is_kept_out(b))
KEPT_OUT = next(b for b in map("made/{}".format, range(99)) if is_kept_out(b))
#: What machines write here, and what people do.
MACHINE, HUMAN = "abababab", "aabbaabb"


def example(kind: str, source: str, block: str = OPEN) -> Example:
    text = MACHINE if kind in {"mt", "bt"} else HUMAN
    return Example(text, kind, "wmt22", "de-en", kind, source, block, 5)


@pytest.fixture
def settings(tmp_path: Path) -> ContrastSettings:
    return ContrastSettings(
        data_dir=tmp_path,
        model=tmp_path,
        work_dir=tmp_path / "work",
        first=1,
        rank=4,
        steps=30,
        warmup_steps=2,
        learning_rate=2e-2,
        tokens_per_step=256,
        checkpoint_every=10,
        evaluate_every=30,
        threads=1,
    )


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> GeneralParts:
    own = GeneralParts(tiny_llama(), Letters(), "letters@1")  # type: ignore[arg-type]
    monkeypatch.setattr(training, "load_general_parts", lambda *_: own)
    monkeypatch.setattr(training, "seal_model", lambda *_: None)

    def examples(_data: Path, _split: str, n_segments: int) -> list[Example]:
        kinds = ("mt", "mt", "mt", "mt", "ht") if n_segments == 5 else ()
        return [example(kind, f"s{i}") for i in range(20) for kind in kinds]

    monkeypatch.setattr(training, "iter_examples", examples)
    monkeypatch.setattr(batches, "iter_examples", examples)
    return own


def test_the_copies_learn_their_kind(settings: ContrastSettings, parts: GeneralParts) -> None:
    own = read_contrast(train_contrast(settings))
    assert (own.belongs_to, own.first) == ("letters@1", 1)
    plain = tiny_llama()
    model = HubGeneralModel(plain, Letters(), "letters@1", own)  # type: ignore[arg-type]
    machine, human = (model.read(text, (3,)) for text in (MACHINE, HUMAN))
    assert _ratio(machine) > _ratio(human) + 0.05
    told = [own.log_odds(read.slopes, read.n_pieces) for read in (machine, human)]
    assert told[0] > told[1]
    assert (settings.work_dir / "curves.svg").is_file()


def _ratio(reading: GeneralReading) -> float:
    """Return the mean of ln p as machines write, less that as people do."""
    return 2 * float(sum(own.sum() for own in reading.slopes.values())) / reading.n_pieces


def test_it_goes_on_from_a_checkpoint(settings: ContrastSettings, parts: GeneralParts) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "load_general_parts", lambda *_: _parts())
        whole = read_contrast(train_contrast(settings))
    again = settings.model_copy(update={"work_dir": settings.work_dir / "again"})
    calls = 0

    def broken_off(network: ContrastNetwork, batch: object) -> torch.Tensor:
        nonlocal calls
        calls += 1
        if calls == 15:
            raise KeyboardInterrupt
        return loss(network, batch)  # type: ignore[arg-type]

    loss = ContrastNetwork.loss
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ContrastNetwork, "loss", broken_off)
        patch.setattr(training, "load_general_parts", lambda *_: _parts())
        with pytest.raises(KeyboardInterrupt):
            train_contrast(again)
    calls = 100
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ContrastNetwork, "loss", broken_off)
        patch.setattr(training, "load_general_parts", lambda *_: _parts())
        resumed = read_contrast(train_contrast(again))
    assert calls == 100 + 20  # ten steps were behind it
    for kept, wanted in ((resumed.shared, whole.shared), (resumed.signed, whole.signed)):
        for name, factors in wanted.changes.items():
            for found, factor in zip(kept.changes[name], factors, strict=True):
                np.testing.assert_allclose(found, factor, atol=0.02)


def _parts() -> GeneralParts:
    return GeneralParts(tiny_llama(), Letters(), "letters@1")  # type: ignore[arg-type]


def test_the_signed_change_alone_sets_signs_apart() -> None:
    network = ContrastNetwork(tiny_llama(), 1, 2)
    text = EncodedText((0, 1, 2, 1, 2), True)
    assert not network.slopes(text).any()
    for parameter in network.trained():
        torch.nn.init.normal_(parameter, std=0.3)
    assert network.slopes(text).any()
    for name, parameter in network.changes.named_parameters():
        if name.endswith("up.1"):
            torch.nn.init.zeros_(parameter)
    assert not network.slopes(text).any()


def test_people_have_as_many_pieces_as_machines(
    settings: ContrastSettings, parts: GeneralParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = training._texts(parts, settings)
    by_kind = [sum(len(t.ids) for t in texts if t.is_mt == is_mt) for is_mt in (True, False)]
    # Three of the four machines of each source are read.
    assert by_kind == [20 * 3 * 9, 20 * 3 * 9]
    alone = [example("mt", "s"), example("mt", "t", KEPT_OUT), example("ht", "t", KEPT_OUT)]
    monkeypatch.setattr(training, "iter_examples", lambda *_: alone)
    assert training._texts(parts, settings) == []
    with pytest.raises(TrainingError, match="no source with a person's and a machine's text"):
        train_contrast(settings)
