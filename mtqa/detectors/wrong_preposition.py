r"""Wrong or missing preposition.

What it finds
    A verb, an adjective or a fixed phrase with the preposition of another language, or without
    one: ``depends of``, ``married with``, ``discuss about``, ``listen music``, ``despite of``,
    ``entered in the city``, ``in the weekends``.

Why it suggests machine translation
    A preposition is translated by its commonest sense; which one a word takes is not told by the
    sense but by the word (*dépendre de*, *зависеть от*, *verheiratet mit*).

Examples
    ``The price depends of the season, despite of the discount.``

When it is wrong
    People who write in their second language do the same, which is why the fault is minor.
    Quotations stay silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.kinds import phrase_match, shipped_phrases
from mtqa.types import Severity

#: The reason, as :func:`phrase_match` takes it.
_MESSAGE = "in “{quoted}” the preposition is not the English one; English says “{intended}”"


def find(view: View) -> Iterator[Match]:
    """Yield the phrases of the list."""
    for found in shipped_phrases("prepositions").find(view.text):
        if not enclosed(view.text, found.start, found.end):
            yield phrase_match(view, found, _MESSAGE)


DETECTOR = Detector(
    id="grammar.preposition",
    summary="a word with the preposition of another language, or without one",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    bad=(
        "The price ⟦depends of⟧ the season.",
        "She is ⟦married with a⟧ sailor from Cork.",
        "They ⟦discussed about⟧ the plan for hours.",
        "In the evening we ⟦listen music⟧ or read.",
        "⟦Despite of⟧ the rain, everyone came.",
        "The guests ⟦entered in the house⟧ one by one.",
    ),
    good=(
        "The price depends on the season.",
        "He was married with a child on the way, and she married into money.",
        "Talks about the plan went on; the discussion about money did not.",
        "Listen: music is playing.",
        "In spite of the rain, everyone came.",
        "“It depends of the weather,” said the guide.",
        "They had waited since two days before the feast, and entered in the spring.",
        "Of all that it depends on, money is the least.",
    ),
)
