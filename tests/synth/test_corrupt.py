"""Labels are exact, the clean text comes back, and chance depends on seed and id alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synth_showcase import SHOWCASE

from mtqa.errors import ConfigError
from mtqa.synth import CORRUPTIONS, SynthRecord, corrupt, slice_of, synthesise
from mtqa.synth.model import Repair, restore
from mtqa.types import Document, Span


def _record(text: str = SHOWCASE, seed: int = 0, name: str = "a", n: int = 8) -> SynthRecord:
    return corrupt(Document(name, text), CORRUPTIONS, seed=seed, per_document=n)


@pytest.mark.parametrize("seed", range(25))
def test_labels_and_repairs_are_exact(seed: int) -> None:
    record = _record(seed=seed)
    assert 1 <= len(record.labels) == len(record.repairs) <= 8
    assert len({label.detector for label in record.labels}) == len(record.labels)
    for label, repair in zip(record.labels, record.repairs, strict=True):
        assert label.text
        assert label.span.of(record.text) == label.text
        assert repair.span.start <= label.span.start < label.span.end <= repair.span.end
    assert record.original == SHOWCASE != record.text
    assert restore(record.text, record.repairs) == SHOWCASE


def test_same_seed_and_id_give_the_same_faults_in_any_company() -> None:
    documents = [Document(str(i), SHOWCASE) for i in range(6)]
    forward = {r.id: r for r in synthesise(documents, CORRUPTIONS, seed=3)}
    backward = {r.id: r for r in synthesise(documents[::-1], CORRUPTIONS[::-1], seed=3)}
    assert forward == backward
    assert len({r.text for r in forward.values()}) > 1
    assert _record(seed=3, name="0") == forward["0"]
    assert _record(seed=4, name="0").text != forward["0"].text


def test_slices_part_the_documents_whatever_the_seed() -> None:
    ids = [f"document {i}" for i in range(200)]
    documents = [Document(i, "The red house is old.") for i in ids]
    held = [r.id for r in synthesise(documents, CORRUPTIONS, seed=1, slice="held-out")]
    train = [r.id for r in synthesise(documents, CORRUPTIONS, seed=2, slice="train")]
    assert 20 <= len(held) <= 60
    assert sorted(held + train) == sorted(ids)
    assert {slice_of(i) for i in held} == {"held-out"}


@pytest.mark.parametrize(("part", "n"), [("test", 8), (None, 0)])
def test_bad_options_are_refused(part: str | None, n: int) -> None:
    with pytest.raises(ConfigError):
        list(synthesise([], CORRUPTIONS, per_document=n, slice=part))


def test_code_is_left_alone() -> None:
    text = "```\nThe house, the city and the school were closed.\n```\n"
    assert _record(text).text == text


def test_text_without_a_place_comes_back_clean() -> None:
    for text in ("", " \n", "12", "…"):
        record = _record(text)
        assert record.text == record.original == text
        assert record.labels == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(0, 3))
def test_any_text_is_restored(text: str, seed: int) -> None:
    record = _record(text, seed=seed, n=5)
    assert restore(record.text, record.repairs) == text
    assert all(la.span.of(record.text) == la.text for la in record.labels)


def test_json_has_the_documented_fields() -> None:
    row = _record().as_json()
    assert list(row) == ["id", "text", "original", "labels", "edits", "seed", "slice"]
    label = row["labels"][0]
    assert row["text"][label["start"] : label["end"]] == label["text"]


def test_the_record_in_the_documentation_is_consistent() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "synth.md").read_text(encoding="utf-8")
    row = json.loads(page.partition("```json\n")[2].partition("```")[0])
    (label,), (edit,) = row["labels"], row["edits"]
    assert row["text"][label["start"] : label["end"]] == label["text"]
    repair = Repair(Span(edit["start"], edit["end"]), edit["before"])
    assert restore(row["text"], [repair]) == row["original"]
    assert set(row) == set(_record().as_json())
    assert row["slice"] == slice_of(row["id"])
