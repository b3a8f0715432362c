"""The accurate tier reads a general model by probes that belong to it and to no other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from mtqa.errors import ModelError
from mtqa.evidence import reader as module
from mtqa.evidence.contrast import CONTRAST_NAME, Contrast
from mtqa.evidence.reader import (
    READER_NAME,
    READER_TARGETS,
    GeneralReading,
    Reader,
    ReaderProbes,
    load_reader,
    read_reader_probes,
    readable,
)
from mtqa.lm.adapter import Adapter

LAYERS, WIDTH = (2, 5), 3


class MadeUpModel:
    """States that count letters."""

    signature = "made-up@1"

    def read(self, text: str, layers: Sequence[int]) -> GeneralReading:
        states = np.zeros((2, len(layers), WIDTH), np.float32)
        states[0, :, 0] = len(text)
        states[1, -1, 2] = text.count("e")
        return GeneralReading(states, 2, {"layers.1.q": np.array([0.5, -0.1], np.float32)})


def probes(belongs_to: str = "made-up@1") -> ReaderProbes:
    weights = np.zeros((len(READER_TARGETS), 2 * len(LAYERS) * WIDTH), np.float32)
    weights[0, 0] = 0.5  # p_mt: half the length
    weights[-1, -1] = -2.0  # fluency: the letters e, taken off twice
    return ReaderProbes(belongs_to, LAYERS, weights, np.arange(len(READER_TARGETS), dtype="f4"))


def contrast(belongs_to: str = "made-up@1") -> Contrast:
    factors = {"layers.1.q": (np.ones((WIDTH, 2), np.float32), np.ones((2, WIDTH), np.float32))}
    weights = {"layers.1.q": np.array([6.0, -12.0], np.float32)}
    return Contrast(belongs_to, 1, Adapter(factors), Adapter(factors), weights)


def test_targets_are_read_in_their_order() -> None:
    read = Reader(MadeUpModel(), probes(), contrast()).score("tree")
    assert (read.p_mt, read.ranking, read.fluency) == (2.0, 1.0, 5.0 - 4.0)
    assert read.contrast == pytest.approx((3.0 + 1.2) / 42)


def test_typography_is_no_evidence() -> None:
    own = Reader(MadeUpModel(), probes(), contrast())
    assert own.score("“It’s  late” – he said") == own.score('"It\'s late" - he said')
    assert readable(" a\n b ") == "a b"


def test_probes_of_another_model_are_refused() -> None:
    with pytest.raises(ModelError, match=r"reads other@2, and this is made-up@1; .*--model"):
        Reader(MadeUpModel(), probes("other@2"), contrast())


@pytest.mark.parametrize(
    ("loaded", "refused"), [("renamed.gguf@1", False), ("made-up@2", True), ("a@local", True)]
)
def test_a_file_is_known_by_what_it_holds(loaded: str, refused: bool) -> None:
    model = MadeUpModel()
    model.signature = loaded
    belongs_to = "b@local" if loaded == "a@local" else "made-up@1"
    if refused:
        with pytest.raises(ModelError):
            Reader(model, probes(belongs_to), contrast())
    else:
        assert Reader(model, probes(belongs_to), contrast()).signature == loaded


def test_probes_come_back_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probes().save(tmp_path / READER_NAME)
    stored = read_reader_probes(tmp_path / READER_NAME)
    assert (stored.belongs_to, stored.layers) == ("made-up@1", LAYERS)
    np.testing.assert_array_equal(stored.weights, probes().weights)
    contrast().save(tmp_path / CONTRAST_NAME)
    monkeypatch.setattr("mtqa.lm.hub.load_general_model", lambda *_: MadeUpModel())
    assert load_reader(tmp_path, "some/folder", 1).score("tree") == Reader(
        MadeUpModel(), probes(), contrast()
    ).score("tree")


def test_another_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes().save(tmp_path / READER_NAME)
    contrast().save(tmp_path / CONTRAST_NAME)
    monkeypatch.setattr("mtqa.lm.hub.gguf_signature", lambda _: "other.gguf@2")
    with pytest.raises(ModelError, match=r"reads made-up@1, and this is other\.gguf@2"):
        load_reader(tmp_path, "other.gguf", 1)
    contrast("made-up@3").save(tmp_path / CONTRAST_NAME)
    with pytest.raises(ModelError, match="reads made-up@1, and this is made-up@3"):
        load_reader(tmp_path, "some/folder", 1)


def test_a_missing_or_older_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="no read-outs"):
        read_reader_probes(tmp_path / READER_NAME)
    probes().save(tmp_path / READER_NAME)
    monkeypatch.setattr(module, "READER_TARGETS", ("p_mt",))
    with pytest.raises(ModelError, match="6 read-outs, this version has 1"):
        read_reader_probes(tmp_path / READER_NAME)
