r"""Wrong weekday.

What it finds
    A weekday beside a full date on which that day was another (``Monday, 4 January 2022``).

Why it suggests machine translation
    Engines swap weekdays and digits; pages made by machines join dates of several sources.

Examples
    ``They met on Monday, 4 January 2022, in Oslo.``

When it is wrong
    Dates before 1900 and in other calendars are not looked at. A human slip is reported too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = "|".join(_MONTHS)
_DATED = re.compile(
    rf"\b(?P<day>{'|'.join(_DAYS)}),? (?:the )?"
    rf"(?:(?P<d1>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})|(?P<m2>{_MONTH}) "
    r"(?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?),? (?P<year>19[0-9]{2}|20[0-9]{2})\b"
)


def find(view: View) -> Iterator[Match]:
    """Yield weekdays that the calendar contradicts."""
    if not any(year in view.text for year in (" 19", " 20")) or "day" not in view.text:
        return
    for found in _DATED.finditer(view.text):
        month = _MONTHS.index(found["m1"] or found["m2"]) + 1
        day_of_month, year = int(found["d1"] or found["d2"]), int(found["year"])
        try:
            right = _DAYS[date(year, month, day_of_month).weekday()]
        except ValueError:  # no such day: number.impossible_date reports it
            continue
        if right != found["day"]:
            start, end = found.span()
            yield Match(start, end, f"“{found.group()}” was a {right}")


DETECTOR = Detector(
    id="number.wrong_weekday",
    summary="a weekday that contradicts its date",
    severity=Severity.MINOR,
    confidence=0.85,
    find=find,
    bad=(
        "They met on ⟦Monday, 4 January 2022⟧, in Oslo.",
        "It opened on ⟦Friday, March 3, 2021⟧.",
        "The vote is set for ⟦Sunday 2nd of May 2022⟧.",
    ),
    good=(
        "They met on Tuesday, 4 January 2022, in Oslo.",
        "It opened on Wednesday, March 3, 2021.",
        "On Monday, 4 January was still far away.",
        "It closed on Monday, May 2022 being too late.",
        "He was born on a Sunday; 2 May 2022 was a Monday.",
    ),
)
