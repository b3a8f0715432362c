r"""Calqued ordinal.

What it finds
    Dates, hours and centuries counted as other languages count them: ``the 25th of the
    afternoon``, ``the day 25 of January``, ``20 of June of 2018``, ``XIX century``, ``16 o'clock``,
    ``in 2015 year``, ``the 90ies``; ordinals with the wrong ending or apart from it: ``22th``,
    ``26 th``.

Why it suggests machine translation
    The words follow the source one by one (*el día 25 de enero*, *XIX век*).

Examples
    ``The church was built in the XIX century.``

When it is wrong
    Guides written by Italians and Poles number centuries in Roman figures themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYTIME = "afternoon|morning|evening|night"
_ROMAN = r"(?:X{1,2}(?:IX|IV|V?I{0,3})|IX|IV|VI{0,3}|II{1,2})"
#: Ordinals below 1000 with the ending of another number: ``22th``, ``3th``, ``12nd``.
_WRONG_ENDINGS = frozenset(
    f"{n}{ending}"
    for n in range(1, 1000)
    for ending in ("nd", "rd", "th")
    if ending
    != ("th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th"))
)
_NUMERALS = "|".join(map(str, range(1, 100)))
#: Patterns, each with what a text must hold.
_CALQUES = (
    (
        re.compile(
            rf"\b[0-9]{{1,2}}(?:st|nd|rd|th) (?:of|in) the (?:{_DAYTIME})\b"
            rf"|\bat the [0-9]{{1,2}}(?:[:.][0-5][0-9])? (?:of|in) the (?:{_DAYTIME})\b"
            rf"|\bat (?:1[3-9]|2[0-4])(?:[:.][0-5][0-9])? (?:of|in) the (?:{_DAYTIME})\b"
            rf"|\bat [0-9]{{1,2}} (?:hours? (?:of|in)|of) the (?:{_DAYTIME})\b(?!['’])"
        ),
        Needed(pairs=followed("the", _DAYTIME)),
    ),
    (
        re.compile(
            rf"\bday [0-9]{{1,2}} of (?:{_MONTH})\b"
            rf"|(?<![\w.,$-])[0-9]{{1,2}} (?:of )?(?:{_MONTH}) of (?:19|20)[0-9]{{2}}\b"
            rf"|\b(?:(?:[Oo]n|[Ff]rom|[Uu]ntil|[Bb]y|[Ss]ince|[Tt]ill) )?the [0-9]{{1,2}} of "
            rf"(?:{_MONTH})\b(?!['’])"
            rf"|\b[Oo]n [0-9]{{1,2}} of (?:{_MONTH})\b(?!['’]| of\b)"
            rf"|(?<![\w.:])[0-9]{{1,2}}:[0-5][0-9] of (?:{_MONTH})\b"
        ),
        Needed(pairs=followed("of", _MONTH) | followed(_MONTH, "of")),
    ),
    (
        re.compile(
            rf"(?<![\w-]){_ROMAN}(?:th|-th)? ?(?:(?:-|–|—|and|to|or) ?{_ROMAN}(?:th|-th)? )?"
            r"centur(?:y|ies)\b"
            rf"|\b(?:the|of|in) centur(?:y|ies) {_ROMAN}(?![\w-])"
            r"|(?<![\w.,:$£€-])(?:1[0-9]|2[01])(?:[-–](?:1[0-9]|2[01]))? century\b"
            r"(?!-| (?:old|ago|long|stands?|breaks?|runs?)\b)"
        ),
        Needed(either("century|centuries")),
    ),
    (
        re.compile(
            r"\b(?:in|of) (?:the year of|year of the) (?:19|20)[0-9]{2}\b"
            r"|\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Oo]f) (?:19|20)[0-9]{2} year"
            r"(?=[.,;)?!]|\s*\Z| (?:the|a|an|he|she|it|we|they|was|were|is|and|in|I|by|with)\b)"
        ),
        Needed(
            pairs=followed("year", "of") | followed("|".join(map(str, range(1900, 2100))), "year")
        ),
    ),
    (
        re.compile(
            r"(?<![\w:.,])(?:1[3-9]|2[0-4]) ?o['’`´] ?clock\b"
            r"|(?<![\w:.,])(?:1[3-9]|2[0-4]|0[0-9]):[0-5][0-9] ?o['’`´] ?clock\b"
        ),
        Needed(pairs=followed("o", "clock")),
    ),
    (
        re.compile(r"(?<![\w.+*/^-])[0-9]{1,3}(?:nd|rd|th)\b(?!['’)]|-(?:order|degree))"),
        Needed(_WRONG_ENDINGS),
    ),
    (
        re.compile(
            r"(?<![\w.,+*/^(:-])[0-9]{1,3}(?:[ \u00a0]|-)(?:nd|rd|th)\b(?![.'’/=])"
            rf"|(?<![\w.,])[0-9]?1[ -]st (?:of (?:{_MONTH})|century|anniversary)\b"
        ),
        Needed(pairs=followed(_NUMERALS, "st|nd|rd|th")),
    ),
    (
        re.compile(r"(?<![\w.,-])(?:1[89]|20)?[1-9]0[-'’]?ies\b"),
        Needed(either("ies", *(f"{d}0ies|19{d}0ies|18{d}0ies|20{d}0ies" for d in range(1, 10)))),
    ),
)
#: Which of the patterns above finds a wrong ending and shows more than that.
_ENDING = re.compile(r"([0-9]{1,3})(?:nd|rd|th)\Z")
_APART = re.compile(r"([0-9]{1,3})[ \u00a0-](st|nd|rd|th)\b")


def find(view: View) -> Iterator[Match]:
    """Yield ordinals, dates and centuries in the order of another language."""
    found = [
        match
        for pattern, needed in _CALQUES
        if needed.may_stand_in(view.text)
        for match in pattern.finditer(view.text)
    ]
    last = 0
    for match in sorted(found, key=lambda m: m.start()):
        shown = match.group().strip()
        start = match.start() + match.group().index(shown)
        if start < last:
            continue
        if ending := _ENDING.match(shown):
            right = f"{ending[1]}{_ending_of(int(ending[1]))}"
            if shown == right:
                continue
            yield Match(start, match.end(), f"“{shown}” should end as {right} does", right)
        elif apart := _APART.match(shown):
            yield Match(
                start,
                match.end(),
                f"“{shown}” keeps the number and its ending apart",
                f"{apart[1]}{_ending_of(int(apart[1]))}{shown[apart.end() :]}",
            )
        else:
            yield Match(start, match.end(), f"“{shown}” counts in a foreign way")
        last = match.end()


def _ending_of(number: int) -> str:
    """Return ``st``, ``nd``, ``rd`` or ``th``."""
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


DETECTOR = Detector(
    id="number.ordinal_calque",
    summary="a date, hour or century counted in a foreign way",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "The match begins at the ⟦5th of the afternoon⟧.",
        "It opened on the ⟦day 25 of January⟧ and closed on ⟦20 of June of 2018⟧.",
        "The church was built in the ⟦XIX century⟧.",
        "It rained ⟦on the 25 of March⟧.",
        "The shop opens at ⟦16 o'clock⟧ and is the ⟦22th⟧ of its kind.",
        "They married ⟦in 2015 year⟧, on the ⟦26 th⟧ of May, to songs of the ⟦90ies⟧.",
        "The ⟦XVII-XVIII centuries⟧ and the ⟦19 century⟧ saw wars.",
    ),
    good=(
        "It rained on the 25th of March, in the 19th century.",
        "On the 3rd day of the trial he spoke.",
        "He is one of the 20 of May’s loyal backers.",
        "In the years 90 to 110 Rome grew.",
        "Louis XIV ruled for decades; century XX Fox is no film.",
        "On 25 March 2018 it rained, and on the 4th of July.",
        "The 21st, 22nd, 23rd, 111th and 112th houses; at 10 in the evening; 12 o'clock.",
        "He weighs 11st 4lb, as in the 2015 year-end report.",
        "Let n = 3; the (2n+1)th term and the 10th-century church stand.",
    ),
)
