r"""Telling without a hearer.

What it finds
    A verb that needs the person who hears it, at once before what was said: ``the minister told
    that the works …``, ``The company informed that …``, ``Experts reminded that there …``.

Why it suggests machine translation
    Russian *сообщил*, Arabic *أبلغ*, Spanish *informó* or Polish *poinformował* take a clause
    alone, as *said* does. A dictionary gives *tell* and *inform* for them.

Examples
    ``The ministry informed that the road is closed.``

When it is wrong
    People who write in their second language say so, too. The passive (``he was told that``) and
    participles (``Told that …, he left``; ``the man, told that …``) have their hearer; a form of
    *be* or *get* before the verb in its clause keeps the detector silent, and so does a sentence
    without a full stop (``Residents told that the water is safe`` is a headline). Papers write
    ``assured that``, so it is not looked at. Quotations stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import rest_of_sentence
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.reporting import SPEAKER
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_TOLD = "told|informed|notified|reminded"
_OFFICE = (
    r"(?:head|chief|representative|department|service|cent(?:er|re)|committee|newspaper|channel|"
    r"bureau|office|council|headquarters|administration|correspondent|deputy|prosecutor)"
)
_TELLS = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|{SPEAKER}|{_OFFICE}|[A-Z][a-z]+|and|also) "
    r"(?:(?:has|have|had|also|then|later|further|earlier|recently) ){0,2}"
    rf"(?P<piece>(?:{_TOLD}) that) "
    r"(?:the|he|she|it|they|there|his|her|their|its|we|our|all|no|[A-Z][a-z]+)\b"
)
_NEEDED = Needed(pairs=followed(_TOLD, "that"))
#: ``was seen and told that``: the hearer is the subject.
_HEARS = re.compile(
    r"\b(?:is|are|was|were|be|been|being|am|gets?|got|getting|feels?|felt|rest|keep|kept|when|once|"
    r"if|having|until|unless|as|told)\b|['’](?:s|m|re)\b",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"[.!?;:]\s|[“\"\n]")
#: How far before the verb its auxiliary is looked for, in code points.
_WINDOW = 90


def find(view: View) -> Iterator[Match]:
    """Yield the verb and its *that*."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _TELLS.finditer(text):
        start, end = found.span("piece")
        clause = _CLAUSE_START.split(text[max(0, start - _WINDOW) : start])[-1]
        if _HEARS.search(clause) or enclosed(text, start, end):
            continue
        if rest_of_sentence(text, start).endswith("."):
            yield Match(start, end, f"“{view.original[start:end]}” does not say who heard it")


DETECTOR = Detector(
    id="grammar.missing_hearer",
    summary="a verb of telling that does not say who is told",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "The ministry ⟦informed that⟧ the road is closed.",
        "The mayor opened the school, and ⟦told that⟧ the works were finished.",
        "He also ⟦reminded that⟧ there is a gate behind the mill.",
        "The head of the office has ⟦informed that⟧ all boats are safe.",
    ),
    good=(
        "The ministry informed us that the road is closed.",
        "He was stopped at the gate and told that the road was closed.",
        "The president, told that the road was closed, stayed at home.",
        "Told that the road was closed, she left. She assured that it is open.",
        "Residents told that the water is safe",
        "“The ministry informed that the road is closed,” said the driver.",
        "He told that story to the boys. Anyone who is reminded that he is old laughs.",
        "They had got lost and told that to the guard.",
    ),
)
