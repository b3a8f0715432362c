"""The linear model scores what it stored."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import ModelError
from mtqa.evidence.linear import SPACES, STRUCTURE, FittedSpace, LinearEvidence, Space, _Index
from mtqa.evidence.masking import mask_topic
from mtqa.evidence.ngrams import ngram_keys
from mtqa.evidence.structure import structure_of

TEXT = "The clerk said that it was late, and that Quimby had left at 5."


BITS = 9
#: Every third n-gram is unknown.
KEYS = np.array([key for key in range(1 << BITS) if key % 3], np.uint32)


def made_spaces() -> dict[str, FittedSpace]:
    """Return spaces with random weights; biases count up from -0.25 in quarters."""
    draw = np.random.default_rng(1)
    return {
        space.name: FittedSpace(
            space.spec(BITS),
            KEYS,
            draw.uniform(1, 5, len(KEYS)).astype(np.float32),
            {name: draw.normal(size=len(KEYS)).astype(np.float32) for name in space.targets},
            {name: 0.25 * place - 0.25 for place, name in enumerate(space.targets)},
        )
        for space in SPACES
    }


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.safetensors"
    LinearEvidence(made_spaces()).save(path)
    return path


@pytest.mark.parametrize("space", SPACES, ids=lambda space: str(space.name))
def test_a_score_is_the_dot_product_of_what_was_saved(stored: Path, space: Space) -> None:
    own = made_spaces()[space.name]
    read = structure_of if space is STRUCTURE else str
    times = dict(zip(*ngram_keys(read(mask_topic(TEXT)), own.spec), strict=True))
    assert set(times) - set(KEYS.tolist())
    vector = own.idf * [math.log1p(times.get(key, 0)) for key in KEYS.tolist()]
    found = LinearEvidence.load(stored).score(TEXT)
    for name in space.targets:
        expected = own.weights[name] @ (vector / math.sqrt(vector @ vector)) + own.biases[name]
        assert getattr(found, name) == pytest.approx(expected, abs=1e-2)


def test_scores_are_the_same_every_time(stored: Path) -> None:
    first = LinearEvidence.load(stored)
    assert first.score(TEXT) == first.score(TEXT) == LinearEvidence.load(stored).score(TEXT)


def test_a_score_does_not_depend_on_what_is_scored_with_it(stored: Path) -> None:
    evidence = LinearEvidence.load(stored)
    texts = [TEXT, "", "Short.", TEXT.upper(), "ü " * 9_000, TEXT + " " + TEXT]
    assert evidence.score_all(texts) == [evidence.score(text) for text in texts]
    assert evidence.score_all([]) == []


def test_a_score_ignores_names_numbers_and_typography(stored: Path) -> None:
    evidence = LinearEvidence.load(stored)
    other = TEXT.replace("Quimby", "Zebulon").replace("5", "11:45").replace(" ", "\u00a0", 1)
    assert evidence.score(other) == evidence.score(TEXT)


def test_an_empty_text_has_a_finite_score(stored: Path) -> None:
    score = LinearEvidence.load(stored).score("")
    assert math.isfinite(score.p_mt)
    assert math.isfinite(score.ranking)
    assert math.isfinite(score.fluency)


def test_a_text_of_lone_surrogates_is_scored(stored: Path) -> None:
    assert math.isfinite(LinearEvidence.load(stored).score("\ud800 \udfff").p_mt)


def test_a_missing_or_foreign_file_is_a_one_line_error(tmp_path: Path) -> None:
    path = tmp_path / "evidence.safetensors"
    for content in (None, b"", b"no tensors here at all"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ModelError, match="no evidence model") as caught:
            LinearEvidence.load(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


@given(
    known=st.lists(st.integers(0, 2**32 - 1) | st.integers(7 << 14, (7 << 14) + 40), max_size=60),
    asked=st.lists(st.integers(0, 2**32 - 1) | st.integers(7 << 14, (7 << 14) + 40), max_size=60),
)
def test_an_index_finds_what_a_search_finds(known: list[int], asked: list[int]) -> None:
    keys = np.unique(np.array(known, np.uint32))
    wanted = np.array([*asked, *known[::2]], np.uint32)
    places, at = _Index(keys).find(wanted)
    assert np.array_equal(places, np.flatnonzero(np.isin(wanted, keys)))
    assert np.array_equal(keys[at], wanted[places])
