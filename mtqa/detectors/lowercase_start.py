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
    use no capitals at all stay silent, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import is_abbreviation, word_before
from mtqa.types import Severity

_START = re.compile(
    r"[.](?P<space> {1,2})(?P<word>the|he|she|it|they|we|you|i|this|that|these|those|there|in|on|"
    r"at|but|and|so|if|when|while|after|because|however|then|also|as|for|from|with|his|her|their|our|my|its|"
    r"what|who|which|how|why|where|not|no|now|some|many|all|one|according|although|even|"
    r"a|an|is|are|was|were|has|have)(?= [a-z]|, )"
)
_CAPITAL_START = re.compile(r"(?:\A|[.!?][”\"]? )[“\"]?[A-Z]")


def find(view: View) -> Iterator[Match]:
    """Yield the word that should have a capital."""
    text = view.text
    for found in _START.finditer(text):
        left = word_before(text, found.start())
        if len(left) < 3 or not left.islower() or not left.isalpha() or is_abbreviation(left):
            continue
        if not _CAPITAL_START.search(text, 0, found.start()):
            continue
        start, end = found.span("word")
        word = view.original[start:end]
        yield Match(
            start, end, f"the sentence begins with a small letter: “{word}”", word.capitalize()
        )


DETECTOR = Detector(
    id="punctuation.lowercase_start",
    summary="a sentence that begins in lower case",
    severity=Severity.MINOR,
    confidence=0.95,
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
    ),
)
