r"""Wrong weekday.

What it finds
    A weekday beside a full date on which that day was another (``Monday, 4 January 2022``, ``May
    2, 2022 (Sunday)``), and two dates side by side that cannot both be right (``from Monday, 3
    March, to Friday, 8 March``).

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
from mtqa.detectors.word_sets import Needed, either, followed
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
_MONTH = "|".join(_MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_SHORT_DAYS = "Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
_DAY = rf"(?P<day>{'|'.join(_DAYS)}|(?:{_SHORT_DAYS})\b\.?)"
_YEAR = r"(?P<year>19[0-9]{2}|20[0-9]{2})\b(?!-[0-9])"
_TH = r"(?:st|nd|rd|th)?"
_DAY_AND_MONTH = (
    rf"(?:(?P<d1>[0-9]{{1,2}}){_TH}(?: of)? (?P<m1>{_MONTH})|(?P<m2>{_MONTH}) "
    rf"(?:the )?(?P<d2>[0-9]{{1,2}}){_TH})"
)
_DATED = re.compile(
    rf"\b{_DAY},? (?:the )?{_DAY_AND_MONTH}(?!\w)(?:(?:,|, in| in| of)? {_YEAR})?(?!\w|[:.]\d)"
)
_DAY_LAST = re.compile(
    rf"(?<![\w.,:/-]){_DAY_AND_MONTH},? {_YEAR}(?:, (?:an? )?| \(|, which was a | was a )"
    rf"(?P<day>{'|'.join(_DAYS)})\b(?!['’]| [A-Z0-9])"
)
#: A newspaper (``the Sun``), a person (``Tom Wed``) or a wedding, not a short weekday.
_NO_WEEKDAY = re.compile(r"(?:\b[Tt]he|\b[A-Z][\w.]{0,30}) \Z")
_NUMBERS = "|".join(f"{n}|{n}st|{n}nd|{n}rd|{n}th" for n in range(1, 32))
_WEEKDAY_WORDS = "|".join((*_DAYS, "Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun"))
_MONTH_WORDS = "|".join((*_MONTHS, "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"))
_BEFORE_DATE = Needed(pairs=followed(_WEEKDAY_WORDS, f"{_NUMBERS}|{_MONTH_WORDS}|the"))
_BEHIND_DATE = Needed(
    pairs=followed("|".join(map(str, range(1900, 2100))), "|".join((*_DAYS, "a|which|was")))
)
_IN_MONTH = Needed(either(_MONTH_WORDS))
#: How far two dates without a year may stand from each other, in code points and in days.
_NEAR, _CLOSE = 120, 45


def find(view: View) -> Iterator[Match]:
    """Yield weekdays that the calendar contradicts."""
    text = view.text
    if not _IN_MONTH.may_stand_in(text):
        return
    matches: list[Match] = []
    if _BEFORE_DATE.may_stand_in(text):
        matches.extend(_before_dates(text))
    if _BEHIND_DATE.may_stand_in(text):
        for found in _DAY_LAST.finditer(text):
            matches.extend(_contradicted(found))
    last = 0
    for match in sorted(matches, key=lambda m: m.start):
        if match.start >= last:
            last = match.end
            yield match


def _before_dates(text: str) -> Iterator[Match]:
    earlier: re.Match[str] | None = None
    for found in _DATED.finditer(text):
        if found["day"] not in _DAYS and _NO_WEEKDAY.search(
            text[max(0, found.start() - 40) : found.start()]
        ):
            continue
        if found["year"]:
            yield from _contradicted(found)
            earlier = None
            continue
        if (
            earlier is not None
            and found.start() - earlier.end() <= _NEAR
            and not re.search(
                r"(?:19|20)[0-9]{2}|\byears?\b", text[earlier.end() : found.end() + 8]
            )
            and _disagree(earlier, found)
        ):
            message = f"“{found.group()}” contradicts “{earlier.group()}”"
            yield Match(found.start(), found.end(), message)
        earlier = found


def _contradicted(found: re.Match[str]) -> Iterator[Match]:
    named = _date(found, int(found["year"]))
    if named is None:  # no such day: number.impossible_date reports it
        return
    right = _DAYS[named.weekday()]
    if right[:3] != found["day"][:3]:
        start, end = found.span()
        yield Match(start, end, f"“{found.group()}” was a {right}")


def _disagree(first: re.Match[str], second: re.Match[str]) -> bool:
    """Tell whether two near dates of one year, or two years in a row, rule each other out."""
    apart = _weekday(second) - _weekday(first)
    # A year with a leap day, one without, and the turn of a year.
    for year, next_year in ((2023, 2023), (2024, 2024), (2023, 2024), (2024, 2023)):
        one, other = _date(first, year), _date(second, next_year)
        if one is None or other is None:
            return False
        days = (other - one).days
        if year == next_year and abs(days) > _CLOSE and abs(days) < 365 - _CLOSE:
            return False
        if abs(days) <= _CLOSE and (days - apart) % 7 == 0:
            return False
    return True


def _weekday(found: re.Match[str]) -> int:
    return next(i for i, day in enumerate(_DAYS) if day.startswith(found["day"][:3]))


def _date(found: re.Match[str], year: int) -> date | None:
    month = next(
        i for i, name in enumerate(_MONTHS, 1) if name.startswith((found["m1"] or found["m2"])[:3])
    )
    try:
        return date(year, month, int(found["d1"] or found["d2"]))
    except ValueError:
        return None


DETECTOR = Detector(
    id="number.wrong_weekday",
    summary="a weekday that contradicts its date",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "They met on ⟦Monday, 4 January 2022⟧, in Oslo.",
        "It opened on ⟦Friday, March 3, 2021⟧.",
        "The vote is set for ⟦Sunday 2nd of May 2022⟧.",
        "The strike began on ⟦May 2, 2022 (Sunday⟧) and went on for a week.",
        "Doors open ⟦Fri, Mar. 3, 2021⟧ at noon.",
        "The fair lasts from Monday, 3 March, to ⟦Friday, 8 March⟧.",
    ),
    good=(
        "They met on Tuesday, 4 January 2022, in Oslo.",
        "It opened on Wednesday, March 3, 2021.",
        "On Monday, 4 January was still far away.",
        "It closed on Monday, May 2022 being too late.",
        "He was born on a Sunday; 2 May 2022 was a Monday.",
        "The fair lasts from Monday, 3 March, to Friday, 7 March.",
        "It ran in the Sun, 5 May 2014, and the London Sun, 6 May 2014.",
        "Since 4 January 2022, Wednesday’s lessons are free. It was 2 May 2022, Sunday Times.",
        "It rained on Monday, 3 March; a year later, on Wednesday, 3 March, it snowed.",
    ),
)
