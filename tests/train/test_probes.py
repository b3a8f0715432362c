"""The fitted read-outs follow what sets the texts' states apart."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from made_bert import tiny_bert

from mtqa.errors import ModelError, TrainingError
from mtqa.evidence.bert import read_weights
from mtqa.evidence.encoder import ENCODER_NAME, FIRST, LAST, PAD, UNKNOWN, load_encoder
from mtqa.evidence.probes import PROBES_NAME, TARGETS, read_probes
from mtqa.train import probes as training
from mtqa.train.encoder_data import LabelledText, is_kept_out
from mtqa.train.encoder_network import EncoderNetwork, save_encoder
from mtqa.train.examples import Example, Judged
from mtqa.train.probes import (
    StateReader,
    judged_segments,
    made_texts,
    spun_texts,
    train_probes,
)
from mtqa.train.settings import ProbeSettings
from mtqa.types import Span

OPEN = next(b for b in map("mlqe/{}".format, range(99)) if not is_kept_out(b))
KEPT_OUT = next(b for b in map("mlqe/{}".format, range(99)) if is_kept_out(b))
PIECES = [PAD, UNKNOWN, FIRST, LAST, "the", "house", "was", "has", "built", "badly"]
HUMAN, MACHINE, TRIP = "the house was built", "the house has built", "house the built badly"
SPUN = "the built was house"
NATIVE = "badly was the house built"


def example(text: str, kind: str) -> Example:
    return Example(text, kind, "wmt21", "de-en", kind, text, OPEN, 5)


def judged(text: str, score: float, block: str = OPEN, name: str = "mlqe") -> Judged:
    return Judged(text, score, None, name, "xx-en", "system", 1, block)


@pytest.fixture
def settings(tmp_path: Path) -> ProbeSettings:
    trunk = tiny_bert(len(PIECES))
    save_encoder(tmp_path / ENCODER_NAME, EncoderNetwork(trunk), PIECES)
    return ProbeSettings(
        data_dir=tmp_path,
        model=tmp_path,
        roundtrips=tmp_path / "roundtrips.jsonl",
        spins=tmp_path / "spins.jsonl",
        layers=(1, 2),
        p_mt_penalty=0.01,
        round_trip_penalty=0.01,
        fluency_penalty=0.01,
        error_penalty=0.01,
    )


def test_the_probes_learn_what_the_layers_show(
    settings: ProbeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [example(HUMAN, "ht"), example(MACHINE, "mt"), example(NATIVE, "native")] * 20
    made = [example(HUMAN, "ho"), example(TRIP, "roundtrip")] * 20
    segments = [judged(HUMAN, 0.9), judged(MACHINE, 0.2)] * 20
    monkeypatch.setattr(training, "translated_texts", lambda _: texts)
    monkeypatch.setattr(training, "made_texts", lambda _: made)
    spun = [example(HUMAN, "ho"), example(SPUN, "spun")] * 20
    monkeypatch.setattr(training, "spun_texts", lambda _: spun)
    monkeypatch.setattr(training, "judged_segments", lambda _: segments)
    wrong = LabelledText(TRIP, errors=(Span(0, 5), Span(16, 21)))
    monkeypatch.setattr(training, "marked_texts", lambda _: [wrong, LabelledText(HUMAN)] * 10)
    assert train_probes(settings) == settings.model / PROBES_NAME
    encoder = load_encoder(settings.model)
    texts_read = [HUMAN, MACHINE, TRIP, NATIVE, SPUN]
    human, machine, trip, native, exchanged = map(encoder.score, texts_read)
    assert human is not None
    assert machine is not None
    assert trip is not None
    assert native is not None
    assert exchanged is not None
    assert machine.p_mt > human.p_mt + 1
    assert machine.against_native > native.against_native + 1
    assert machine.fluency < human.fluency - 1
    assert exchanged.spun > human.spun + 1
    assert trip.round_trip > max(human.round_trip, machine.round_trip) + 1
    assert [word.error > 0.5 for word in trip.words] == [True, False, False, True]
    probes = read_probes(settings.model / PROBES_NAME)
    reader = StateReader(settings.model / ENCODER_NAME, settings.layers, 1)
    of_words = [
        probes.read_words(reader.words([LabelledText(text)])[0])[:, 0].mean()
        for text in (HUMAN, MACHINE)
    ]
    assert of_words[1] > of_words[0] + 1


def test_only_systems_and_native_prose_count_against_native_prose(
    settings: ProbeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "made_texts", lambda _: [example(TRIP, "roundtrip")] * 2)
    spun = [example(HUMAN, "ho"), example(SPUN, "spun")]
    monkeypatch.setattr(training, "spun_texts", lambda _: spun)
    segments = [judged(HUMAN, 0.9), judged(MACHINE, 0.2)] * 2
    monkeypatch.setattr(training, "judged_segments", lambda _: segments)
    wrong = LabelledText(TRIP, errors=(Span(0, 5),))
    monkeypatch.setattr(training, "marked_texts", lambda _: [wrong])

    texts_by_kind = {
        "ht": HUMAN,
        "ho": HUMAN,
        "roundtrip": TRIP,
        "bt": MACHINE,
        "mt": MACHINE,
        "native": NATIVE,
    }

    def weights(**other: str) -> dict[str, list[float]]:
        texts = [example(text, kind) for kind, text in {**texts_by_kind, **other}.items()] * 2
        monkeypatch.setattr(training, "translated_texts", lambda _: texts)
        rows = read_probes(train_probes(settings)).weights
        return dict(zip(TARGETS, rows.tolist(), strict=True))

    changed, whole = "the house was badly built", weights()
    for kind in ("ht", "ho", "roundtrip"):
        own = weights(**{kind: changed})
        assert own["against_native"] == whole["against_native"], kind
        assert own["p_mt"] != whole["p_mt"], kind
    for kind in ("bt", "mt", "native"):
        assert weights(**{kind: changed})["against_native"] != whole["against_native"], kind


def test_layers_that_nothing_reads_are_cut_off(
    settings: ProbeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [example(HUMAN, "ht"), example(MACHINE, "mt"), example(NATIVE, "native")] * 5
    made = [example(HUMAN, "ho"), example(TRIP, "roundtrip")] * 5
    monkeypatch.setattr(training, "translated_texts", lambda _: texts)
    monkeypatch.setattr(training, "made_texts", lambda _: made)
    spun = [example(HUMAN, "ho"), example(SPUN, "spun")] * 20
    monkeypatch.setattr(training, "spun_texts", lambda _: spun)
    monkeypatch.setattr(
        training, "judged_segments", lambda _: [judged(HUMAN, 0.9), judged(MACHINE, 0.2)]
    )
    wrong = LabelledText(TRIP, errors=(Span(4, 9),))
    monkeypatch.setattr(training, "marked_texts", lambda _: [wrong])
    train_probes(settings.model_copy(update={"layers": (1,)}))
    assert read_weights(settings.model / ENCODER_NAME).architecture["num_hidden_layers"] == 1
    assert load_encoder(settings.model).score(HUMAN) is not None


def test_a_folder_without_an_encoder_is_told_at_once(settings: ProbeSettings) -> None:
    (settings.model / ENCODER_NAME).unlink()
    with pytest.raises(ModelError, match="no evidence encoder"):
        train_probes(settings)
    assert not (settings.model / PROBES_NAME).exists()


def test_texts_without_native_prose_are_told(
    settings: ProbeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [example(HUMAN, "ht"), example(MACHINE, "mt")]
    monkeypatch.setattr(training, "translated_texts", lambda _: texts)
    with pytest.raises(TrainingError, match="no native passages"):
        train_probes(settings)


def test_a_failed_fit_leaves_the_encoder_alone(
    settings: ProbeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (settings.model / ENCODER_NAME).read_bytes()
    texts = [example(MACHINE, "mt"), example(NATIVE, "native")]
    monkeypatch.setattr(training, "translated_texts", lambda _: texts)
    for name in ("made_texts", "spun_texts", "judged_segments", "marked_texts"):
        monkeypatch.setattr(training, name, lambda _: [])
    with pytest.raises(ValueError, match=r"."):
        train_probes(settings.model_copy(update={"layers": (1,)}))
    assert (settings.model / ENCODER_NAME).read_bytes() == before


def test_made_round_trips_come_with_half_as_many_originals(settings: ProbeSettings) -> None:
    record = {"genre": "blog", "chain": "spa", "originals": [HUMAN] * 2, "roundtrips": [TRIP] * 2}
    keys = [f"doc/{i}" for i in range(20)]
    lines = [json.dumps({"key": key, **record}) + "\n" for key in keys]
    settings.roundtrips.write_text("".join(lines), encoding="utf-8")
    made = made_texts(settings.model_copy(update={"made": 6}))
    assert [e.is_mt for e in made] == [True] * 6 + [False] * 3
    assert not any(is_kept_out(e.block) for e in made)


def test_spun_texts_come_beside_their_originals(settings: ProbeSettings) -> None:
    shared = {"publisher": "a", "part": "train", "original": HUMAN, "text": SPUN, "exchanged": 0.2}
    records = [{"id": f"spun/doc/{i}", "key": f"doc/{i}", **shared} for i in range(20)]
    lines = [json.dumps(record) + "\n" for record in records]
    settings.spins.write_text("".join(lines), encoding="utf-8")
    spun = spun_texts(settings.model_copy(update={"spun": 3}))
    assert [e.kind for e in spun] == ["ho", "spun"] * 3
    assert [e.source for e in spun[::2]] == [e.source for e in spun[1::2]]
    assert not any(is_kept_out(e.block) for e in spun)


def test_blocks_kept_out_and_native_prose_are_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [judged("a", 0.5), judged("b", 0.5, KEPT_OUT), judged("c", 0.5, OPEN, "native")]
    monkeypatch.setattr(training, "iter_judged", lambda _data, _split: iter(rows))
    assert [own.text for own in judged_segments(tmp_path)] == ["a"]


def test_a_text_without_words_has_states_too(settings: ProbeSettings) -> None:
    reader = StateReader(settings.model / ENCODER_NAME, settings.layers, 1)
    assert np.isfinite(reader.pooled([""])).all()
