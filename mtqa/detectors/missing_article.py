r"""Missing article.

What it finds
    Fixed phrases that have lost their article (``one of most``, ``on other hand``, ``as result``),
    and a company, a city or the like that does something without any: ``Currently, company has``.

Why it suggests machine translation
    Russian, Chinese, Polish, Turkish, Hindi and many others have no articles; an engine that
    works on few words does not add what the source lacks.

Examples
    ``On other hand, company is one of most successful in Europe.``

When it is wrong
    Headlines, notes and telegrams drop articles on purpose, so paragraphs without a full stop stay
    silent. Learners drop them, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_OPENING = (
    r"(?:Currently|Today|Nowadays|Now|Recently|Moreover|However|Also|Therefore|In addition|"
    r"Besides|Furthermore|At present|In fact|Thus|Finally|Meanwhile|At the same time|As a result|"
    r"In \d{4}|Since \d{4}|Over the years|For this reason|For many years)"
)
_NOUN = (
    "company|city|country|region|hotel|restaurant|house|building|museum|village|town|island|"
    "product|website|site|program|software|app|application|project|team|group|book|film|movie|"
    "game|device|system|government|president|minister|author|patient|user|customer|client|"
    "doctor|machine|car|vehicle|school|university|hospital|bank|market|river|lake|church|"
    "factory|organization|enterprise|firm|shop|store|method|process|service|article"
)
_FINITE = (
    "is|was|has|had|will|can|became|becomes|offers|provides|became|includes|started|began|"
    "opened|produces|makes|consists|belongs|does|employs|received|continues|went"
)
_MISSING = re.compile(
    rf"""\b(?=[A-Za-z])(?:
      (?P<most>[Oo]ne[ ]of[ ](?:most|best|biggest|largest|oldest|main|leading|greatest|highest|
        first|worst|fastest|strongest))(?=[ ][a-z])
    | (?:\A|(?<=[.!?;,][ ]))(?P<hand>[Oo]n[ ]other[ ]hand|[Aa]s[ ]result,|
      [Ii]n[ ]same[ ]time|
        [Aa]t[ ]same[ ]time|[Ii]n[ ]meantime|[Ff]or[ ]first[ ]time|[Aa]s[ ]matter[ ]of[ ]fact|
        [Ii]n[ ]long[ ]run|[Ii]n[ ]end,|[Oo]n[ ]contrary)(?![\w-])
    | \b(?P<same>(?:at|in)[ ]same[ ](?:time|way|place)|in[ ](?:middle|center|centre|heart|
      beginning)[ ]of[ ]the|
        all[ ]over[ ]world|around[ ]world|in[ ](?:whole|entire)[ ]world|for[ ]first[ ]time[ ]in)\b
    | (?:\A|(?<=[.!?][ ]))(?P<noun>{_OPENING},[ ](?:{_NOUN})[ ](?:{_FINITE}))\b
    | \b(?P<is>(?:is|was|became)[ ](?:very[ ])?(?:important|famous|beautiful|big|small|large|
        good|great|unique|wonderful|popular|interesting|modern|excellent|perfect|
        ideal|real)[ ](?:city|town|place|village|country|
        island|hotel|restaurant|opportunity|choice|way|tool|method|solution|problem|question|
        book|film|event|example|option))\b(?=[.,]|[ ](?:in|for|of|to|that|which|and|where|with)\b)
    )""",
    re.VERBOSE,
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed(
        "of",
        "most|best|biggest|largest|oldest|main|leading|greatest|highest|first|worst|"
        "fastest|strongest",
    )
    | followed("on", "other|contrary")
    | followed("as", "result|matter")
    | followed("in", "same|meantime|long|end|middle|center|centre|heart|beginning|whole|entire")
    | followed("at", "same")
    | followed("for", "first")
    | followed("over|around", "world")
    | followed(_NOUN, _FINITE)
    | followed(
        "important|famous|beautiful|big|small|large|good|great|unique|wonderful|popular|"
        "interesting|modern|excellent|perfect|ideal|real",
        "city|town|place|village|country|island|hotel|restaurant|opportunity|choice|way|tool|"
        "method|solution|problem|question|book|film|event|example|option",
    )
)


def find(view: View) -> Iterator[Match]:
    """Yield the phrase that lacks its article."""
    text = view.text
    if "." not in text or not _NEEDED.may_stand_in(text):
        return
    for found in _MISSING.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        if not enclosed(text, start, end):
            yield Match(start, end, f"“{view.original[start:end]}” lacks an article")


DETECTOR = Detector(
    id="grammar.missing_article",
    summary="a fixed phrase or a singular noun without its article",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    preview=True,
    bad=(
        "It is ⟦one of most⟧ visited places of the coast.",
        "⟦On other hand⟧, the road is short.",
        "The firm is old. ⟦Currently, company has⟧ two plants.",
        "The town ⟦is beautiful place⟧ for a walk.",
    ),
    good=(
        "It is one of the most visited places, and one of many.",
        "On the other hand, the road is short.",
        "Currently, company policy is under review.",
        "On one hand, rents are low; on the other, so is pay.",
        "Total at end of the year. At end of term, pupils clear their desks.",
        "What is good company for one is a bore for another.",
        "Around world heritage sites, rents are high.",
        "Firm is one of most successful",
    ),
)
