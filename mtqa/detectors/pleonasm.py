r"""Pleonasm.

What it finds
    Words that say the same thing twice: ``return back to``, ``repeat again``, ``more better``.

Why it suggests machine translation
    Word-by-word engines translate a prefix and the adverb that goes with it, or a comparative
    and its particle, each on its own.

Examples
    ``She repeated again that the shop is closed.``

When it is wrong
    Native speech is full of pleonasms, so the finding is minor and says little about who wrote
    the text; it is a preview.
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
        "pleonasms",
        "“{quoted}” says it twice; “{intended}” is enough",
    )


DETECTOR = Detector(
    id="lexical.pleonasm",
    summary="words that say the same thing twice",
    severity=Severity.MINOR,
    confidence=0.65,
    find=find,
    preview=True,
    bad=(
        "He wants to ⟦return back to⟧ Lisbon.",
        "She ⟦repeated again⟧ that the shop is closed.",
        "The new road is ⟦more better⟧ than the old one.",
        "They ⟦discussed about⟧ the price for hours.",
    ),
    good=(
        "On his return, back pain kept him in bed.",
        "Never repeat it. Again, that is my advice.",
        "He wanted more, better and cheaper food.",
        "They discussed the price and what it is about.",
        "We went back to Lisbon and came back again in May.",
        "It will happen again and again.",
    ),
)
