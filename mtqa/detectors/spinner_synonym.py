r"""Phrase of a paraphrasing tool.

What it finds
    Everyday prose as spinners rewrite it: ``a standout amongst the most`` for one of the most,
    ``long periods of experience`` for years of experience.

Why it suggests machine translation
    Spinners exchange words and idioms by a dictionary, without regard for the company they
    keep. The same few results return on thousands of pages, and people do not write them.

Examples
    ``Paris is a standout amongst the most visited cities.``

When it is wrong
    A writer may be odd on purpose. Entries that native prose uses were taken out of the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.phrases import PhraseFinder, PhraseList, load_data
from mtqa.types import Severity


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder(load_data("spinner_phrases.yaml", PhraseList))


def find(view: View) -> Iterator[Match]:
    """Yield the phrases of the list."""
    for found in _finder().find(view.text):
        quoted = view.original[found.start : found.end]
        yield Match(
            found.start,
            found.end,
            f"“{quoted}” reads like the work of a paraphrasing tool; "
            f"a writer would say “{found.intended}”",
            suggestion=found.suggestion,
        )


DETECTOR = Detector(
    id="lexical.spinner_synonym",
    summary="everyday prose as a paraphrasing tool rewrites it",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "Paris is ⟦a standout amongst the most⟧ visited cities.",
        "Our team has ⟦long periods of experience⟧ with roofs.",
        "⟦If you don't mind visit⟧ our page for the prices.",
        "Keep the plants indoors in the ⟦colder time of year⟧.",
    ),
    good=(
        "She was a standout among her classmates.",
        "Patients with long periods of inactivity need exercise.",
        "Come in, if you don't mind the mess.",
        "The team was one of the most watched of the season.",
        "In the event that the alarm sounds, leave by the nearest exit.",
        "The colder months bring more visitors to the shelter.",
    ),
)
