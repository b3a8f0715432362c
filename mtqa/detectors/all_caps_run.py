r"""Run of capitals.

What it finds
    Five or more words in capitals inside a sentence that goes on in lower case.

Why it suggests machine translation
    Spun and translated product copy keeps the source's shouted headings inside its sentences.

Examples
    ``Buy it now AND GET THE BEST PRICE EVER for your family.``

When it is wrong
    Warnings, legal text, headings and informal emphasis are human. Hence in preview.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_RUN = re.compile(r"[a-z,] (?P<run>[A-Z]{2,20}(?: [A-Z]{1,20}){3,40} [A-Z]{2,20})(?=,? [a-z])")
#: Without this there is no run.
_CAPITALS = re.compile(r"[A-Z][A-Z] [A-Z]")


def find(view: View) -> Iterator[Match]:
    """Yield the run."""
    if not _CAPITALS.search(view.text):
        return
    for found in _RUN.finditer(view.text):
        start, end = found.span("run")
        yield Match(start, end, f"“{view.original[start:end]}” stands in capitals in a sentence")


DETECTOR = Detector(
    id="punctuation.all_caps_run",
    summary="five or more words in capitals inside a sentence",
    severity=Severity.MINOR,
    confidence=0.7,
    find=find,
    preview=True,
    bad=(
        "Buy it now ⟦AND GET THE BEST PRICE EVER⟧ for your family.",
        "This shop ⟦IS THE BEST IN TOWN⟧ for you.",
        "We offer, ⟦AT NO COST TO ALL⟧, a free bag.",
    ),
    good=(
        "The BBC and the CIA met NATO and EU officials.",
        "WARNING: DO NOT OPEN THIS BOX.",
        "He wrote SELECT and FROM in capitals.",
        "The sign said NO ENTRY in red.",
        "IBM, HP and AMD, NASA, ESA and JAXA signed.",
    ),
)
