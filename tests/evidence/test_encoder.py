"""The evidence encoder on a tiny network with random weights."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

from mtqa.arithmetic import Arithmetic
from mtqa.errors import ModelError, TrainingError
from mtqa.evidence.bert import BertNetwork, read_weights
from mtqa.evidence.encoder import (
    ENCODER_NAME,
    FIRST,
    LAST,
    PAD,
    UNKNOWN,
    WINDOW,
    EvidenceEncoder,
    PieceEncoder,
    load_encoder,
)
from mtqa.evidence.probes import PROBES_NAME, TARGETS, WORD_TARGETS, Probes, pooled
from mtqa.evidence.words import NAME, NUMBER
from mtqa.train.encoder_network import (
    EncoderNetwork,
    cut_encoder,
    read_encoder,
    save_encoder,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PIECES = [
    *(PAD, UNKNOWN, FIRST, LAST, NAME, NUMBER, "the", "min", "##ister", "said", "."),
    *LETTERS,
    *(f"##{letter}" for letter in LETTERS),
]
_WIDTH = 16
_DRAW = np.random.default_rng(0)
PROBES = Probes(
    (1, 2),
    _DRAW.normal(size=(len(TARGETS), 2 * 2 * _WIDTH)).astype(np.float32),
    np.array([0.5, 0.0, -0.25, 0.25, -0.5], np.float32),
    _DRAW.normal(size=(len(WORD_TARGETS), _WIDTH)).astype(np.float32),
    np.array([0.25, -1.0], np.float32),
)
TEXT = "The minister said the 12 ministers of Zelenka said the minister. " * 3


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(3)
    trunk = BertModel(
        BertConfig(
            vocab_size=len(PIECES),
            hidden_size=_WIDTH,
            intermediate_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=WINDOW,
        ),
        add_pooling_layer=False,
    )
    path = tmp_path_factory.mktemp("encoder") / ENCODER_NAME
    save_encoder(path, EncoderNetwork(trunk), PIECES)
    return path


@pytest.fixture(scope="module")
def encoder(path: Path) -> EvidenceEncoder:
    return EvidenceEncoder(path, PROBES)


def test_words_carry_their_places_and_probabilities(encoder: EvidenceEncoder) -> None:
    evidence = encoder.score(TEXT)
    assert evidence is not None
    assert [w.span.of(TEXT) for w in evidence.words[:5]] == [
        "The",
        "minister",
        "said",
        "the",
        "12",
    ]
    assert all(0 <= w.p_mt <= 1 and 0 <= w.error <= 1 for w in evidence.words)


def test_scoring_gives_what_transformers_gives(path: Path) -> None:
    network, _ = read_encoder(path)
    network.eval()
    own = BertNetwork(read_weights(path), path.parent, Arithmetic.FLOATS, 1)
    ids = torch.tensor([2, 6, 7, 8, 9, 10, 3])
    with torch.inference_mode():
        layers = network.trunk(ids[None], output_hidden_states=True).hidden_states[1:]
    expected = np.stack([own[0].numpy() for own in layers])
    reading = own.read(ids.numpy())
    assert np.allclose(reading.states, expected[-1], atol=1e-5)
    assert np.allclose(reading.sums, expected.sum(1), atol=1e-4)
    assert np.allclose(reading.squares, (expected**2).sum(1), atol=1e-4)
    assert np.allclose(
        pooled([reading], (2,))[:, 0], [expected[1].mean(0), expected[1].std(0)], atol=1e-4
    )


def test_windows_are_pooled_as_one_text(path: Path) -> None:
    own = BertNetwork(read_weights(path), path.parent, Arithmetic.FLOATS, 1)
    first, second = own.read(np.array([2, 6, 7, 3])), own.read(np.array([2, 8, 9, 10, 3]))
    states = np.concatenate([first.states, second.states])
    found = pooled([first, second], (2,))[:, 0]
    assert np.allclose(found, [states.mean(0), states.std(0)], atol=1e-4)


def test_a_cut_encoder_reads_as_the_whole_one_does_so_far(path: Path, tmp_path: Path) -> None:
    cut = tmp_path / ENCODER_NAME
    shutil.copy(path, cut)
    cut_encoder(cut, 1)
    whole, rest = (
        BertNetwork(read_weights(own), own.parent, Arithmetic.FLOATS, 1) for own in (path, cut)
    )
    ids = np.array([2, 6, 7, 8, 3])
    assert np.array_equal(rest.read(ids).sums, whole.read(ids).sums[:1])
    assert not any(name.startswith("heads") for name in read_weights(cut).stored)
    network, pieces = read_encoder(cut)
    assert pieces == PIECES
    assert network.heads.weight.shape == (3, _WIDTH)
    with pytest.raises(TrainingError, match="2 layers are to be kept, and it has 1"):
        cut_encoder(cut, 2)


def test_a_file_without_a_layer_is_no_encoder(path: Path, tmp_path: Path) -> None:
    with safe_open(path, framework="pt") as stored:
        names = [n for n in stored.keys() if "layer.1" not in n]  # noqa: SIM118
        kept = {name: stored.get_tensor(name) for name in names}
        save_file(kept, tmp_path / ENCODER_NAME, metadata=stored.metadata())
    for graph in path.parent.glob("*.onnx"):
        shutil.copy(graph, tmp_path)
    with pytest.raises(ModelError, match=r"no evidence encoder \(.*; reinstall the model"):
        EvidenceEncoder(tmp_path / ENCODER_NAME, PROBES)


def test_a_saved_network_scores_alike_after_loading_again(path: Path) -> None:
    assert EvidenceEncoder(path, PROBES).score(TEXT) == EvidenceEncoder(path, PROBES).score(TEXT)


def test_probes_are_read_from_the_folder(path: Path, encoder: EvidenceEncoder) -> None:
    with pytest.raises(ModelError, match="no probes"):
        load_encoder(path.parent)
    PROBES.save(path.parent / PROBES_NAME)
    assert load_encoder(path.parent).score(TEXT) == encoder.score(TEXT)
    opposite = Probes(
        PROBES.layers,
        *(-own for own in (PROBES.weights, PROBES.biases)),
        PROBES.word_weights,
        PROBES.word_biases,
    )
    first, second = encoder.score(TEXT), EvidenceEncoder(path, opposite).score(TEXT)
    assert first is not None
    assert second is not None
    assert second.p_mt == pytest.approx(-first.p_mt, rel=1e-4)
    assert second.fluency == pytest.approx(-first.fluency, rel=1e-4)
    assert (second.error, second.words) == (first.error, first.words)


def test_probes_of_another_encoder_are_refused(path: Path) -> None:
    with pytest.raises(ModelError, match="another encoder"):
        EvidenceEncoder(path, replace(PROBES, layers=(1,)))


def test_probes_of_a_longer_encoder_are_refused(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path)
    cut_encoder(tmp_path / ENCODER_NAME, 1)
    with pytest.raises(ModelError, match="another encoder"):
        EvidenceEncoder(tmp_path / ENCODER_NAME, PROBES)


def test_a_word_that_begins_with_an_entity_has_its_place(encoder: EvidenceEncoder) -> None:
    text = "the &quot;minister&quot; said&nbsp;the &eacute;lan"
    evidence = encoder.score(text)
    assert evidence is not None
    assert [w.span.of(text) for w in evidence.words] == [
        *("the", "&quot;", "minister", "&quot;", "said", "the", "&eacute;lan"),
    ]


def test_names_numbers_and_typography_do_not_move_the_score(encoder: EvidenceEncoder) -> None:
    other = TEXT.replace("Zelenka", "Quvorin").replace("12", "7,500")
    first, second = encoder.score(TEXT), encoder.score(other)
    assert first is not None
    assert second is not None
    assert first.p_mt == second.p_mt


def test_a_lone_surrogate_is_scored(encoder: EvidenceEncoder) -> None:
    assert encoder.score("the minister said \ud800 .") is not None


@pytest.mark.parametrize("text", ["", "   \n"])
def test_a_text_without_words_has_no_evidence(encoder: EvidenceEncoder, text: str) -> None:
    assert encoder.score(text) is None


def test_a_long_text_is_read_in_windows_that_lose_nothing(encoder: EvidenceEncoder) -> None:
    text = "said the minister. " * 200
    evidence = encoder.score(text)
    assert evidence is not None
    assert len(evidence.words) == 800


@given(st.integers(min_value=1, max_value=2_000))
def test_windows_hold_every_piece_once(count: int) -> None:
    pieces = PieceEncoder(PIECES)
    windows = pieces.windows(list(range(100, 100 + count)))
    assert [i for w in windows for i in w[1:-1]] == list(range(100, 100 + count))
    assert max(map(len, windows)) <= WINDOW
    assert max(map(len, windows)) - min(map(len, windows)) <= 1


def test_what_is_no_encoder_is_a_model_error(tmp_path: Path) -> None:
    path = tmp_path / ENCODER_NAME
    with pytest.raises(ModelError, match="encoder"):
        EvidenceEncoder(path, PROBES)
    path.write_bytes(b"no weights")
    with pytest.raises(ModelError, match="encoder"):
        EvidenceEncoder(path, PROBES)
