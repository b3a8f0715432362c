"""Every detector runs its own examples: exact spans on the bad ones, silence on the good."""

from __future__ import annotations

import re

import pytest

from mtqa.detectors import DETECTORS
from mtqa.detectors.base import Detector, run_detectors, unmark
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.types import Finding


def _run(detector: Detector, text: str) -> list[Finding]:
    found = run_detectors([detector], text, segment(text), find_masks(text))
    return [finding for findings in found.values() for finding in findings]


_BAD = [(d, e) for d in DETECTORS for e in d.bad]
_GOOD = [(d, e) for d in DETECTORS for e in d.good]


@pytest.mark.parametrize(("detector", "example"), _BAD, ids=lambda v: getattr(v, "id", None))
def test_bad_example_is_found_at_its_exact_span(detector: Detector, example: str) -> None:
    text, spans = unmark(example)
    assert spans, "a bad example marks its span"
    findings = _run(detector, text)
    assert [f.span for f in findings] == list(spans), [f.text for f in findings]
    assert all(f.span.of(text) == f.text and f.message for f in findings)


@pytest.mark.parametrize(("detector", "example"), _GOOD, ids=lambda v: getattr(v, "id", None))
def test_good_example_stays_silent(detector: Detector, example: str) -> None:
    assert _run(detector, example) == []


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.id)
def test_detector_is_complete(detector: Detector) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", detector.id)
    assert len(detector.bad) >= 3
    assert len(detector.good) >= 5
    for heading in ("What it finds", "Why it suggests", "Examples", "When it is wrong"):
        assert heading in detector.doc


def test_ids_are_unique() -> None:
    assert len({d.id for d in DETECTORS}) == len(DETECTORS)
