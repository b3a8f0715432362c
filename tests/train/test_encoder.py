"""Fine-tuning runs, resumes and learns what separates two texts of one source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from made_bert import tiny_bert

from mtqa.errors import TrainingError
from mtqa.evidence.encoder import PieceEncoder
from mtqa.train import encoder as training
from mtqa.train.encoder_data import LabelledText, Unit
from mtqa.train.encoder_network import OUTPUTS, read_encoder
from mtqa.train.settings import EncoderSettings
from mtqa.types import Span

HUMAN = "the old man went home and slept until noon ."
MACHINE = "the old man has gone to home and slept until the noon ."
VOCABULARY = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "john", "london", "smith", "anna", "10", "20", "2010"),
    *sorted(set(HUMAN.split()) | set(MACHINE.split())),
]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EncoderSettings:
    """A base model of two tiny layers, and the same few units for every run."""
    tiny_bert(len(VOCABULARY)).save_pretrained(tmp_path / "base")
    (tmp_path / "base" / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    unit: Unit = (
        LabelledText(HUMAN, is_mt=False, fluency=1.0, errors=()),
        LabelledText(MACHINE, is_mt=True, fluency=0.3, errors=(Span(12, 23),)),
    )
    monkeypatch.setattr(training, "training_units", lambda _settings: [unit] * 40)
    monkeypatch.setattr(training, "watched_paragraphs", lambda *_: [])
    return EncoderSettings(
        data_dir=tmp_path,
        roundtrips=tmp_path / "roundtrips.jsonl",
        base=tmp_path / "base",
        work_dir=tmp_path / "work",
        output=tmp_path / "model" / "encoder.safetensors",
        pieces=60,
        steps=30,
        tokens_per_step=60,
        warmup_steps=2,
        learning_rate=5e-3,
        dropout=0.0,
        checkpoint_every=10,
        evaluate_every=1_000,
    )


def test_the_encoder_learns_which_text_the_machine_made(settings: EncoderSettings) -> None:
    network, pieces = read_encoder(training.train_encoder(settings))
    encoder = PieceEncoder(pieces)
    logits = {}
    for text in (HUMAN, MACHINE):
        ids = torch.tensor(encoder.windows(encoder.encode(text).ids))
        with torch.inference_mode():
            logits[text] = network.eval()(ids, torch.ones_like(ids))[0]
    of_text = {text: float(own[:, OUTPUTS.index("p_mt")].mean()) for text, own in logits.items()}
    assert of_text[MACHINE] > of_text[HUMAN] + 1
    # [CLS] stands before the first piece, [SEP] behind the last.
    worst = int(logits[MACHINE][1:-1, OUTPUTS.index("error")].argmax())
    assert encoder.encode(MACHINE).spans[worst].overlaps(Span(12, 23))


def test_a_run_resumes_from_its_checkpoint(settings: EncoderSettings) -> None:
    training.train_encoder(settings.model_copy(update={"steps": 10}))
    training.train_encoder(settings)
    log = (settings.work_dir / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["step"] for line in log] == [0, 10, 20, 30]


def test_a_missing_base_names_its_path(settings: EncoderSettings, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"vocab\.txt"):
        training.train_encoder(settings.model_copy(update={"base": tmp_path / "none"}))
