"""The encoder learns what a teacher says of words, and keeps what its probes read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_bert import tiny_bert

from mtqa.errors import TrainingError
from mtqa.evidence.contrast import CONTRAST_NAME
from mtqa.evidence.encoder import ENCODER_NAME, FIRST, LAST, PAD, UNKNOWN, PieceEncoder
from mtqa.evidence.probes import PROBES_NAME, TARGETS, WORD_TARGETS, Probes, read_probes
from mtqa.lm.tokenizer import Encoding
from mtqa.train import distil as training
from mtqa.train import lessons
from mtqa.train.distil import train_distil
from mtqa.train.encoder_network import EncoderNetwork, read_encoder, save_encoder
from mtqa.train.examples import Example
from mtqa.train.lessons import lesson_of
from mtqa.train.settings import DistilSettings

PIECES = [PAD, UNKNOWN, FIRST, LAST, "the", "house", "was", "built", "##s", "."]
HUMAN, MACHINE = "the house was built .", "the houses built was ."


def example(text: str, kind: str, source: str) -> Example:
    return Example(text, kind, "wmt21", "de-en", kind, source, "b", 5)


class Teacher:
    """A teacher whose pieces are pairs of letters, and for whom all of *built* is a machine's."""

    def rises(self, text: str) -> tuple[Encoding, np.ndarray]:
        starts = range(0, len(text), 2)
        ends = [min(len(text), start + 2) for start in starts]
        at = text.find("built")
        said = [3.0 * ("houses" in text) * (at <= end - 1 < at + 5) for end in ends]
        return Encoding((0,) * len(ends), tuple(starts), tuple(ends)), np.array(said, np.float32)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DistilSettings:
    trunk = tiny_bert(len(PIECES))
    save_encoder(tmp_path / ENCODER_NAME, EncoderNetwork(trunk), PIECES)
    draw = np.random.default_rng(0)
    Probes(
        layers=(1, 2),
        weights=draw.normal(size=(len(TARGETS), 64)).astype(np.float32) / 8,
        biases=np.zeros(len(TARGETS), np.float32),
        word_weights=draw.normal(size=(len(WORD_TARGETS), 16)).astype(np.float32) / 4,
        word_biases=np.zeros(len(WORD_TARGETS), np.float32),
    ).save(tmp_path / PROBES_NAME)
    texts = [
        example(text, kind, f"s{i}")
        for i in range(40)
        for text, kind in ((HUMAN, "ht"), (MACHINE, "mt"))
    ]
    (tmp_path / CONTRAST_NAME).write_bytes(b"a teacher")
    monkeypatch.setattr(lessons, "translated_texts", lambda *_: texts)
    monkeypatch.setattr(lessons, "made_texts", lambda _: [])
    monkeypatch.setattr(lessons, "spun_texts", lambda _: [])
    monkeypatch.setattr(lessons, "_teacher", lambda _: Teacher())
    watched = texts[:4]
    monkeypatch.setattr(training, "watched_paragraphs", lambda *_: watched)
    monkeypatch.setattr(training, "seal_model", lambda *_: None)
    return DistilSettings(
        data_dir=tmp_path,
        model=tmp_path,
        roundtrips=tmp_path / "roundtrips.jsonl",
        spins=tmp_path / "spins.jsonl",
        work_dir=tmp_path / "work",
        tokens_per_step=64,
        warmup_steps=2,
        learning_rate=3e-3,
        passes=6,
        checkpoint_every=10,
        evaluate_every=1_000,
        threads=1,
    )


def logged(settings: DistilSettings) -> list[dict[str, float]]:
    lines = (settings.work_dir / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_encoder_learns_what_the_teacher_says(settings: DistilSettings) -> None:
    before, _ = read_encoder(settings.model / ENCODER_NAME)
    assert train_distil(settings) == settings.model / ENCODER_NAME
    log = logged(settings)
    losses = [record for record in log if "words" in record]
    assert losses[-1]["words"] < 0.5 * losses[0]["words"]
    assert losses[-1]["text"] < 0.5 * losses[0]["text"]
    assert losses[-1]["pairs"] < 0.5 * losses[0]["pairs"]
    assert losses[-1]["held_texts"] < 0.15
    assert log[-1]["auroc"] == {"wmt21": 1.0}
    after, pieces = read_encoder(settings.model / ENCODER_NAME)
    assert pieces == PIECES
    moved = [
        float((a - b).detach().abs().max())
        for a, b in zip(before.trunk.parameters(), after.trunk.parameters(), strict=True)
    ]
    assert max(moved) > 0.01


def test_what_the_teacher_said_is_kept(
    settings: DistilSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_distil(settings.model_copy(update={"passes": 1}))
    monkeypatch.setattr(lessons, "_teacher", lambda _: pytest.fail("it was read again"))
    train_distil(settings.model_copy(update={"passes": 3}))
    monkeypatch.setattr(lessons, "_teacher", lambda _: Teacher())
    others = [example("the house .", "ht", f"o{i}") for i in range(80)]
    monkeypatch.setattr(lessons, "translated_texts", lambda *_: others)
    train_distil(settings.model_copy(update={"passes": 4}))
    assert len(list(settings.work_dir.glob("rises-*.npz"))) == 2


def test_only_renderings_of_one_source_are_compared(
    settings: DistilSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        *(example(text, kind, "s") for text, kind in ((HUMAN, "ht"), (MACHINE, "mt"))),
        replace(example(HUMAN, "ho", "s"), n_segments=1),
        *(example(HUMAN, "native", "book") for _ in range(2)),
    ]
    monkeypatch.setattr(lessons, "translated_texts", lambda *_: texts)
    units = lessons.read_units(settings, PieceEncoder(PIECES))
    assert sorted(map(len, units)) == [1, 1, 1, 2]


def test_probes_of_another_encoder_are_told(settings: DistilSettings) -> None:
    path = settings.model / PROBES_NAME
    replace(read_probes(path), layers=(1, 3)).save(path)
    with pytest.raises(TrainingError, match="another encoder's"):
        train_distil(settings)


def test_a_run_goes_on_from_its_checkpoint(settings: DistilSettings) -> None:
    train_distil(settings.model_copy(update={"passes": 1, "checkpoint_every": 2}))
    steps = logged(settings)[-1]["step"]
    train_distil(settings.model_copy(update={"passes": 3, "checkpoint_every": 2}))
    assert steps < logged(settings)[-1]["step"]
    assert [record["step"] for record in logged(settings)].count(0) == 1


def test_words_gather_what_their_pieces_say() -> None:
    encoder = PieceEncoder(PIECES)
    text = "the houses was"
    ends = np.array([1, 3, 5, 10, 12, 14])
    said = np.array([1, 2, 4, 8, 16, 32], np.float32)
    lesson = lesson_of(text, ends, said, encoder)
    assert lesson is not None
    assert lesson.ids == (2, 4, 5, 8, 6, 3)
    assert lesson.words == (-1, 0, 1, 1, 2, -1)
    np.testing.assert_array_equal(lesson.rises, [3, 12, 48])


def test_words_that_the_teacher_did_not_read_are_left_out() -> None:
    encoder = PieceEncoder(PIECES)
    lesson = lesson_of("the houses was", np.array([3, 8]), np.array([1, 2], np.float32), encoder)
    assert lesson is not None
    assert lesson.ids == (2, 4, 3)
    np.testing.assert_array_equal(lesson.rises, [1])
    assert lesson_of("", np.zeros(0, np.int64), np.zeros(0, np.float32), encoder) is None
