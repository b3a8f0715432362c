r"""Doubled attribution.

What it finds
    The same report attributed twice in one sentence: ``The minister said, the minister said``,
    ``According to the police, two men were hurt, they said.``, ``said the coach said``.

Why it suggests machine translation
    The source names the speaker before and after the quotation in two half clauses; a decoder
    renders both as full attributions, or repeats one.

Examples
    ``The minister said that, the minister said, no one was hurt.``

When it is wrong
    Reports of reports (``He said she said no``) and rhetorical ``I said, I said`` stay silent:
    the speaker must be the same, or a second verb must follow at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.reporting import PAST, PAST_WORDS, SPEAKER
from mtqa.detectors.word_sets import Needed
from mtqa.types import Severity

_VERB = rf"(?:{PAST})"
_SPEAKER = (
    rf"(?:(?i:the|an?|one|his|her)[ ](?:\w+[ ]){{0,3}}?{SPEAKER}|(?i:he|she|they)|the[ ][a-z]+"
    r"|(?:(?:Mr|Mrs|Ms|Dr)\.?[ ])?[A-Z][\w’'-]+(?:[ ][A-Z][\w’'-]+){0,2})"
)

#: ``, the minister said``: led by its comma; what stands before is compared with it.
_SECOND = re.compile(rf",[ ](?P<again>(?P<speaker>{_SPEAKER})[ ](?:{PAST}|says)\b)(?P<stop>[.]?)")
#: ``, said the minister.``: at the sentence's end.
_INVERTED_SECOND = re.compile(
    rf",[ ](?P<again>said[ ](?P<speaker>{_SPEAKER}))(?P<stop>[.])(?=\s|\Z)"
)
#: ``said the coach said``.
_VERB_TWICE = re.compile(
    rf"[,”\"][ ]said[ ](?:the|a|an)[ ](?:\w+[ ])?{SPEAKER}(?P<again>[ ](?:said|says)\b)"
)
#: ``he said added``.
_SECOND_VERB = re.compile(
    rf"[,”\"][ ](?:he|she|[Tt]he[ ]{SPEAKER})[ ](?P<again>(?:said|told)[ ](?:added|stated|noted|"
    rf"stressed|explained|claimed|announced|declared|informed|emphasi[sz]ed))\b(?!-)"
)
#: ``According to the police``: a speaker, not a study or a law.
_NAMED_SOURCE = re.compile(
    rf"According to (?:the |an? |his |her |its )?(?:[\w-]+ ){{0,2}}?"
    rf"(?:{SPEAKER}|(?:Mr|Mrs|Ms|Dr)\b)"
)
_SENTENCE = re.compile(r"[.!?][\"”’)]?\s")
_WINDOW = 300
#: Every pattern needs one of these words.
_NEEDED = Needed(words=PAST_WORDS | {"says"})


def find(view: View) -> Iterator[Match]:
    """Yield the second attribution."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in chain(_SECOND.finditer(text), _INVERTED_SECOND.finditer(text)):
        if _is_attributed(text[max(0, found.start() - _WINDOW) : found.start()], found):
            yield _match(view, *found.span("again"))
    for pattern in (_VERB_TWICE, _SECOND_VERB):
        for found in pattern.finditer(text):
            yield _match(view, *found.span("again"))


def _is_attributed(before: str, second: re.Match[str]) -> bool:
    """Tell whether the sentence that ``before`` ends in names its source already."""
    stops = [found.end() for found in _SENTENCE.finditer(before)]
    if not stops and len(before) == _WINDOW:
        return False
    sentence = before[stops[-1] if stops else 0 :]
    if any(mark in sentence for mark in '“”"'):
        return False
    if second["stop"] and _NAMED_SOURCE.match(sentence):
        return True
    speaker = re.escape(second["speaker"])
    if second["stop"]:
        # Only behind its own first report: ``X, who said …, he said`` has two of them.
        return re.search(rf"\b(?i:{speaker}) (?:said|says)\b", sentence) is not None
    return re.fullmatch(rf"(?i:{speaker}) (?:{PAST})\b,?(?: that)?", sentence) is not None


def _match(view: View, start: int, end: int) -> Match:
    return Match(
        start, end, f"“{view.original[start:end].strip()}” attributes the same report a second time"
    )


DETECTOR = Detector(
    id="attribution.doubled",
    summary="the same attribution twice in one sentence",
    severity=Severity.MAJOR,
    confidence=0.1,
    find=find,
    preview=True,
    bad=(
        "The minister said, ⟦the minister said⟧, that no one was hurt.",
        "“We are ready,” said the coach⟦ said⟧ on Friday.",
        "“There was no warning,” he ⟦said added⟧.",
        "According to the police, two men were hurt in the crash, ⟦they said⟧.",
        "She said the roads were closed after the storm, ⟦she said⟧.",
    ),
    good=(
        "He said she said no.",
        "The minister said the president said nothing.",
        "“It is late,” he said, and added: “Go home.”",
        "The spokesman said that the agency reported a loss.",
        "“Go,” said the coach. He said it twice.",
        "They announced they would leave.",
        "According to the minister, who was angry, he said nothing of the kind.",
        "He said he was tired, he said he was hungry, and then he left.",
        "“According to the law, it is forbidden,” he said.",
    ),
)
