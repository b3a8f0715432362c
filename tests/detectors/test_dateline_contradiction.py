"""Datelines: how far one holds, how days are counted, and that many of them stay cheap."""

from __future__ import annotations

import time

import pytest

from mtqa.detectors import dateline_contradiction
from mtqa.detectors.base import View
from mtqa.types import Span


def _found(text: str) -> list[str]:
    whole = (Span(0, len(text)),)
    view = View(text, text, whole, whole)
    return [text[m.start : m.end] for m in dateline_contradiction.find(view)]


@pytest.mark.parametrize(
    ("day", "said", "contradicts"),
    [
        ("March 3", "March 4", False),  # another time zone
        ("March 3", "March 5", True),
        ("3 March", "5 March", True),
        ("Feb. 27", "March 1", True),
        ("Dec. 30", "Jan. 2", True),  # over the turn of the year
        ("Jan. 2", "Dec. 30", False),  # of the year before
        ("March 3", "May 20", False),
        ("March 3", "Feb. 30", False),  # no such day
    ],
)
def test_words_said_days_after_the_dateline_contradict_it(
    day: str, said: str, contradicts: bool
) -> None:
    text = f"OSLO, {day} (AP) - The fleet left port. The admiral said on {said} that all was well."
    assert _found(text) == ([said] if contradicts else [])


def test_a_dateline_holds_up_to_the_next_one() -> None:
    digest = (
        "OSLO, March 3 (AP) - The fleet left port.\n\n"
        "BERGEN, March 20 (AP) - The mayor said on March 20 that the fair was open."
    )
    assert _found(digest) == []


def test_a_page_updated_after_the_dateline_is_sound() -> None:
    lead = "LONDON, March 30 (Reuters) - The bridge was closed."
    assert _found(f"Published: March 3, 2021\n\n{lead}") == ["March 30"]
    assert _found(f"Published: March 3, 2021\nUpdated: March 31, 2021\n\n{lead}") == []


@pytest.mark.parametrize(
    "line",
    [
        "LONDON, March 3 (AP) - It rained.\n\n",
        "Published: March 3, 2021\nLONDON, March 30 (AP) - It rained.\n\n",
        "LONDON (AP) - “The talks here in Vienna",
        "OSLO, March 3 (AP) - He said on March 20, ",
    ],
)
def test_many_datelines_are_linear(line: str) -> None:
    begun = time.process_time()
    _found(line * (100_000 // len(line)))
    assert time.process_time() - begun < 3
