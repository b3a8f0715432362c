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
    A writer may be odd on purpose. Entries that native prose uses were taken out of the list, or
    count only where a word that spinners like (``utilize``, ``numerous``) stands in the same
    paragraph. A phrase in a quotation of a few words is only mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.kinds import phrase_match, shipped_phrases
from mtqa.detectors.mention import is_mentioned
from mtqa.types import Severity

#: The reason, as :func:`phrase_match` takes it.
_MESSAGE = "“{quoted}” reads like the work of a paraphrasing tool; a writer would say “{intended}”"


def find(view: View) -> Iterator[Match]:
    """Yield the phrases of the list."""
    for found in shipped_phrases("spinner_phrases").find(view.text):
        if not is_mentioned(view.text, found.start, found.end):
            yield phrase_match(view, found, _MESSAGE)


DETECTOR = Detector(
    id="lexical.spinner_synonym",
    summary="everyday prose as a paraphrasing tool rewrites it",
    severity=Severity.MAJOR,
    confidence=0.95,
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
        "People everywhere throughout the world will hear of it.",
        "Sightseers come from the close-by areas in summer.",
        "The colder months bring more visitors to the shelter.",
    ),
)
