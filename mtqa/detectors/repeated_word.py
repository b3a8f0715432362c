r"""Repeated word.

What it finds
    The same word twice in a row: ``the the``, ``has has``.

Why it suggests machine translation
    Decoders stutter when their attention loops, and post-edits of machine output leave
    doubled words behind.

Examples
    ``They will meet in in Geneva on Monday.``

When it is wrong
    ``had had``, ``that that``, ``very very`` and reduplications (``bye bye``, names such as
    ``Boutros Boutros-Ghali``) are English; they stay silent, and so do prepositions that meet at
    the end of a relative clause (``the help which he asked for for years``). A human typo is
    reported too: it is a fault all the same, of severity minor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from mtqa.detectors.bare_words import bare_words
from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_PAIR = re.compile(r"(?<![\w'’*-])([A-Za-z]{1,30})(?:[ \t]+(\1)\b(?![-'’]|\.\w))+", re.IGNORECASE)
_LEGITIMATE = frozenset(
    "had that very bye no so ha many much really long far never blah knock there now "
    "tut hear please go well come aye yeah yes hey ho la ta do wow ok choo chop yo hush night "
    "oh ah zero one two three four five six seven eight nine quick slow boo pom cha can beep "
    "tick dear old big too again more right good fine super sh mm um uh her win out x".split()
)
#: Words that can end a relative clause and begin the next phrase: ``the book he asked for for``.
_STRANDED = frozenset("to for in on at with by about from of is was up over through".split())
_RELATIVE = re.compile(r"\b(?:wh(?:ich|o|om|at|ere|en)|that|how)\b", re.IGNORECASE)
_RELATIVE_WINDOW = 80
#: ``When you have it it will``: an object ends its clause, the next one begins with a subject.
_PRONOUNS = frozenset("you it".split())
_MODAL = re.compile(r" (?:will|would|can|could|should|must|may|might)\b", re.IGNORECASE)
#: ``Those who voted voted``: the verb of a short relative clause, then the main verb.
_WHO_DID = re.compile(r"\b(?:who|that|which|had|have) $", re.IGNORECASE)


def find(view: View) -> Iterator[Match]:
    """Yield what follows the first of equal words; capitalised pairs are taken for names."""
    words = bare_words(view.text)
    if not any(map(eq, words, words[1:])):
        return
    for found in _PAIR.finditer(view.text):
        first, second = found.groups()
        if first.lower() in _LEGITIMATE or second[0].isupper():
            continue
        start = found.end(1)
        before = view.text[max(0, found.start() - _RELATIVE_WINDOW) : found.start()]
        if first.lower() in _STRANDED and _RELATIVE.search(before):
            continue
        if first[0].isupper() and not second[0].isupper() and _inside_sentence(before):
            continue
        if first.lower() in _PRONOUNS and _MODAL.match(view.text, found.end()):
            continue
        # Latin names repeat the species' name for a subspecies.
        if first.endswith("ii"):
            continue
        if first.endswith("ed") and _WHO_DID.search(before):
            continue
        yield Match(start, found.end(), f"“{first}” stands twice in a row", suggestion="")


def _inside_sentence(before: str) -> bool:
    """Tell whether a capital behind ``before`` is a name's (``Jasser Said said``)."""
    return before.endswith(" ") and before[-2:-1].isalnum()


DETECTOR = Detector(
    id="repetition.word",
    summary="the same word twice in a row",
    severity=Severity.MINOR,
    confidence=0.85,
    find=find,
    bad=(
        "They will meet in⟦ in⟧ Geneva on Monday.",
        "And the⟦ the⟧ minister left early.",
        "It was⟦ was⟧ clear to⟦ to⟧ all.",
    ),
    good=(
        "He had had enough of it.",
        "She said that that was the plan.",
        "It is a very very long road.",
        "Boutros Boutros-Ghali spoke first.",
        "Duran Duran played on Friday.",
        "It is the ship which they had been asking for for several days.",
        "After the break-in in June he moved.",
        "What it is is a mistake.",
        "The opposition leader Karim Said said nothing.",
        "If you have it it will help.",
        "Her parrots are of the kind Amazona martinii martinii.",
        "Most of those who voted voted for the bridge.",
    ),
)
