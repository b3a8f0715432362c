r"""Torn attribution.

What it finds
    A piece of *who said it* that was torn from its quotation or moved: ``said. , Who declined to
    be named.``, ``said the senior. The manager said.``, ``” I have written in a tweet.``,
    ``” Said the minister.``

Why it suggests machine translation
    Quotation and attribution are translated as separate segments and put together again in
    another order, so that full stops, capitals and the verb's person no longer fit.

Examples
    ``“We need more time,” one of the officials said. , Who asked not to be named.``

When it is wrong
    Fiction sometimes writes ``“No!” Said Tom.`` with a wrong capital; that is a human slip, and
    a fault all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import word_before
from mtqa.detectors.reporting import INVERTED, OCCASION, PAST, SPEAKER
from mtqa.types import Severity

_REPORT_VERB = re.compile(rf"(?:{PAST}|says)", re.IGNORECASE)
_NAME = r"(?:[A-Z][\w’'-]+[ ]){0,2}[A-Z][\w’'-]+"

#: ``. , Who declined to be named.`` behind a verb of saying.
_AFTER_STOP = re.compile(
    r"\.[ ]?,[ ]?(?i:who|which|speaking|adding|citing|quoting)\b[^.!?\n]{0,120}[.!?]?"
)
#: ``said the senior. The manager said.``: one speaker cut into two sentences.
_CUT_SPEAKER = re.compile(
    rf"said[ ](?:the|a)[ ]\w+(?:[ ]\w+)?\.[ ]"
    rf"(?P<piece>(?:The|A)[ ](?:\w+[ ])?{SPEAKER}[ ]said\.\w*)"
)
#: ``” I have written in a tweet``: a report behind the quotation in the wrong tense.
_WRONG_TENSE = re.compile(
    rf"[.!?][ ]?[\"”][ ](?P<piece>(?:I|He|She|They|We|It)[ ](?:have|has|had)[ ](?:{PAST})\b"
    rf"[^.!?\n]{{0,60}}\b(?i:in|on|at)[ ](?:a|an|his|her|the)[ ](?:\w+[ ])?{OCCASION}\b"
    rf"[^.!?\n]{{0,60}}[.!?]?)"
)
#: ``” Said the minister.``: the report starts a sentence with its verb.
_VERB_FIRST = re.compile(
    rf"[.!?,][ ]?[\"”][ ](?P<piece>(?=[A-Z])(?i:{INVERTED})[ ]"
    rf"(?:(?:the|a|an|one|his|her|its|another)[ ]\w+|{_NAME})"
    rf"(?![^.!?\n]{{0,80}}[:\"“])[^.!?\n]{{0,80}}[.!?]?)"
)


def find(view: View) -> Iterator[Match]:
    """Yield each torn piece, the sentence or clause as it stands."""
    text, original = view.text, view.original
    spans = [
        found.span()
        for found in _AFTER_STOP.finditer(text)
        if _REPORT_VERB.fullmatch(word_before(text, found.start()))
    ]
    quotes = '"' in text or "”" in text
    for pattern in (_CUT_SPEAKER, _WRONG_TENSE, _VERB_FIRST) if quotes else (_CUT_SPEAKER,):
        spans.extend(found.span("piece") for found in pattern.finditer(text))
    for start, end in sorted(spans):
        yield Match(
            start,
            end,
            f"“{original[start:end].strip()}” is torn from the sentence or quotation that it "
            "attributes",
        )


DETECTOR = Detector(
    id="attribution.torn",
    summary="an attribution torn from its quotation or moved",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "“We need far more time,” one of the advisers said⟦. , Who asked not to be named.⟧",
        "“The talks were useful,” said the chief. ⟦The spokesman said.late⟧ on Monday.",
        "“See you in Vienna next week. ” ⟦I have written in a post on Sunday.⟧",
        "“We will rebuild the bridge.” ⟦Said the mayor of the town.⟧",
        "“There is no reason to panic.” ⟦Explained Maria Lopez, who runs the clinic.⟧",
    ),
    good=(
        "“We need more time,” said one of the officials, who asked not to be named.",
        "“It is over,” said the senior official. The manager said he agreed.",
        "“I never saw it.” He has said so in every interview since the trial began? Hardly.",
        "“We will rebuild the bridge,” said the mayor. Told that it would cost millions, he left.",
        "“The bill is a mess.” Said Mayor Ann Lowe: “We were never asked.”",
        "“Stop!” Told to wait, the driver switched off the engine.",
        "She read Dickens, Eliot, etc., which she loved.",
        "“I am done.” Said to be worth millions, the painting was sold on Friday.",
    ),
)
