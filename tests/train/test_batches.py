"""Batches hold every unit once, and no more pieces than asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.train import batches
from mtqa.train.batches import auroc_by_set, even_batches, watched_paragraphs
from mtqa.train.examples import Example


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 4)), max_size=50),
    st.integers(1, 200),
    st.integers(0, 3),
)
def test_every_unit_is_in_one_batch(units: list[tuple[int, int]], tokens: int, seed: int) -> None:
    lengths, counts = [length for length, _ in units], [count for _, count in units]
    found = list(even_batches(lengths, tokens, seed, counts))
    assert sorted(i for own in found for i in own) == (list(range(len(units))))
    for own in found:
        padded = max(lengths[i] for i in own) * sum(counts[i] for i in own)
        assert padded <= tokens or len(own) == 1
    assert found == list(even_batches(lengths, tokens, seed, counts))


def test_without_counts_units_are_single_texts() -> None:
    assert sorted(map(len, even_batches([10] * 7, 30, 1))) == [1, 3, 3]


def example(kind: str, name: str, number: int) -> Example:
    return Example("a b", kind, name, "de-en", kind, f"s{number}", "b", 5)


def test_some_of_either_kind_of_each_set_are_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        example(kind, name, i) for i in range(9) for kind in ("mt", "ht", "ho") for name in "xy"
    ]
    monkeypatch.setattr(batches, "iter_examples", lambda *_: texts)
    found = watched_paragraphs(Path(), 4, 1)
    assert [(e.set, e.kind) for e in found] == [
        (name, kind) for name in "xy" for kind in ("ht", "mt") for _ in range(4)
    ]
    assert len({(e.set, e.kind, e.source) for e in found}) == len(found)


def test_sets_are_ranked_apart() -> None:
    texts = [example(kind, name, 0) for name in "xy" for kind in ("mt", "ht")]
    assert auroc_by_set(texts, [0.2, 0.1, 0.7, 0.8]) == {"x": 1.0, "y": 0.0}
