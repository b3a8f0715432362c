r"""Colliding marks.

What it finds
    Two marks where one belongs: ``Reuters..``, ``red,, green``, ``said. ,``, ``why?.``

Why it suggests machine translation
    Each translated piece brings its own final mark; where pieces are put together inside one
    sentence, the marks collide.

Examples
    ``The bank confirmed the figure to Reuters..``

When it is wrong
    Abbreviations before a comma (``Inc.,`` ``etc.,``), ellipses of any width, ``?!`` and ``!!``,
    relative paths, number ranges (``1..10``) and names that end in a mark (``Yahoo!``) stay
    silent. Typing slips of people are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, word_before
from mtqa.types import Severity

_MARKS = re.compile(
    r"""
    \.\.(?![.\w/]|\s+[a-z])               # Reuters..
    | \.[ ]?,(?![\d,.'’])                # said. ,   times.,
    | ,[ ]?,(?=[\s\w])                   # red,, green
    | ,[ ]?\.(?=[\s”"]|\Z)(?!\s?\.)      # home,.
    | ;[ ]?[.,;](?=\s|\Z)                # ;.
    | [.,][;:](?=\s|\Z)                  # ,;  .:
    | [?!][ ]?[.](?=\s|\Z)(?!\s?\.)      # why?.
    | \.[ ]\.(?=\s+[A-Z]|\s*\Z)          # home. .
    """,
    re.VERBOSE,
)
#: Without two marks together nothing collides.
_TWO_MARKS = re.compile(r"[.,;?!][ ]?[.,;:]")
_CLOSERS = "\"”’')]"
#: Names that end in a mark of their own.
_MARKED_NAMES = frozenset(("yahoo", "jeopardy", "oklahoma", "wham", "airplane"))


def find(view: View) -> Iterator[Match]:
    """Yield the run of marks; an abbreviation's full stop counts as part of its word."""
    text = view.text
    if not _TWO_MARKS.search(text):
        return
    for found in _MARKS.finditer(text):
        start, end = found.span()
        marks = found.group()
        before = text[start - 1] if start else ""
        if not (before.isalpha() or before in _CLOSERS or before.isdigit()) or not before:
            continue
        word = word_before(text, start)
        if marks[0] == "." and marks[1:].strip() in (",", ";", ":") and _may_be_abbreviation(word):
            continue
        if marks[0] in "?!" and word.lower() in _MARKED_NAMES:
            continue
        yield Match(
            start,
            end,
            f"the marks “{view.original[start:end]}” collide after "
            f"“{view.original[max(start - len(word), 0) : start]}”",
        )


def _may_be_abbreviation(word: str) -> bool:
    """Tell whether ``word`` may carry a full stop of its own before another mark."""
    return len(word) < 4 or not word.islower() or is_abbreviation(word)


DETECTOR = Detector(
    id="punctuation.colliding_marks",
    summary="two marks where one belongs",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "The bank confirmed the figure to Reuters⟦..⟧",
        "“Nothing is settled,” the envoy said⟦. ,⟧ who asked not to be named.",
        "They sell apples⟦,,⟧ pears and plums.",
        "Nobody knows the reason why⟦?.⟧ The search goes on.",
        "The shop kept up with the times⟦.,⟧ and grew.",
        "He came home late⟦. .⟧",
    ),
    good=(
        "Acme Inc., Smith & Co., and the U.S., among others, signed.",
        "Bring pens, paper, etc., and be on time.",
        "Well... I am not sure. And yet . . . she left.",
        "What?! You did it!! Really??",
        "Type cd .. and then 1..10 at the prompt.",
        "He works for Yahoo!. She does not.",
        "It rose by .5 per cent, not ,5.",
        "Martin Luther King Jr.; his wife; their children.",
    ),
)
