"""Every detector has a corruption or a reason, and every corruption makes its fault."""

from __future__ import annotations

import time
from random import Random

import pytest
from synth_showcase import SHOWCASE

from mtqa.detectors import DETECTORS, choose
from mtqa.errors import ConfigError
from mtqa.synth import CORRUPTIONS, NOT_INJECTED, Corruption, corruptions_of
from mtqa.synth.source import Source

_INJECTED = [c.detector for c in CORRUPTIONS]


@pytest.mark.parametrize("detector", [d.id for d in DETECTORS])
def test_every_detector_has_a_corruption_or_a_reason(detector: str) -> None:
    assert (detector in _INJECTED) != (detector in NOT_INJECTED), (
        f"{detector}: add a corruption to mtqa/synth/corruptions/, or a reason to NOT_INJECTED"
    )


def test_corruptions_are_unique_and_name_shipped_detectors() -> None:
    known = {d.id for d in DETECTORS}
    assert len(set(_INJECTED)) == len(_INJECTED)
    assert set(_INJECTED) | set(NOT_INJECTED) <= known
    assert all(NOT_INJECTED.values())


def test_most_default_detectors_have_a_corruption() -> None:
    assert len(corruptions_of(choose((), ()))) >= 35


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda c: c.detector)
def test_corruption_finds_places_in_clean_text(corruption: Corruption) -> None:
    source = Source.read(SHOWCASE)
    edits = list(corruption.edits(source, Random(1)))
    assert edits
    for edit in edits:
        assert edit.end <= len(SHOWCASE)
        assert edit.mark.of(edit.after).strip()


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda c: c.detector)
@pytest.mark.parametrize("filler", ["a", "a ", "A", "1", '"', "said ", "the of ", "1,000"])
def test_corruption_is_linear(corruption: Corruption, filler: str) -> None:
    text = filler * (100_000 // len(filler))
    source = Source(text, (), (), ())
    begun = time.process_time()
    for _ in corruption.edits(source, Random(1)):
        pass
    assert time.process_time() - begun < 5.0


def test_detectors_without_corruption_are_refused_with_the_reason() -> None:
    chosen = choose(("order.calqued_clause",), ())
    with pytest.raises(ConfigError, match="needs a parse"):
        corruptions_of(chosen)
