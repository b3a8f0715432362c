r"""Calque and literal idiom.

What it finds
    A construction or idiom carried over word by word from another language: ``make a photo``,
    ``open the light``, ``the beautiful half of humanity``.

Why it suggests machine translation
    Each word is translated and the whole is not: engines that go phrase by phrase keep the
    shape of the source. The message names languages that say it so.

Examples
    ``Tourists make photos of the tower.``

When it is wrong
    People who write in their second language carry idioms over as well, and a writer may quote
    a foreign saying on purpose.
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
        "calques",
        "“{quoted}” looks carried over word by word ({source}); English says “{intended}”",
    )


DETECTOR = Detector(
    id="lexical.calque",
    summary="an idiom or construction translated word by word",
    severity=Severity.MAJOR,
    confidence=0.95,
    find=find,
    bad=(
        "We wanted to ⟦make a photo⟧ of the tower.",
        "Please ⟦open the light⟧ when you come in.",
        "On Friday the city congratulated ⟦the beautiful half of humanity⟧.",
        "It was cold, and ⟦it had no sense to⟧ wait.",
        "The new bridge ⟦possibilitates⟧ faster trips.",
    ),
    good=(
        "They made a photo album for their grandparents.",
        "Open the lightweight tent first, then the poles.",
        "Half of humanity lives in cities.",
        "He had no sense of direction.",
        "The junior partners met the clients.",
        "It makes no sense to wait in the cold.",
        "She has reason to believe that the letter is real.",
    ),
)
