r"""Calqued clause order.

What it finds
    Time and place before the verb, and the subject behind it or gone: ``Yesterday in Paris met
    the ministers``, ``Today in the city was held a meeting``.

Why it suggests machine translation
    Slavic, Germanic and Romance sources set the scene first and then invert; the order was kept.

Examples
    ``Yesterday in Paris met the ministers of six countries.``

When it is wrong
    Headlines in telegram style and old ballads invert, too. Locative inversion with a verb of
    being or standing (``Here in Paris lives a man``) stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import sentence_starts
from mtqa.types import Severity

_TIME = (
    r"(?:Yesterday|Today|Tomorrow|Tonight|This (?:morning|evening|week|year)|Last (?:night|"
    r"week|month|year)|On (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|In \d{4}|"
    r"On [A-Z][a-z]+ \d{1,2})"
)
_PLACE = (
    r"(?:in|at|near) (?:the (?:[a-z]+ )?(?:city|capital|town|village|region|country|center|centre|"
    r"[A-Z][a-z]+)|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_VERB = (
    r"(?:met|signed|opened|arrived|took place|was held|were held|will be held|will take place|was "
    r"opened|was found|were found|died|started|ended|gathered|discussed|happened|occurred|began|"
    r"was killed|were killed|were arrested|was arrested|was signed|burned|exploded|held|won)"
)
_CALQUE = re.compile(
    rf"(?P<piece>{_TIME},? {_PLACE},? {_VERB}) (?:the|a|an|its|his|her|their|several|many|some|two|"
    r"three|four|five|six|ten|more|about|around|over|\d+)\b"
)


def find(view: View) -> Iterator[Match]:
    """Yield time, place and verb."""
    for at in sentence_starts(view.text):
        found = _CALQUE.match(view.text, at)
        if found is None:
            continue
        start, end = found.span("piece")
        yield Match(
            start,
            end,
            f"“{view.original[start:end]}” puts time, place and verb before the subject",
        )


DETECTOR = Detector(
    id="order.calqued_clause",
    summary="time, place and verb before the subject",
    severity=Severity.MAJOR,
    confidence=0.6,
    find=find,
    preview=True,
    bad=(
        "⟦Yesterday in Paris met⟧ the ministers of six countries.",
        "⟦Today in the city was held⟧ a meeting of farmers.",
        "⟦On Friday near Odesa were found⟧ three old boats.",
    ),
    good=(
        "Yesterday in Paris the ministers of six countries met.",
        "Today in the city, a meeting of farmers was held.",
        "The talks held on Friday in Vienna opened a door.",
        "Here in Paris lives a man who knows.",
        "In 1990 in Rome, she met the man she later married.",
        "On Friday, near Odesa, three old boats were found.",
    ),
)
