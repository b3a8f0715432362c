r"""Two determiners before one noun.

What it finds
    An article before a possessive, a demonstrative, ``another`` or the other article (``the his
    car``, ``a these``, ``the a lot of``, ``an another``), a possessive before any of them (``our
    the``), and ``The which is …`` for ``which is …``.

Why it suggests machine translation
    Italian, Portuguese, Catalan, Greek, Arabic or Hebrew set an article beside the possessive or
    the demonstrative (*la sua casa*, *το σπίτι μου*, *lo cual*). Word by word, both arrive. Engines
    that choose each word by itself also leave an article before a phrase that has one.

Examples
    ``The minister spoke with the his advisers about the a lot of complaints.``

When it is wrong
    A slip in typing or an edit left half done. Where both words can stand (``this my son``,
    ``the some 40 guests``, ``each his own``, ``its our`` for ``it's our``), nothing is reported;
    nor are words of programs (``the this pointer``), letters (``the a key``) or words in
    quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.technical_word import TECHNICAL_NOUN, is_letter
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_POSSESSIVE = "my|your|our|their|its|his"
_POINTING = "this|these|those"
#: ``its a`` and ``your the`` are *it's a*, *you're the*; ``his the first`` is *his one*.
_OWN = "my|our"
#: ``a our`` and ``an the`` have the other fault as well, and ``grammar.a_or_an`` reports it.
_TWO = re.compile(
    rf"""(?<![-'’.\w/])(?:
      [Tt]he[ ](?:{_POSSESSIVE}|{_POINTING}|an?|another)
    | a[ ](?:my|your|their|his|{_POINTING}|the)
    | [Aa]n[ ](?:our|its|another)
    | (?:[Mm]y|[Oo]ur)[ ](?:the|an?|another)
    | (?:[Mm]y|[Yy]our|[Oo]ur|[Tt]heir|[Hh]is)[ ](?:my|your|our|their|its|this|these|those)
    | The[ ]which(?=[ ](?:is|are|was|were|has|have|had|will|can)\b)
    )(?=[ ]+["“]?\w)""",
    re.VERBOSE,
)
_NEEDED = Needed(
    pairs=followed("the|a|an", f"{_POSSESSIVE}|{_POINTING}|an|a|the|another|which")
    | followed(_OWN, "the|a|an|another")
    | followed(_POSSESSIVE, f"my|your|our|their|its|{_POINTING}")
)
#: Behind the two words: a phrase of which they are a part (``a his and hers``), a letter.
_PART = re.compile(r" +(?:(?:and|or|vs|hers|theirs)\b|[b-hj-z](?:\b|[/.])(?!['’]))")
#: Names of a program's parts, of letters and of pages.
_NAMES = frozenset({"this", "a", "an", "my", "your"})
_NAMED = re.compile(rf" +(?:{TECHNICAL_NOUN})\b")
_FROM_LATIN = re.compile(r" +(?:cap+ella|priori|posteriori|fortiori|la|contrario|tempo)\b")
#: How far, in code points, quotation marks around a mere mention of the words may stand. In a
#: quotation of some length the fault is a fault: no dialect doubles determiners.
_MENTION = 15


def find(view: View) -> Iterator[Match]:
    """Yield both words."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _TWO.finditer(text):
        start, end = found.span()
        first, second = found[0].lower().split()
        if first == second or _PART.match(text, end) or enclosed(text, start, end, _MENTION):
            continue
        if second in _NAMES and _NAMED.match(text, end):
            continue
        if text.startswith("a ", start) and is_letter(text, start):
            continue
        if second == "a" and _FROM_LATIN.match(text, end):
            continue
        yield Match(
            start,
            end,
            f"“{view.original[start:end]}”: two words that each open a noun phrase; one is enough",
        )


DETECTOR = Detector(
    id="grammar.doubled_determiner",
    summary="two determiners before one noun",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "The envoy spoke with ⟦the his⟧ advisers for an hour.",
        "They found ⟦the a⟧ lot of old letters in the attic.",
        "She lives with ⟦a my⟧ friend from school.",
        "One of ⟦the our⟧ teachers has ⟦an another⟧ plan.",
        "⟦The which⟧ is good for all sides.",
    ),
    good=(
        "This my son was lost, and to each his own.",
        "Of the some 40 guests, its every corner was full.",
        "They sang the a cappella part, and a his-and-hers set was sold.",
        "The this pointer and the a key are explained below.",
        "Is this a joke, and is that the end? I gave her the keys and made his the last name.",
        "The word “the my” is no word.",
        "Make the most of it: the many, the few, the very same.",
        "In section a the rules change; see the A team.",
        "He took the hat an the coat an sold them.",
        "Its a long story, and your the one to tell it.",
    ),
)
