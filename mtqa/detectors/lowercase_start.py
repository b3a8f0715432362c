r"""Lower-case sentence start.

What it finds
    A sentence that begins in lower case inside prose: ``They left. the house was empty.``

Why it suggests machine translation
    Where an engine splits a long source sentence in two, the second half keeps its small letter.

Examples
    ``They left early. the house was empty.``

When it is wrong
    Abbreviations, names (``iPhone``, ``van Gogh``) and quotations (``“Why?” he asked``) stay
    silent: a plain word must stand before the full stop and a common word behind it. Writers who
    use no capitals at all stay silent, too. So does a stop that is itself the fault: the clause
    goes on behind it (``troops. who left``, ``the set. and was tired``) or what follows is no
    sentence, as in word salad.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, rest_of_sentence, word_before
from mtqa.detectors.word_salad import is_word_salad
from mtqa.types import Severity

_START = re.compile(
    r"[.](?P<space> {1,2})(?P<word>the|he|she|it|they|we|you|i|this|that|these|those|there|in|on|"
    r"at|but|and|so|if|when|while|after|because|however|then|also|as|for|from|with|his|her|their|our|my|its|"
    r"what|who|which|how|why|where|not|no|now|some|many|all|one|according|although|even|"
    r"a|an|is|are|was|were|has|have)(?= [a-z]|, )"
)
_CAPITAL_START = re.compile(r"(?:\A|[.!?][”\"]? )[“\"]?[A-Z]")
#: Cut words that the list of abbreviations leaves out, since they are words as well.
_CUT = frozenset(
    {"info", "incl", "spec", "specs", "tel", "temp", "max", "min", "misc", "admin", "dept", "cert"}
)
#: No sentence ends with these.
_NO_END = frozenset(
    {"and", "the", "or", "but", "nor", "than", "their", "our", "your", "if", "because"}
)
_PREPOSITIONS = frozenset({"in", "on", "at", "as", "for", "from", "with"})
_FINITE = (
    r"(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|shall|should)"
)
_SUBJECT = (
    "i|you|he|she|it|we|they|there|the|this|these|those|an?|any|anyone|anybody|my|your|his|her|its|"
    "our|their"
)
_CLAUSE = re.compile(
    rf"\b(?:{_FINITE}|let|please|[a-z]{{2,}}ed|[a-z]+n't|[a-z]+'(?:s|re|m|ve|ll))\b|,"
)
#: What goes on with the sentence before: a verb without a subject, a relative or *that* clause.
_GOES_ON = re.compile(
    rf"""(?:and|but)[ ](?:(?:then|also|later|afterwards|now|so|[a-z]+ly)[ ])?(?:{_FINITE})
        (?![ ](?:not[ ])?(?:{_SUBJECT}|that)\b)
    | (?:(?:in|so|as|for|with|from|on)[ ])?that[ ](?:{_SUBJECT})\b
    | (?:who|which|where|while)[ ][^?]*(?:[.;:!]|\Z)
    | (?:is|are|was|were|has|have)[ ](?!(?:{_SUBJECT}|that|not)\b)[^?]*(?:[.;:!]|\Z)
    | (?:(?:and|but|so)[ ])?(?:the|an?|my|your|our|their|its)[ ](?:{_FINITE}|of|the)\b
    | an?[ ][a-z]+\Z
    """,
    re.VERBOSE,
)


def find(view: View) -> Iterator[Match]:
    """Yield the word that should have a capital."""
    text = view.text
    for found in _START.finditer(text):
        left = word_before(text, found.start())
        if len(left) < 3 or not left.islower() or not left.isalpha() or is_abbreviation(left):
            continue
        if left in _CUT or left in _NO_END:
            continue
        if not _CAPITAL_START.search(text, 0, found.start()):
            continue
        start, end = found.span("word")
        if _is_no_sentence(text, start, found["word"]) or is_word_salad(text, start, end):
            continue
        word = view.original[start:end]
        yield Match(
            start,
            end,
            f"“{word}” behind a full stop has a small letter; the letter or the stop is wrong",
        )


def _is_no_sentence(text: str, start: int, word: str) -> bool:
    """Tell whether a clause goes on at ``start``, or too little follows to be a sentence."""
    sentence = rest_of_sentence(text, start)
    if _GOES_ON.match(sentence):
        return True
    return word in _PREPOSITIONS and not _CLAUSE.search(sentence, len(word))


DETECTOR = Detector(
    id="punctuation.lowercase_start",
    summary="a sentence that begins in lower case",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "They left early. ⟦the⟧ house was empty.",
        "He had no money. ⟦but⟧ nobody knew. ⟦so⟧ he smiled.",
        "The rain came late this year. ⟦according⟧ to farmers, it was too late.",
    ),
    good=(
        "They sell pens, ink, etc. in the shop, approx. one a day.",
        "He came first. iPhone users came next. van Gogh never came.",
        "“Why?” he asked. “No!” she said.",
        "He met Smith Jr. and left at 5 p.m. on Friday.",
        "It was late... and then it rained.",
        "i write like this. and so it goes. nobody minds.",
        "It is the U.S. that pays.",
        "The soldiers came from the north. who then burned the mill.",
        "He lost the first set. and later was angry with his racket.",
        "We agree, as was said before. that the law must change.",
        "The plan is sound. in that it needs no money. They left the town and. their house."
        " They asked for an apple.",
        "Send me your info. and the date of your trip.",
        "They paid the money back. in front of the old judge.",
        "In the of cat which. the of and sky, with is red the.",
    ),
)
