r"""Impossible date.

What it finds
    Days that no month has (``31 February``, ``June 31``) and times that no clock shows
    (``25:70``, ``15:30 pm``).

Why it suggests machine translation
    Engines swap and merge digits, and add ``pm`` to hours counted to 24.

Examples
    ``The law takes effect on 31 November.``

When it is wrong
    A joke or a test (``when pigs fly, on February 30``) may mean it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_SHORT = r"(?:April|Apr\.|June|September|Sept?\.|November|Nov\.)"
_FEBRUARY = r"(?:February|Feb\.)"
_MONTH = (
    r"(?:January|Jan\.|February|Feb\.|March|April|Apr\.|May|June|July|August|Aug\.|September|"
    r"Sept?\.|October|Oct\.|November|Nov\.|December|Dec\.)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Without this there is no impossible day.
_LATE_DAY = re.compile(r"[3-9][0-9](?:st|nd|rd|th)?(?:[ .,;)]|\Z)")
_TH = r"(?:st|nd|rd|th)?"
_BEFORE = r"(?<=\b(?:on|by|of|to|in) )"
_AFTER = r"(?=[,.;)]?(?:\s(?:19|20)[0-9]{2}\b|[,.;)](?!\d)|\s*\Z))"
_DATE = re.compile(
    rf"(?<![\d.,/-])31{_TH}(?: of)? {_SHORT}|(?<![\d.,/-])3[01]{_TH}(?: of)? {_FEBRUARY}"
    rf"|{_BEFORE}(?:{_SHORT} 31|{_FEBRUARY} 3[01]|{_MONTH} (?:3[2-9]|[4-9][0-9])){_TH}{_AFTER}"
    rf"|\b(?:{_SHORT} 31|{_FEBRUARY} 3[01]){_TH}, (?:19|20)[0-9]{{2}}\b"
    rf"|(?<![\d.,/$-])(?:3[2-9]|[4-9][0-9])(?:st|nd|rd|th) of {_MONTH}(?! [a-z])"
)
#: Without this there is no time.
_MINUTES = re.compile(r":[0-9]")
_CLOCK = re.compile(
    r"(?<![\d:.])(?:1[3-9]|2[0-9]):[0-5][0-9] ?[ap]\.?m\b\.?"
    r"|(?<![\d:.])[0-9]{1,2}:[6-9][0-9](?= ?(?:[ap]\.?m\b|GMT|UTC|o['’]clock|hours))"
    r"|(?<=\bat )(?:2[5-9]|[3-9][0-9]):[0-5][0-9](?= (?:on|local|GMT|UTC|in the|this|today))"
    r"|(?<![\d:.])2[5-9]:[6-9][0-9](?![\d:])"
)


def find(view: View) -> Iterator[Match]:
    """Yield dates and times that do not exist."""
    text = view.text
    if _LATE_DAY.search(text) and any(month in text for month in _MONTHS):
        for found in _DATE.finditer(text):
            yield Match(found.start(), found.end(), f"there is no day “{found.group()}”")
    if _MINUTES.search(text):
        for found in _CLOCK.finditer(text):
            yield Match(found.start(), found.end(), f"no clock shows “{found.group()}”")


DETECTOR = Detector(
    id="number.impossible_date",
    summary="a day that no month has, or a time that no clock shows",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "The law takes effect on ⟦31 November⟧.",
        "They met on ⟦February 30⟧, 2021.",
        "The train left at ⟦25:70⟧.",
        "Doors open at ⟦15:30 pm⟧ on Sunday.",
    ),
    good=(
        "They met on 31 October and on February 28.",
        "In April 31 people lost their jobs.",
        "They may march 40 miles in May 2020.",
        "Spain won 25:17 and 25:23 in two sets.",
        "The ratio was 30:70 and the time 12:59 pm.",
        "In February 30 boats sank.",
        "The law of June 30, 1998, and of 30 April, stands.",
    ),
)
