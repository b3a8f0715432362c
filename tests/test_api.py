"""The two functions that most programs need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mtqa
from mtqa import Config, Document, api, score_documents, score_text

TEXT = "The council met on Tuesday to talk about the price of bread."


@pytest.fixture(autouse=True)
def fresh(fake_models: Path) -> Iterator[None]:
    api._pipeline.cache_clear()
    yield
    api._pipeline.cache_clear()


def test_a_text_is_scored_and_the_pipeline_kept() -> None:
    first = score_text(TEXT)
    assert first == score_text(TEXT)
    assert (first.id, first.text) == ("text", TEXT)
    assert score_text(TEXT, id="mine").id == "mine"
    assert api._pipeline.cache_info().misses == 1


def test_bare_texts_get_their_number_as_id() -> None:
    reports = list(score_documents([TEXT, Document("own", TEXT), TEXT]))
    assert [r.id for r in reports] == ["0", "own", "2"]
    assert reports[0].p_mt == score_text(TEXT).p_mt


def test_options_reach_the_scores() -> None:
    assert score_text(TEXT, Config(prior=0.9)).p_mt > score_text(TEXT).p_mt
    assert score_text(TEXT, Config(tier="fast")).n_tokens == 0


def test_unknown_names_are_no_attributes() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nil'"):
        _ = mtqa.nil
