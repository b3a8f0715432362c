r"""Calqued ordinal.

What it finds
    Dates, hours and centuries counted as other languages count them: ``the 25th of the
    afternoon``, ``the day 25 of January``, ``20 of June of 2018``, ``XIX century``.

Why it suggests machine translation
    The words follow the source one by one (*el día 25 de enero*, *XIX век*).

Examples
    ``The church was built in the XIX century.``

When it is wrong
    Guides written by Italians and Poles number centuries in Roman figures themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
#: Patterns, each with what a text must hold.
_CALQUES = (
    (
        re.compile(
            r"\b[0-9]{1,2}(?:st|nd|rd|th) (?:of|in) the (?:afternoon|morning|evening|night)\b"
        ),
        Needed(pairs=followed("the", "afternoon|morning|evening|night")),
    ),
    (
        re.compile(
            rf"\bday [0-9]{{1,2}} of (?:{_MONTH})\b"
            rf"|(?<![\w.,$-])[0-9]{{1,2}} (?:of )?(?:{_MONTH}) of (?:19|20)[0-9]{{2}}\b"
            rf"|\b(?:[Oo]n|[Ff]rom|[Uu]ntil|[Bb]y|[Ss]ince) the [0-9]{{1,2}} of (?:{_MONTH})\b"
            r"(?!['’])"
        ),
        Needed(pairs=followed("of", _MONTH) | followed(_MONTH, "of")),
    ),
    (
        re.compile(
            r"(?<![\w-])(?:X{1,2}I{0,3}|XI?[VX]|X?VI{0,3})(?:th|-th)? (?:and [XVI]{1,5} )?"
            r"centur(?:y|ies)\b"
        ),
        Needed(either("century|centuries")),
    ),
    (
        re.compile(r"\b(?:in|of) (?:the year of|year of the) (?:19|20)[0-9]{2}\b"),
        Needed(pairs=followed("year", "of")),
    ),
)


def find(view: View) -> Iterator[Match]:
    """Yield ordinals, dates and centuries in the order of another language."""
    found = [
        match
        for pattern, needed in _CALQUES
        if needed.may_stand_in(view.text)
        for match in pattern.finditer(view.text)
    ]
    for match in sorted(found, key=lambda m: m.start()):
        yield Match(match.start(), match.end(), f"“{match.group()}” counts in a foreign way")


DETECTOR = Detector(
    id="number.ordinal_calque",
    summary="a date, hour or century counted in a foreign way",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "The match begins at the ⟦5th of the afternoon⟧.",
        "It opened on the ⟦day 25 of January⟧ and closed on ⟦20 of June of 2018⟧.",
        "The church was built in the ⟦XIX century⟧.",
        "It rained ⟦on the 25 of March⟧.",
    ),
    good=(
        "It rained on the 25th of March, in the 19th century.",
        "On the 3rd day of the trial he spoke.",
        "He is one of the 20 of May’s loyal backers.",
        "In the years 90 to 110 Rome grew.",
        "Louis XIV ruled for decades; century XX Fox is no film.",
        "On 25 March 2018 it rained, and on the 4th of July.",
    ),
)
