r"""Doubled title.

What it finds
    A title twice before one name: ``President the President``, ``Mr Mr Brown``, ``President Mr
    Putin``.

Why it suggests machine translation
    Source languages put a title and a form of address before the name (*Herr Präsident*), and
    an engine that renders both doubles them.

Examples
    ``President the President Macron opened the session.``

When it is wrong
    Protocol of some bodies has ``President, Mr …`` with a comma, which stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_TITLE = (
    r"President|Prime Minister|Chancellor|Minister|Secretary|Senator|Governor|Mayor|Ambassador|"
    r"Chairman|Director|Professor|Doctor|Mr\.?|Mrs\.?|Ms\.?|Pope|Commissioner|Speaker|Bishop"
)
_DOUBLED = re.compile(
    rf"\b(?P<title>{_TITLE}) (?:the )?(?P=title)(?=[ ,]| [A-Z])(?!\w)"
    r"|\b(?:President|Chancellor|Prime Minister|Minister|Ambassador) M(?:r|rs|s)\.? (?=[A-Z][a-z])"
)
#: Before a title that is spoken of, not carried.
_AS = re.compile(
    r"\b(?:as|become|became|becomes|elect|elected|make|made|call|called|when|if)\W{1,3}\Z"
)
_TITLES = either(_TITLE.replace(r"\.?", "").replace(" ", "|"))
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=frozenset((title, again) for title in _TITLES for again in (title, "the"))
    | {("minister", "prime")}
    | followed("President|Chancellor|Minister|Ambassador", "Mr|Mrs|Ms")
)


def find(view: View) -> Iterator[Match]:
    """Yield the doubled titles."""
    if not _NEEDED.may_stand_in(view.text):
        return
    for found in _DOUBLED.finditer(view.text):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        if _AS.search(view.text[max(0, start - 12) : start]):
            continue
        title = found["title"]
        yield Match(start, end, f"“{found.group().rstrip()}” gives the title twice", title)


DETECTOR = Detector(
    id="name.doubled_title",
    summary="a title twice before one name",
    severity=Severity.MAJOR,
    confidence=0.85,
    find=find,
    bad=(
        "⟦President the President⟧ Macron opened the session.",
        "Then ⟦Mr. Mr.⟧ Brown left, and ⟦Minister Minister⟧ Lopez stayed.",
        "⟦President Mr.⟧ Putin agreed.",
    ),
    good=(
        "The President, Mr. Putin, agreed.",
        "When he became President the President of France called.",
        "Mr. President, Mr. Speaker, thank you.",
        "The minister met the Minister of Health.",
        "He is a director’s director, Director Kim said.",
    ),
)
