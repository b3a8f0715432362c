r"""Mixed notation of times, dates and numbers.

What it finds
    Clock times with a full stop (``23.30 Moscow Time``) in a document that writes others with a
    colon (``3:30 pm``); dates in dots (``27.03.2016``) where others are written ``27 March 2016``;
    dates with the month first among others with the day first (``12/25/2015``, ``25/12/2015``);
    thousands apart by a space (``60 000``) where others have a comma (``5,000``).

Why it suggests machine translation
    A translator copies digits: the two styles come from two sources or two locales.

Examples
    ``It starts at 3:30 pm (23.30 Moscow time).``

When it is wrong
    British writers use the full stop, but then throughout. Numbers that are no times (prices,
    results) are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_ZONE = (
    r"(?:[aApP]\.?[mM]\b|GMT|UTC|BST|CES?T|E[SD]?T|P[SD]?T|IST|MSK|hours\b|hrs\b|o['’]clock|"
    r"(?:[A-Z]\w{2,15} )?(?:[Ll]ocal |[Ss]tandard |[Dd]aylight |[Ss]ummer )?[Tt]ime\b)"
)
_HOUR = r"(?:[01]?[0-9]|2[0-3])"
_DOTTED = re.compile(rf"(?<![\d.,$£€]){_HOUR}\.[0-5][0-9](?=[ ]?{_ZONE})")
#: Without this no time has a full stop, and no date is in dots.
_HINT = re.compile(r"\.(?<=[0-9].)(?:[0-9]{2}[^0-9]|(?:19|20)[0-9]{2})")
_COLON = re.compile(rf"(?<![\d.:]){_HOUR}:[0-5][0-9](?=[ ]?{_ZONE})")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DOTTED_DATE = re.compile(
    r"(?<![\w.,-])(?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)[0-9]{2}(?![\w-]|\.\w)"
)
_WORDED_DATE = re.compile(
    rf"(?<![\w.,])[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH}),? (?:19|20)[0-9]{{2}}\b"
    rf"|\b(?:{_MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?(?:, | )(?:19|20)[0-9]{{2}}\b"
)
_SLASHED_YEAR = re.compile(r"/(?:19|20)[0-9]{2}")
_MONTH_FIRST = re.compile(
    r"(?<![\w./-])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/(?:19|20)[0-9]{2}(?![\w/-])"
)
_DAY_FIRST = re.compile(
    r"(?<![\w./-])(?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}(?![\w/-])"
)
_ROUND_GAP = re.compile(r"000(?<=[0-9][ \u00a0\u202f]000)")
_SPACED_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?<![0-9][ \u00a0\u202f])[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3}){0,2}"
    r"[ \u00a0\u202f]000(?![\w-]|[.,:]\d|[ \u00a0\u202f][0-9])"
)
_COMMA_NUMBER = re.compile(r"(?<![\w.,:/-])[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}(?![\w-]|[.,:]\d)")


def find(view: View) -> Iterator[Match]:
    """Yield what is written one way where the document has another as well."""
    yield from sorted(_mixed(view.text), key=lambda match: match.start)


def _mixed(text: str) -> Iterator[Match]:
    if _HINT.search(text):
        if ":" in text:
            yield from _beside(text, _DOTTED, _COLON, "time", "has a full stop, “{}” a colon")
        yield from _beside(text, _DOTTED_DATE, _WORDED_DATE, "date", "is in dots, “{}” is not")
    if _SLASHED_YEAR.search(text):
        yield from _beside(
            text, _MONTH_FIRST, _DAY_FIRST, "date", "has the month first, “{}” the day"
        )
    if _ROUND_GAP.search(text):
        yield from _beside(
            text, _SPACED_NUMBER, _COMMA_NUMBER, "number", "has a space, “{}” a comma"
        )


def _beside(
    text: str, odd: re.Pattern[str], usual: re.Pattern[str], what: str, contrast: str
) -> Iterator[Match]:
    """Yield what ``odd`` matches if ``usual`` matches something too."""
    found = list(odd.finditer(text))
    other = usual.search(text) if found else None
    if other is None:
        return
    contrast = contrast.format(other.group())
    for match in found:
        shown = match.group()
        repaired = None
        if what == "time":
            repaired = shown.replace(".", ":")
        elif what == "number":
            repaired = re.sub(r"\s", ",", shown)
        yield Match(match.start(), match.end(), f"the {what} “{shown}” {contrast}", repaired)


DETECTOR = Detector(
    id="number.locale_mix",
    summary="times, dates or numbers written in two ways in one document",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    scope="document",
    bad=(
        "The call is at 3:30 pm Eastern Time (2030 GMT, ⟦23.30⟧ Moscow Time).",
        "Doors open at 7:00 p.m.\n\nThe show ends at ⟦10.15⟧ p.m. on Sunday.",
        "Lunch is from 12:30 pm; dinner is at ⟦19.45⟧ hours.",
        "He was born on 27 March 1960.\n\nHe retired on ⟦12.05.2016⟧ for good.",
        "Sent on 25/12/2015, read on ⟦12/27/2015⟧.",
        "Some ⟦60 000⟧ people came, 5,000 of them by train.",
    ),
    good=(
        "Doors open at 7.00 pm and close at 10.30 pm.",
        "At 3:30 pm the share traded at 23.30 dollars.",
        "He won in 1:02.45, at 4:15 pm local time.",
        "The rate is 3.50 percent; the briefing is at 3:30 pm.",
        "See section 12.30 at 3:30 pm.",
        "In 2000 1,000 people came; the code is 555 000 1234.",
        "Some 60 000 people came, 5 000 of them by train.",
        "Release 1.2.2015 of March 2015 is out.",
    ),
)
