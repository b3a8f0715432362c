r"""Verb before its subject.

What it finds
    After a date, the verb before its subject: ``From 1964 to 1987 opened the museum``.

Why it suggests machine translation
    Spanish, Italian, Russian, German and Dutch put the verb second after an opening adverbial;
    English keeps subject before verb.

Examples
    ``In 1987 opened the National Museum of Glass.``

When it is wrong
    English inverts after places (``On the hill stood a house``) and with ``came``, ``began`` or
    ``followed`` after dates (``In 1990 came the crash``); those verbs never count. Curricula
    vitae without ``I`` (``In 1998 founded the club``) are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import sentence_starts
from mtqa.types import Severity

_TIME = (
    r"(?:From \d{4} to \d{4}|Between \d{4} and \d{4}|(?:In|Since|Until) (?:the year )?\d{4}|"
    r"(?:In|On) (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)(?: \d{1,2})?(?:,? \d{4})?|On (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Yesterday|"
    r"Last (?:year|month|week|summer|winter|spring|autumn|night)|"
    r"(?:Thus|In this way) (?=(?:arises|arose|emerges|emerged|originates|originated) the "
    r"(?!question|need|problem|issue|possibility|conflict|idea|notion|paradox|suspicion)))"
)
_INVERTED = re.compile(
    rf"(?P<piece>{_TIME},? ?(?:arises|arose|emerges|emerged|originates|originated|opened|founded|"
    rf"created|died|signed|appeared|arose|started|existed|"
    r"finished|ended|took place|was born|was built|was founded|was opened|was created|was held|"
    r"was signed|was established|was published|were built|were held|were created|were opened|took|"
    r"won|held|lost|published|announced|happened|occurred|decided|passed|closed|arrived|moved|"
    r"married|visited|said|met|launched|left|fell|became|was (?:made|sold|sent|given|opened|"
    r"found|set up|set|taken|killed|arrested|closed|completed|launched))) "
    r"(?:(?:the|a|an|its|his|her|their|our)\b|[A-Z][a-z]+ (?!to\b|for\b|from\b))"
    r"(?! ?(?:same|following|next) (?:day|year|month))"
)


def find(view: View) -> Iterator[Match]:
    """Yield the date and the verb."""
    text = view.text
    for at in sentence_starts(text):
        found = _INVERTED.match(text, at)
        if found:
            start, end = found.span("piece")
            yield Match(
                start,
                end,
                f"in “{view.original[start : found.end()]} …” the verb stands before its subject",
            )


DETECTOR = Detector(
    id="order.verb_subject",
    summary="after a date, the verb before its subject",
    severity=Severity.MAJOR,
    confidence=0.85,
    find=find,
    bad=(
        "⟦From 1964 to 1987 opened⟧ the Museum of Glass and the old theatre.",
        "The club was small. ⟦In 1921 was founded⟧ the first women’s team.",
        "⟦On Monday took place⟧ the first meeting of the group.",
        "⟦Yesterday died⟧ the oldest man of the village.",
    ),
    good=(
        "In 1990 came the crash, and in 1991 began the war.",
        "On the hill stood a house, and in it lived an old man.",
        "In 1987 the museum opened.",
        "From 1964 to 1987, he opened the museum every day.",
        "Yesterday the ministers met in Paris.",
        "In March followed the second trial.",
        "What happened on Monday took the world by surprise.",
    ),
)
