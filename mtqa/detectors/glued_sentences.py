r"""Glued sentences.

What it finds
    Two sentences without the space between them: ``home.The``, ``“Yes.”The``,
    ``said.officially``.

Why it suggests machine translation
    Segments are translated one by one and joined again; languages such as Chinese and Japanese
    write no space after a full stop, and the joiner keeps that.

Examples
    ``The family returned home.The police had gone.``

When it is wrong
    Host names, file names, program identifiers (``System.Text``), abbreviations
    (``St.Petersburg``) and brand names (``Node.js``) stay silent. Copy that lost its line breaks
    is reported: it reads as badly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, word_before
from mtqa.detectors.reporting import PAST
from mtqa.types import Severity

_GLUE = re.compile(
    r"[.!?](?P<close>[”\"]?)(?P<right>[A-Z][a-z]*(?:['’][a-z]{1,2})?|[a-z]{4,})"
    r"(?=(?P<after>[ ,.;:!?\n]|\Z))"
)
_PLAIN = re.compile(r"[A-Za-z]?[a-z][a-z'’]*\Z")
_REPORT_VERB = re.compile(PAST)
_SUFFIX = frozenset(
    "com org net edu gov asia info name mobi tech shop site blog news club docx xlsx json html "
    "text".split()
)
_ONE_LETTER = frozenset("AI")
#: First parts of program identifiers and trade names that take a capital after the full stop.
_QUALIFIED = frozenset(
    "system microsoft windows math array object string console java javax com org net www self "
    "this google request response booking will".split()
)


def find(view: View) -> Iterator[Match]:
    """Yield both words and the mark that glues them."""
    text = view.text
    for found in _GLUE.finditer(text):
        at, right = found.start(), found["right"]
        left = word_before(text, at)
        if not _is_sentence_end(text, at, left) or found["after"] == ".":
            continue
        if right[0].islower():
            if not _REPORT_VERB.fullmatch(left) or right in _SUFFIX or found["close"]:
                continue
        elif (
            right.lower() in _SUFFIX
            or (len(right) == 1 and right not in _ONE_LETTER)
            or (left[0].isupper() and not found["close"] and not _goes_on(text, found.end()))
        ):
            continue
        start, end = at - len(left), found.end()
        before, after = text[start : found.start("right")], text[found.start("right") : end]
        yield Match(
            start,
            end,
            f"no space between the sentences at “{view.original[start:end]}”",
            f"{before} {after}" if right[0].isupper() else None,
        )


def _is_sentence_end(text: str, at: int, left: str) -> bool:
    """Tell whether the plain word ``left``, which ends at ``at``, can end a sentence."""
    if len(left) < 2 or not _PLAIN.match(left) or is_abbreviation(left):
        return False
    if left.lower() in _QUALIFIED:
        return False
    start = at - len(left)
    return start == 0 or text[start - 1] in " \n(“‘\"'-—–/"


def _goes_on(text: str, at: int) -> bool:
    """Tell whether running prose follows, as it does after a name that ends a sentence."""
    return re.match(r" [a-z]+[ ,]| [A-Z][a-z]+ [a-z]+ ", text[at : at + 60]) is not None


DETECTOR = Detector(
    id="punctuation.glued_sentences",
    summary="no space between two sentences",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    bad=(
        "The family returned ⟦home.The⟧ police had already gone.",
        "The spokesman ⟦said.officially⟧ nothing has changed.",
        "She asked what had ⟦happened?Nobody⟧ knew.",
        "“We are ready to ⟦talk.”The⟧ minister left the room.",
        "It lies on the outskirts of ⟦Nagpur.Visitors⟧ come in the winter.",
    ),
    good=(
        "The service runs on Node.js and ASP.NET behind Booking.com.",
        "Open the file report.final.docx in the folder, then call System.Text or Array.From there.",
        "He flew to St.Petersburg with Mr.Smith.",
        "The U.S.Army and the U.K.Government signed, e.g.Monday's treaty.",
        "He moved to Washington D.C.In 1990 he came back.",
        "Write to info@example.com or see example.Org for help.",
        "The singer will.I.am played first.",
        "It grew by 3.5 per cent.",
    ),
)
