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

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.kinds import phrase_matches
from mtqa.types import Severity


def find(view: View) -> Iterator[Match]:
    """Yield the phrases of the list."""
    yield from phrase_matches(
        view,
        "spinner_phrases",
        "“{quoted}” reads like the work of a paraphrasing tool; a writer would say “{intended}”",
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
