r"""Doubled title.

What it finds
    Two titles before one name: ``President the President``, ``Mr Mr Brown``, ``President Mr.
    Putin``, ``Mr. Minister Lopez``.

Why it suggests machine translation
    Source languages put a form of address and a title before the name (*Herr Präsident*, *el
    señor ministro*), and an engine that renders both doubles them.

Examples
    ``President the President Macron opened the session.``

When it is wrong
    ``The President, Mr …`` and ``the Secretary Mr …`` name the office first and stay silent, and
    so do those who are spoken to (``Thank you, Mr. President``) and lists of names.
    South Asian and West African English has ``Chief Minister Mr …`` and ``Secretary Mr …``, which
    are left alone; only heads of state count there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_OFFICE = (
    r"President|Prime Minister|Chancellor|Minister|Secretary|Secretary[ -]General|Governor|Mayor|"
    r"Ambassador|Chairman|Chairperson|Director|Director[ -]General|Commissioner|Professor|"
    r"Consul"
)
#: Offices whose holder is hardly ever *Mr* as well.
_HIGH_OFFICE = "President|Chancellor"
_TITLE = (
    rf"{_OFFICE}|Senator|Doctor|Mr\.?|Mrs\.?|Ms\.?|Pope|Speaker|Bishop|King|Queen|Colonel|Captain|"
    r"Sheikh|Sultan|Emperor|Imam|Prince|Princess|Comrade"
)
_NAME = r"[A-Z][\w’'-]*[a-z][\w’'-]*|(?:[A-Z]\.[ ]?)+[A-Z][a-z]\w+"
_DOUBLED = re.compile(
    rf"\b(?P<title>{_TITLE}) (?:the )?(?P=title)(?= [A-Z])(?!\w)"
    rf"|\b(?P<office>{_HIGH_OFFICE}) M(?:r|rs|s)\b\.? ?(?={_NAME})"
    r"|\bM(?:r|rs|s)\.? (?P<second>President|Prime Minister|Chancellor|Minister|Governor|Mayor|"
    r"Ambassador|Director|Chairman|Professor|Doctor|Engineer|(?:Prof|Dr)\b\.?)(?!\w)"
    rf"(?= (?P<whose>(?:{_NAME})(?: (?:{_NAME}))?(?P<verb>(?:’s|'s)? [a-z])?))"
)
#: Before a title that is spoken of, not carried.
_AS = re.compile(
    r"\b(?:as|become|became|becomes|elect|elected|make|made|call|called|when|if|ex-|thank|dear|mr\.?|"
    r"mrs\.?|ms\.?|madam|sirs?)[^\w\n]{0,3}\Z",
    re.IGNORECASE,
)
#: ``the First Secretary Mr …`` wants a comma, no more; ``as Home Secretary Mrs …`` wants none.
_DETERMINED = re.compile(
    r"\b(?:as|the|an?|our|its|their|his|her|my|your|this|that)(?: [\w’'-]+){0,2} \Z", re.IGNORECASE
)
#: Only one who is spoken of stands amid a sentence or before a verb.
_AMID = re.compile(r"\b(?!(?:you|and|hello|hi|yes|no|sir|please) )[a-z]+ \Z")
_LOWER = re.compile(r"(?<![\w’'-])[a-z]{2,}")
_TITLES = either(*(title.replace(r"\.?", "") for title in _TITLE.replace("[ -]", " ").split("|")))
_SECOND = (
    "President|Prime|Chancellor|Minister|Governor|Mayor|Ambassador|Director|Chairman|Professor|"
    "Doctor|Prof|Dr|Engineer"
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=frozenset(
        (title.split()[-1], again) for title in _TITLES for again in (title.split()[0], "the")
    )
    | followed(_HIGH_OFFICE, "Mr|Mrs|Ms")
    | followed("Mr|Mrs|Ms", _SECOND)
)


def find(view: View) -> Iterator[Match]:
    """Yield the doubled titles."""
    if not _NEEDED.may_stand_in(view.text):
        return
    for found in _DOUBLED.finditer(view.text):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        before = view.text[max(0, start - 60) : start]
        if _AS.search(before) or not _is_meant(view.text, found, before):
            continue
        yield Match(
            start, end, f"“{found.group().rstrip()}” gives two titles to one name", found["title"]
        )


def _is_meant(text: str, found: re.Match[str], before: str) -> bool:
    """Tell whether the titles belong to one person who is spoken of in a sentence."""
    if found["title"]:
        return True
    if found["second"] and not (found["verb"] or _AMID.search(before)):
        return False
    if found["office"] and _DETERMINED.search(before):
        return False
    around = text[
        max(0, text.rfind("\n", 0, found.start()) + 1, found.start() - 80) : found.end() + 80
    ]
    return len(_LOWER.findall(around.replace("\n", " "))) > 3


DETECTOR = Detector(
    id="name.doubled_title",
    summary="two titles before one name",
    severity=Severity.MAJOR,
    confidence=0.9,
    preview=True,
    find=find,
    bad=(
        "⟦President the President⟧ Macron opened the session.",
        "Then ⟦Mr. Mr.⟧ Brown left, and ⟦Minister Minister⟧ Lopez stayed.",
        "Yesterday morning ⟦President Mr.⟧ Putin agreed to the plan of the two sides.",
        "The company’s new hall was opened by Vice ⟦President Mrs.⟧ Amina Odeh on Monday.",
        "According to ⟦Mr. Minister⟧ Lopez, the tax will be lower next year.",
    ),
    good=(
        "The President, Mr. Putin, agreed.",
        "When he became President the President of France called.",
        "Mr. President, Mr. Speaker, thank you for your kind words about the school.",
        "They wrote to the Secretary Mr. Brown and to Mr. Justice Holmes about the new law.",
        "As Home Secretary Mrs Green had cut the money for the police and the courts.",
        "Chairman Mr. A. Rao, Secretary Mr. B. Das, Treasurer Mr. C. Sen",
        "Then you ask me, Mr. President Brown, what the people of this town would say.",
        "The minister met the Minister of Health.",
        "He is a director’s director, Director Kim said.",
    ),
)
