"""A break of tense is reported once, and long texts stay cheap."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from mtqa.detectors import agreement, tense_break, verb_form
from mtqa.detectors.base import View, unmark
from mtqa.types import Span

_DETECTORS = (tense_break.DETECTOR, verb_form.DETECTOR, agreement.DETECTOR)
_TEXTS = [text for d in _DETECTORS for text in (*d.good, *(unmark(bad)[0] for bad in d.bad))]


def _view(text: str) -> View:
    whole = (Span(0, len(text)),)
    return View(text, text, whole, whole)


@pytest.mark.parametrize("text", [*_TEXTS, "He said that he will came, and that she has went."])
def test_no_verb_is_reported_twice(text: str) -> None:
    spans = sorted((match.start, match.end) for d in _DETECTORS for match in d.find(_view(text)))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("He has went home.", "has gone"), ("They had just took it.", "had just taken")],
)
def test_a_participle_is_suggested_where_the_past_form_stands(wrong: str, right: str) -> None:
    assert [match.suggestion for match in tense_break.find(_view(wrong))] == [right]


@pytest.mark.parametrize(
    "piece",
    ["has been ", "said that the will ", "has went ", "yesterday ", "came to Rome ", "aed "],
)
def test_repetition_is_linear(piece: str) -> None:
    text = "She will return yesterday. " + piece * (100_000 // len(piece))
    begun = time.process_time()
    list(tense_break.find(_view(text)))
    assert time.process_time() - begun < 3
