r"""Missing verb.

What it finds
    A statement whose pronoun meets no verb: ``We constantly dedicated to our clients``, ``I very
    happy``, ``They in the best place``.

Why it suggests machine translation
    Russian, Arabic, Chinese, Indonesian and others say *is* by saying nothing; spinners lose a
    verb among the words they exchange.

Examples
    ``We always ready to help, and they very glad.``

When it is wrong
    ``We all dedicated our lives`` has its verb, and so have clipped answers in dialogue;
    quotations stay silent. Only adjectives and participles that cannot be the verb count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_ADVERB = (
    "constantly|always|also|likewise|currently|now|still|really|very|so|fully|completely|"
    "highly|strongly|deeply|totally|quite|extremely|already|usually|often|additionally"
)
_ADJECTIVE = (
    r"(?:happy|glad|proud|ready|sorry|available|able|willing|interested in|located in|"
    r"situated in|responsible for|dedicated to (?:our|the|you|your|their|provid\w+|serv\w+)|"
    r"committed to|excited|pleased to|grateful|thankful|afraid|famous|busy|tired|aware|"
    r"important|beautiful|good at|capable of|based in|known for|known as)"
)
_SPACED_ADJECTIVE = _ADJECTIVE.replace(" ", "[ ]")
_MISSING = re.compile(
    rf"""\b(?=[A-Za-z])(?:\A|(?<=[.!?;][ ])|(?<=\n)|(?<=,[ ])|\b(?:and|but|because|that|so)[ ])
    (?P<piece>
      (?:[Ww]e|I|[Tt]hey|[Hh]e|[Ss]he|[Yy]ou)[ ](?:(?:{_ADVERB})[ ]){{1,2}}(?:{_SPACED_ADJECTIVE})
    | (?:[Ww]e|I|[Tt]hey|[Hh]e|[Ss]he)[ ](?:happy|glad|proud|ready|sorry|able|willing|
        grateful|afraid|responsible[ ]for|interested[ ]in)
    | (?:We|They|He|She)[ ](?:
        (?:likewise|also|additionally|constantly|always|still)[ ](?:the|a|an)
        |(?:likewise|constantly)[ ](?:in|with))
    )\b(?![-’'])""",
    re.VERBOSE,
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed(
        "we|I|they|he|she|you",
        f"{_ADVERB}|happy|glad|proud|ready|sorry|able|willing|grateful|afraid|responsible|interested",
    )
)


def find(view: View) -> Iterator[Match]:
    """Yield the pronoun and what stands in the verb's place."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _MISSING.finditer(text):
        start, end = found.span("piece")
        if not enclosed(text, start, end):
            yield Match(start, end, f"“{view.original[start:end]} …” has lost its verb")


DETECTOR = Detector(
    id="grammar.missing_verb",
    summary="a pronoun that meets no verb",
    severity=Severity.MAJOR,
    confidence=0.85,
    find=find,
    bad=(
        "⟦We constantly dedicated to our⟧ clients in the city.",
        "The work is done, and ⟦I very happy⟧ about it.",
        "⟦We likewise in⟧ great demand with schools.",
        "⟦They always ready⟧ to help the guests.",
    ),
    good=(
        "We constantly dedicated songs to each other.",
        "He also at one time ran a bakery, and she also in time became its owner.",
        "They also known to the police fled the town.",
        "We always readied the boats in March.",
        "So am I: very happy and proud.",
        "She, always ready to help, left at once.",
        "“We ready,” said the boy.",
        "I also sure-footedly climbed on.",
    ),
)
