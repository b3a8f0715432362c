"""Read-outs of a general model follow what sets the texts' states apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mtqa.evidence.reader import (
    READER_NAME,
    READER_TARGETS,
    GeneralReading,
    read_reader_probes,
)
from mtqa.network import Floats
from mtqa.train import reader as training
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.examples import Example, Judged
from mtqa.train.reader import fit_reader, train_reader
from mtqa.train.settings import ReaderSettings

OPEN = next(b for b in map("made/{}".format, range(99)) if not is_kept_out(b))
KEPT_OUT = next(b for b in map("made/{}".format, range(99)) if is_kept_out(b))
WIDTH = 4


def example(kind: str, source: str = "s", n_segments: int = 5, block: str = OPEN) -> Example:
    text = f"{kind} {source} {n_segments}"
    return Example(text, kind, "wmt21", "de-en", kind, source, block, n_segments)


@pytest.fixture
def settings(tmp_path: Path) -> ReaderSettings:
    return ReaderSettings(
        data_dir=tmp_path,
        model=tmp_path,
        roundtrips=tmp_path / "roundtrips.jsonl",
        spins=tmp_path / "spins.jsonl",
        work_dir=tmp_path / "work",
        layers=(1, 2),
        fluency_penalty=0.01,
        penalties=dict.fromkeys(READER_TARGETS[:-1], 0.01),
    )


class MadeUpModel:
    """Random states, seeded by the text, in which a unit tells each kind of text."""

    signature = "made-up@1"
    count = 0

    def read(self, text: str, layers: Sequence[int]) -> GeneralReading:
        type(self).count += 1
        draw = np.random.default_rng(sum(map(ord, text)))
        states = draw.normal(0, 0.3, (2, len(layers), WIDTH)).astype(np.float32)
        kind = text.split()[0]
        states[0, 0, 0] += 2.0 * (kind in {"mt", "bt"})
        states[0, 1, 1] += 2.0 * (kind == "roundtrip")
        states[1, 0, 2] += 2.0 * (kind == "spun")
        return GeneralReading(states, len(text), {})


TEXTS = [example(k, f"s{i}") for i in range(60) for k in ("mt", "ht", "ho", "native")]
MADE = [example(k, f"r{i}") for i in range(40) for k in ("roundtrip", "ho")]
SPUN = [example(k, f"n{i}") for i in range(40) for k in ("spun", "native")]
JUDGED = [
    Judged(f"segment {i}", i / 60, None, "mlqe", "xx-en", "system", i, OPEN) for i in range(60)
]


def states(texts: Sequence[Example]) -> Floats:
    return np.stack([MadeUpModel().read(e.text, (1, 2)).pooled for e in texts])


def test_each_target_finds_its_unit(settings: ReaderSettings) -> None:
    of_judged = np.zeros((60, 2, 2, WIDTH), np.float32)
    of_judged[:, 0, 0, 3] = np.linspace(-1, 1, 60)
    probes = fit_reader(
        settings,
        "made-up@1",
        (TEXTS, states(TEXTS)),
        (MADE, states(MADE)),
        (SPUN, states(SPUN)),
        (JUDGED, of_judged),
    )
    weights = dict(zip(READER_TARGETS, probes.weights.reshape(-1, 2, 2, WIDTH), strict=True))
    for target in ("p_mt", "ranking", "against_native"):
        assert np.argmax(np.abs(weights[target])) == 0, target
        assert weights[target][0, 0, 0] > 0
    assert np.argmax(weights["round_trip"]) == np.ravel_multi_index((0, 1, 1), (2, 2, WIDTH))
    assert np.argmax(weights["spun"]) == np.ravel_multi_index((1, 0, 2), (2, 2, WIDTH))
    assert np.argmax(weights["fluency"]) == 3


def test_short_texts_leave_out_what_the_fusion_is_fitted_on(
    settings: ReaderSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def examples(_data: Path, _split: str, n: int) -> list[Example]:
        kept = [example(k, "s", n) for k in ("ht", "mt", "mt", "mt")]
        return [*kept, example("mt", "t", n, KEPT_OUT)]

    monkeypatch.setattr(training, "iter_examples", examples)
    found = training._short_texts(settings)
    assert [(e.kind, e.n_segments) for e in found] == [
        ("ht", 1), ("mt", 1), ("mt", 1), ("ht", 2), ("mt", 2), ("mt", 2),
    ]  # fmt: skip


def test_states_are_kept_and_the_file_is_written(
    settings: ReaderSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtqa.lm.hub.load_general_model", lambda *_: MadeUpModel())
    monkeypatch.setattr(training, "translated_texts", lambda _settings, _machines: TEXTS)
    monkeypatch.setattr(training, "_short_texts", lambda _settings: [])
    monkeypatch.setattr(training, "made_texts", lambda _settings: MADE)
    monkeypatch.setattr(training, "spun_texts", lambda _settings: SPUN)
    monkeypatch.setattr(training, "judged_segments", lambda _data: JUDGED)
    monkeypatch.setattr(training, "seal_model", lambda _folder, _metadata: None)
    MadeUpModel.count = 0
    first = read_reader_probes(train_reader(settings))
    count = MadeUpModel.count
    assert count == len(TEXTS) + len(MADE) + len(SPUN) + len(JUDGED)
    again = read_reader_probes(train_reader(settings))
    assert MadeUpModel.count == count
    train_reader(settings.model_copy(update={"bfloat16": True}))
    assert MadeUpModel.count == 2 * count
    others = [replace(e, text=e.text + " more") for e in MADE]
    monkeypatch.setattr(training, "made_texts", lambda _settings: others)
    train_reader(settings)
    assert MadeUpModel.count == 2 * count + len(MADE)
    np.testing.assert_array_equal(first.weights, again.weights)
    assert (settings.model / READER_NAME).is_file()
