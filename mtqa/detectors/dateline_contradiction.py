r"""Dateline contradiction.

What it finds
    A dateline (``LONDON, March 3 (Reuters) -``) that the document contradicts: another dateline
    right behind it or before the same lead, words that were said days after it, a page that was
    published days before it, ``here in Paris`` below ``LONDON``.

Why it suggests machine translation
    Engines swap and drop digits and read a dateline as part of the sentence; pages made by
    machines join the reports of several agencies and keep what each said of place and day.

Examples
    ``LONDON, March 3 (Reuters) - PARIS, March 4 (AP) - The two ministers met on Monday.``

When it is wrong
    A digest has many datelines: each holds up to the next one. A day more than six weeks after
    its dateline is taken for one of the year before, and quotations stay silent. A human slip is
    reported, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.reporting import OCCASION
from mtqa.types import Severity

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June|July|Aug(?:ust|\.)|"
    r"Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = rf"(?:{_MONTH} [0-9]{{1,2}}|[0-9]{{1,2}} {_MONTH})"
_PLACE = r"[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{1,20}){0,2}"
#: A place, perhaps a region, a day, an agency, and a dash.
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:, (?!{_MONTH})[A-Z][A-Za-z. ]{{1,24}})?"
    rf"(?:,? (?P<day>{_DAY})(?:, [0-9]{{4}})?)?"
    r"(?P<agency> ?\([A-Z][A-Za-z /.]{1,24}\))? ?(?:[–—]|--?)(?= ?[A-Z])"
)
_LINE_BREAK = re.compile(r"\n")
_TWO_CAPITALS = re.compile(r"[ \t]*(?=[A-Z]{2})")
#: What was certainly said on a day: no word between that could give the day to a thing to come.
_SAID = re.compile(
    r"\b(?:said|stated|added|told (?:reporters|journalists|the media|lawmakers|parliament))"
    rf"(?: (?:in|at) an? {OCCASION})? on (?:{_WEEKDAY},? )?(?P<day>{_DAY})(?!,? ?[0-9])"
)
_PUBLISHED = re.compile(
    rf"\b(?:published|updated|posted|last modified)\b[^\n]{{0,30}}?\b(?P<day>{_DAY}),? [0-9]{{4}}",
    re.IGNORECASE,
)
#: Cities that datelines name; ``here in England`` may well be in London.
_CITIES = frozenset(
    "amsterdam ankara athens baghdad bangkok barcelona beijing beirut belgrade berlin bogota "
    "boston bratislava brussels bucharest budapest cairo canberra caracas chicago copenhagen "
    "damascus delhi dhaka doha dubai dublin edinburgh frankfurt geneva hamburg hanoi havana "
    "helsinki istanbul jakarta jerusalem johannesburg kabul karachi khartoum kiev kyiv lagos lima "
    "lisbon london luxembourg lyon madrid manila melbourne miami milan minsk montreal moscow "
    "mumbai munich nairobi oslo ottawa paris prague riga riyadh rome sarajevo seoul shanghai "
    "singapore sofia stockholm strasbourg sydney taipei tallinn tbilisi tehran tokyo toronto "
    "tripoli tunis vienna vilnius warsaw washington wellington yerevan zagreb zurich".split()
)
_HERE = re.compile(r"\bhere in (?P<place>[A-Z][a-z]+)\b(?! [A-Z])")
#: A day so long after the dateline (in days) contradicts it; a later one is of another year.
_SOON, _LATE = 2, 45
#: So many lines about publication are read: more belong to a list of articles.
_MOST_PUBLISHED = 4
#: A lead with this share of the other one's words is the same lead.
_SAME = 0.6
_LEAD = 300


def find(view: View) -> Iterator[Match]:
    """Yield what contradicts a dateline, in reading order."""
    yield from sorted(_contradictions(view), key=lambda match: match.start)


def _contradictions(view: View) -> Iterator[Match]:
    datelines = list(_datelines(view.text))
    if not datelines:
        return
    # The line is page furniture, which the text of a document view leaves out.
    published = [found["day"] for found in _PUBLISHED.finditer(view.original)]
    ends = [*(found.start() for found in datelines[1:]), len(view.text)]
    for dateline, end in zip(datelines, ends, strict=True):
        if published and dateline["day"]:
            yield from _after_publication(view, dateline, published)
        yield from _within(view, dateline, end)
    for first, second in pairwise(datelines):
        if _contradict(first, second):
            yield _contradiction(view, second.span(), first)


def _datelines(text: str) -> Iterator[re.Match[str]]:
    for line in (0, *(line_break.end() for line_break in _LINE_BREAK.finditer(text))):
        head = _TWO_CAPITALS.match(text, line)
        found = _DATELINE.match(text, head.end()) if head else None
        if found is not None and (found["day"] or found["agency"]):
            yield found


def _within(view: View, dateline: re.Match[str], end: int) -> Iterator[Match]:
    """Yield what contradicts ``dateline`` between it and ``end``, where the next one begins."""
    text = view.text
    behind = text[dateline.end() : dateline.end() + 1] == " "
    again = _DATELINE.match(text, dateline.end() + behind)
    if again is not None and (again["day"] or again["agency"]) and _differ(dateline, again):
        yield _contradiction(view, again.span(), dateline)
    if dateline["day"]:
        for said in _SAID.finditer(text, dateline.end(), end):
            late = _days_after(said["day"], dateline["day"])
            if late is not None and _SOON <= late <= _LATE:
                yield from _unless_quoted(view, said.span("day"), dateline)
    if dateline["place"].lower() in _CITIES:
        for here in _HERE.finditer(text, dateline.end(), end):
            place = here["place"].lower()
            if place in _CITIES and place != dateline["place"].lower():
                yield from _unless_quoted(view, here.span(), dateline)


def _after_publication(
    view: View, dateline: re.Match[str], published: Sequence[str]
) -> Iterator[Match]:
    """Yield the day of ``dateline`` where all days ``published`` are before it."""
    delays = [_days_after(dateline["day"], day) for day in published[:_MOST_PUBLISHED]]
    if all(delay is not None and _SOON <= delay <= _LATE for delay in delays):
        start, end = dateline.span("day")
        quoted = view.original[start:end]
        yield Match(start, end, f"the dateline says “{quoted}”, but the page was published before")


def _contradict(first: re.Match[str], second: re.Match[str]) -> bool:
    """Tell whether two datelines differ and stand before the same lead."""
    if not _differ(first, second):
        return False
    one, other = (
        set(re.findall(r"\w{3,}", found.string[found.end() : found.end() + _LEAD].split("\n")[0]))
        for found in (first, second)
    )
    return len(one & other) >= max(5.0, _SAME * min(len(one), len(other)))


def _differ(first: re.Match[str], second: re.Match[str]) -> bool:
    if first["place"] != second["place"]:
        return True
    if not (first["day"] and second["day"]):
        return False
    return bool(_days_after(first["day"], second["day"]))


def _unless_quoted(view: View, span: tuple[int, int], dateline: re.Match[str]) -> Iterator[Match]:
    if not enclosed(view.text, *span):
        yield _contradiction(view, span, dateline)


def _contradiction(view: View, span: tuple[int, int], dateline: re.Match[str]) -> Match:
    quoted = view.original[slice(*span)].rstrip(" -–—")
    said = view.original[slice(*dateline.span())].rstrip(" -–—")
    return Match(span[0], span[0] + len(quoted), f"“{quoted}” contradicts the dateline “{said}”")


def _days_after(day: str, other: str) -> int | None:
    """Return how many days ``day`` comes after ``other`` in a leap year; None for no such day."""
    one, another = _ordinal(day), _ordinal(other)
    return None if one is None or another is None else (one - another) % 366


def _ordinal(day: str) -> int | None:
    number = int("".join(filter(str.isdigit, day)))
    month = next(i for i, name in enumerate(_MONTHS, 1) if name in day.lower())
    try:
        return date(2000, month, number).timetuple().tm_yday
    except ValueError:  # no such day: number.impossible_date reports it
        return None


DETECTOR = Detector(
    id="document.dateline_contradiction",
    summary="a dateline that the document contradicts",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    scope="document",
    preview=True,
    bad=(
        "LONDON, March 3 (Reuters) - ⟦PARIS, March 4 (AP)⟧ - The two ministers met in the morning.",
        "OSLO, June 2 (AP) - The fleet left port.\n\nThe admiral said on ⟦June 20⟧ that all was "
        "well.",
        "Published: March 3, 2021\n\nLONDON, ⟦March 30⟧ (Reuters) - The bridge was closed for "
        "repairs.",
        "BERLIN (AP) - The minister spoke to students.\n\nThe talks ⟦here in Vienna⟧ go on.",
        "ROME (AP) - The river rose by two metres and flooded the old market in the night.\n\n"
        "⟦MILAN (AP)⟧ - The river rose by two metres and flooded the old market in the night.",
    ),
    good=(
        "LONDON, March 3 (Reuters) - The minister said on March 3 that he would resign.",
        "LONDON, March 3 (Reuters) - The bank said on Dec. 20 that it would close. It announced a "
        "vote on March 20, and the minister will speak on March 12.",
        "LONDON (Reuters) - The bridge was closed.\n\nPARIS (Reuters) - A museum opened its doors.",
        "Published: March 4, 2021\n\nLONDON, March 3 (Reuters) - The bridge was closed.",
        "LONDON (AP) - The mayor was in Paris. People here in London were glad. “We are happy "
        "here in Vienna,” a caller said.",
        "WASHINGTON, Feb. 27 (AP) - The senator said on Feb. 28 that he would stay.",
        "OSLO, June 2 (AP) - The admiral said on June 20, 1998, that all was well.",
    ),
)
