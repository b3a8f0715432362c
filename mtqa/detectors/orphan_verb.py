r"""Orphan reporting verb.

What it finds
    A verb of saying that stands alone as a sentence: ``Told.``, ``Clarified.``

Why it suggests machine translation
    Many languages put the verb of a report at its end. A translator that works sentence by
    sentence has already closed the English sentence when it meets that verb, and leaves it
    behind as a sentence of one word.

Examples
    ``The minister told reporters after the meeting. Told.``

When it is wrong
    ``Agreed.``, ``Noted.`` and ``Understood.`` are answers and stay silent. Verbs that make
    headlines (``Explained.``) or notes (``Added.``, ``Reported.``) count only after a closing
    quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, word_before
from mtqa.detectors.reporting import PAST_WORDS, SPEECH_ONLY, SPEECH_TOO
from mtqa.detectors.word_sets import Needed
from mtqa.types import Severity

_ORPHAN = re.compile(
    rf"""[.!?]["”]?\s{{1,2}}(?P<plain>(?i:{SPEECH_ONLY})\.)(?=\s|\Z)
    |[.!?,]\s?["”]\s{{0,2}}(?P<quoted>(?i:{SPEECH_ONLY}|{SPEECH_TOO})\.)(?=\s|\Z)
    |[.!?]\s?["”]?\s{{1,2}}(?P<told>(?:Told|Informed)\s(?:reporters|journalists|media)\.)(?=\s|\Z)
    """,
    re.VERBOSE,
)
#: The pattern needs one of these words.
_NEEDED = Needed(words=PAST_WORDS)


def find(view: View) -> Iterator[Match]:
    """Yield each verb of saying that makes a sentence of its own."""
    if not _NEEDED.may_stand_in(view.text):
        return
    for found in _ORPHAN.finditer(view.text):
        start, end = found.span(found.lastgroup or 0)
        if found.lastgroup == "plain" and is_abbreviation(word_before(view.text, found.start())):
            continue
        yield Match(
            start,
            end,
            f"“{view.original[start:end]}” stands alone as a sentence: the verb of a report "
            "without its speaker",
        )


DETECTOR = Detector(
    id="attribution.orphan_verb",
    summary="a verb of saying left over as a sentence of its own",
    severity=Severity.MAJOR,
    confidence=0.97,
    find=find,
    bad=(
        "When she left the court, the judge told the waiting press. ⟦Told.⟧",
        "The aide warned that “it could ruin the whole agreement.” ⟦Clarified.⟧",
        "“We will never accept such a plan. ” ⟦Stressed.⟧",
        "“The road is closed until May,” ⟦explained.⟧",
        "The police found nothing in the house. ⟦Told reporters.⟧",
    ),
    good=(
        "He wanted a better contract. Agreed. But who would pay?",
        "The committee read our complaint. Noted. Nothing else happened.",
        "It was a fine speech. Well said.",
        "Two goals, one red card. Enough said.",
        "“We are not going back,” he said.",
        "Interest rates. Explained. In plain English.",
        "Rates will fall, an analyst with Shearson Bros. said.",
        "They promised to call. Truth be told, nobody expected it.",
    ),
)
