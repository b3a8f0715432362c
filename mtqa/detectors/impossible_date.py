r"""Impossible date.

What it finds
    Days that no month has (``31 February``, ``June 31``, ``29 February 2019``, ``31/04/2016``) and
    times that no clock shows (``25:70``, ``15:30 pm``, ``at 16 pm``).

Why it suggests machine translation
    Engines swap and merge digits, and add ``pm`` to hours counted to 24.

Examples
    ``The law takes effect on 31 November.``

When it is wrong
    A joke (``when pigs fly, on February 30``) may mean it. Beside words such as ``invalid`` or
    ``does not exist`` the detector stays silent.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_SHORT = r"(?:April|Apr\.?|June|Jun\.?|September|Sept?\.?|November|Nov\.?)"
_FEBRUARY = r"(?:February|Feb\.?)"
_MONTH = (
    r"(?:January|Jan\.|February|Feb\.|March|April|Apr\.|May|June|July|August|Aug\.|September|"
    r"Sept?\.|October|Oct\.|November|Nov\.|December|Dec\.)"
)
#: Without this there is neither an impossible day nor such a time.
_TWO_DIGITS = re.compile(r"[0-9][0-9]")
#: Without both of these there is no impossible day.
_LATE_DAY = re.compile(r"[2-9][0-9](?<!2[0-8])(?<![0-9][0-9][0-9])(?:st|nd|rd|th)?\b")
_MONTH_BEGINS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_BESIDE_MONTH = re.compile(
    rf"[0-9](?:st|nd|rd|th)?(?: of)? {_MONTH_BEGINS}|{_MONTH_BEGINS}[a-z]{{0,6}}\.? [2-9][0-9]"
)
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}\b"
_BEFORE = r"(?<=\b(?:on|by|of|to|in) )"
_AFTER = r"(?=[,.;)]?(?:\s(?:19|20)[0-9]{2}\b|[,.;)](?!\d)|\s*\Z))"
_DATE = re.compile(
    rf"(?<![\d.,/#-])31{_TH}(?: of)? {_SHORT}(?!\w)"
    rf"|(?<![\d.,/#-])3[01]{_TH}(?: of)? {_FEBRUARY}(?!\w)"
    rf"|{_BEFORE}(?:{_SHORT} 31|{_FEBRUARY} 3[01]){_TH}{_AFTER}"
    # In "of April 93" the number is a year.
    rf"|(?<=\bon )(?:{_MONTH} (?:3[2-9]|[4-9][0-9])){_TH}{_AFTER}"
    rf"|\b(?:{_SHORT} 31|{_FEBRUARY} 3[01])(?:{_TH},? {_YEAR}|(?:st|th)\b(?!-))"
    rf"|(?:\b(?:from|until|till|since|before|after|due|[Tt]he) |day, )"
    rf"(?P<bare>(?:{_SHORT} 31|{_FEBRUARY} 3[01])\b)"
    r"(?= (?:at|and|to|deadline|for|the|in|is|was|he|she)\b|[,.;])"
    rf"|(?<![\d.,/$-])(?:3[2-9]|[4-9][0-9])(?:st|nd|rd|th) of {_MONTH}(?! [a-z])"
)
#: The day that only one year in four has.
_LEAP_DAY = re.compile(
    rf"(?<![\d.,/-])29(?:th)?(?: of)? {_FEBRUARY},? (?P<y1>{_YEAR})"
    rf"|\b{_FEBRUARY} 29(?:th)?,? (?P<y2>{_YEAR})"
)
#: Without this no date is written in digits.
_DIGIT_YEAR = re.compile(r"[./-](?:(?:19|20)[0-9]{2}|[01][0-9]-[0-3])")
_DIGITS = re.compile(
    r"(?<![\w./-])(?P<a>[0-3]?[0-9])(?P<mark>[./])(?P<b>[0-3]?[0-9])(?P=mark)(?P<y1>(?:19|20)[0-9]{2})"
    r"(?![\w/-]|\.\w)"
    r"|(?<![\w./-])(?P<y2>(?:19|20)[0-9]{2})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?![\w/-]|\.\w)"
)
#: Without one of these there is no time that no clock shows.
_LATE_MINUTES = re.compile(r":(?:[6-9][0-9]|[0-5][0-9] )")
_LATE_HOUR = re.compile(r"[12][0-9](?:[:.][0-5][0-9])? ?[apAP]\.?[mM]")
_CLOCK = re.compile(
    r"(?<![\d:.])(?:1[3-9]|2[0-9])[:.][0-5][0-9] ?[apAP]\.?[mM]\b\.?"
    r"|\b(?:at|from|until|till|between|around|about|by) "
    r"(?P<late>(?:1[3-9]|2[0-4]) ?[pP](?:\.[mM]\.|[mM]\b))"
    r"|(?<![\d:.])[0-9]{1,2}:[6-9][0-9](?= ?(?:[ap]\.?m\b|GMT|UTC|o['’]clock|hours))"
    r"|(?<=\bat )(?:2[5-9]|[3-9][0-9]):[0-5][0-9]"
    r"(?= (?:on (?:[MTWFS][a-z]{2,5}day|the [0-9]|[0-9])|local time|GMT|UTC"
    r"|in the (?:morning|afternoon|evening|night)|this (?:morning|afternoon|evening)|today)\b)"
    r"|(?<![\d:.])2[5-9]:[6-9][0-9](?![\d:])"
)


#: Words of a text that knows that there is no such day.
_KNOWN = re.compile(
    r"\b(?:invalid|impossible|non-?exist\w{0,5}|no such|there (?:is|are) no|never|leap|calendar|"
    r"unreal|overflows?|normali[sz]\w{1,5}|(?:is|are|be|being) rejected|typo)\b"
    r"|(?:\bnot|n['’]t) (?:exist|valid|have)\b|obviously wrong|incorrect",
    re.I,
)
_LAST_MONTH = 12
#: What makes numbers between full stops a version, and how many code points before them.
_VERSION = re.compile(r"\b(?:firmware|versions?|releases?|build|kernel|driver)\b", re.I)
_NEAR = 24
#: How many code points before and after a date are searched for them.
_AROUND = 90


def find(view: View) -> Iterator[Match]:
    """Yield dates and times that do not exist."""
    yield from sorted(_impossible(view.text), key=lambda match: match.start)


def _impossible(text: str) -> Iterator[Match]:
    if not _TWO_DIGITS.search(text):
        return
    if _LATE_DAY.search(text) and _BESIDE_MONTH.search(text):
        for found in _DATE.finditer(text):
            if _known(text, found):
                continue
            yield _no_day(text, *found.span("bare" if found["bare"] else 0))
        if "Feb" in text:
            for found in _LEAP_DAY.finditer(text):
                if not (isleap(int(found["y1"] or found["y2"])) or _known(text, found)):
                    yield _no_day(text, *found.span())
    if _DIGIT_YEAR.search(text):
        for found in _DIGITS.finditer(text):
            year = int(found["y1"] or found["y2"])
            if found["y2"]:
                possible = _exists(year, int(found["m"]), int(found["d"]))
            else:
                a, b = int(found["a"]), int(found["b"])
                # A number of nought is a version's (9.0.1969), and so are two that are no month's
                # between full stops (16.28.2006).
                version = not (a and b) or (
                    found["mark"] == "."
                    and (min(a, b) > _LAST_MONTH or _is_version(text, found.start()))
                )
                possible = version or _exists(year, b, a) or _exists(year, a, b)
            if not (possible or _known(text, found)):
                yield _no_day(text, *found.span())
    if _LATE_MINUTES.search(text) or _LATE_HOUR.search(text):
        for found in _CLOCK.finditer(text):
            if _known(text, found):
                continue
            start, end = found.span("late") if found["late"] else found.span()
            yield Match(start, end, f"no clock shows “{text[start:end]}”")


def _is_version(text: str, start: int) -> bool:
    return bool(_VERSION.search(text, max(0, start - _NEAR), start))


def _known(text: str, found: re.Match[str]) -> bool:
    return bool(_KNOWN.search(text, max(0, found.start() - _AROUND), found.end() + _AROUND))


def _no_day(text: str, start: int, end: int) -> Match:
    return Match(start, end, f"there is no day “{text[start:end]}”")


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


DETECTOR = Detector(
    id="number.impossible_date",
    summary="a day that no month has, or a time that no clock shows",
    severity=Severity.MAJOR,
    confidence=0.95,
    find=find,
    bad=(
        "The law takes effect on ⟦31 November⟧.",
        "They met on ⟦February 30⟧, 2021.",
        "The train left at ⟦25:70⟧.",
        "Doors open at ⟦15:30 pm⟧ on Sunday and at ⟦16 p.m.⟧ on Monday.",
        "It ends on ⟦29 February 2019⟧ or on ⟦31.04.2016⟧.",
        "The ⟦June 31⟧ deadline and the ⟦31 Sep⟧ one are near.",
    ),
    good=(
        "They met on 31 October and on February 28.",
        "In April 31 people lost their jobs.",
        "The macros of April 93 were mended in December 94, and #30 February 1998 tells how.",
        "Patch 9.0.1969 mends it; a month later is 2012-04-31, which is incorrect.",
        "They may march 40 miles in May 2020.",
        "Spain won 25:17 and 25:23 in two sets.",
        "The ratio was 30:70 and the time 12:59 pm.",
        "In February 30 boats sank.",
        "The law of June 30, 1998, and of 30 April, stands.",
        "There is no 31 June, and February 30 does not exist.",
        "It was 29 February 2020, 31/12/2016, 12/31/2016 or 2016-02-29.",
        "Firmware 16.28.2006 runs, and 24.39.2048 as well; so does version 2.30.2006.",
        "The reader takes unreal times such as 14-00 25:63 as they come.",
        "A day such as the 31st of February 2019 is rejected.",
        "He scored at 34:20 in the first half; the lens resolves at 15 pm2.",
    ),
)
