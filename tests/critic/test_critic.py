"""The critic on a made-up model: what it proposes, what it leaves alone, what it costs."""

from __future__ import annotations

import time

import pytest

from critic.bigram_model import BigramModel
from mtqa.critic.critic import Critic
from mtqa.detectors import catalogue
from mtqa.detectors.base import mask_text
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.types import Finding

PROSE = (
    "They said that she lives in a small house near the river with her two children. "
    "It depends on the weather in the valley."
)
CRITICS = [d for d in catalogue().values() if d.scope == "critic"]


def _found(text: str, model: BigramModel | None = None) -> list[Finding]:
    critic = Critic(model or BigramModel(PROSE), CRITICS)
    hidden = find_masks(text)
    masked = mask_text(text, hidden)
    return [f for p in segment(text, hidden) for f in critic.read(text, masked, p)[1]]


@pytest.mark.parametrize(
    ("text", "before", "after", "detector"),
    [
        ("They said that she lives in small house near the river.",
         "small", "a small", "grammar.unlikely_article"),
        ("They said that she lives in a a small house near the river.",
         "a a", "a", "grammar.unlikely_article"),
        ("It depends from the weather in the valley.",
         "from", "on", "grammar.unlikely_preposition"),
        ("They said that she live in a small house near the river.",
         "live", "lives", "grammar.unlikely_form"),
    ],
)  # fmt: skip
def test_an_edit_that_gains_is_the_suggestion(
    text: str, before: str, after: str, detector: str
) -> None:
    text = f"A bell rang twice.\n\n{text}\n\nNobody came."
    (finding,) = _found(text)
    assert finding.detector == detector
    assert (finding.text, finding.suggestion) == (before, after)
    assert finding.span.of(text) == before
    assert before in finding.message


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "They said that she lives in small Houston near the river.",
        "They said that she lives in small, house near the river.",
        "They said that she lives in small house near the river",
        "“They said that she lives in small house near the river.”",
        "They said (she lives in small house near the river) nothing else.",
        "They said that she lives in\nsmall house near the river.",
        "They said that she lives in `small house` near the river.",
        "Small house near river.",
        "",
    ],
)
def test_names_marks_quotations_and_headlines_are_left_alone(text: str) -> None:
    assert _found(text) == []


def test_of_edits_side_by_side_the_strongest_is_reported() -> None:
    found = _found("They said that she live in small house near the river with her two children.")
    assert len(found) == 1


def test_few_places_are_read_again() -> None:
    model = BigramModel(PROSE)
    _found("They said that she lives in small house near the river. " * 50, model)
    assert 2 <= model.texts_scored <= 2 * (2 + 550 // 60)


@pytest.mark.parametrize("filler", ["a", "a ", "the small ", "she lives in small. ", '"in small '])
def test_any_length_is_linear(filler: str) -> None:
    text = filler * (100_000 // len(filler)) + "."
    begun = time.process_time()
    _found(text)
    assert time.process_time() - begun < 20.0


def test_a_result_depends_on_its_paragraph_alone() -> None:
    text = "They said that she lives in small house near the river."
    (alone,) = _found(text)
    amid = _found(f"{PROSE}\n\n{text}\n\n{PROSE}")
    assert [(f.text, f.suggestion) for f in amid] == [(alone.text, alone.suggestion)]
