"""Every detector runs its own examples: exact spans on the bad ones, silence on the good."""

from __future__ import annotations

import re
from functools import cache

import pytest

from mtqa.critic.critic import Critic
from mtqa.detectors import DETECTORS
from mtqa.detectors.base import Detector, mask_text, run_detectors, unmark
from mtqa.lm.causal import OwnModel, load_own_model
from mtqa.masks import find_masks
from mtqa.resources import models_dir
from mtqa.segment import segment
from mtqa.types import Finding


@cache
def _model() -> OwnModel:
    return load_own_model(models_dir() / "en-small")


def _run(detector: Detector, text: str) -> list[Finding]:
    hidden = find_masks(text)
    if detector.scope == "critic":
        critic, masked = Critic(_model(), [detector]), mask_text(text, hidden)
        return [f for p in segment(text, hidden) for f in critic.read(text, masked, p)[1]]
    found = run_detectors([detector], text, segment(text), hidden)
    return [finding for findings in found.values() for finding in findings]


def _examples(field: str) -> list[object]:
    marks = {"paragraph": (), "document": (), "critic": (pytest.mark.model,)}
    return [
        pytest.param(detector, example, marks=marks[detector.scope])
        for detector in DETECTORS
        for example in getattr(detector, field)
    ]


@pytest.mark.parametrize(
    ("detector", "example"), _examples("bad"), ids=lambda v: getattr(v, "id", None)
)
def test_bad_example_is_found_at_its_exact_span(detector: Detector, example: str) -> None:
    text, spans = unmark(example)
    assert spans, "a bad example marks its span"
    findings = _run(detector, text)
    assert [f.span for f in findings] == list(spans), [f.text for f in findings]
    assert all(f.span.of(text) == f.text and f.message for f in findings)


@pytest.mark.parametrize(
    ("detector", "example"), _examples("good"), ids=lambda v: getattr(v, "id", None)
)
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
