r"""Mixed spelling.

What it finds
    One word in its British and in its American spelling in one document: ``colour`` and
    ``color``.

Why it suggests machine translation
    Engines learn from both sides of the Atlantic and spell sentence by sentence.

Examples
    ``The colour of the car is a dark color.``

When it is wrong
    Quotations and names (``Labour Party``, ``Department of Defense``) keep their spelling:
    capitalised words and quoted ones are not counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import words_in
from mtqa.spelling import spelling_pairs
from mtqa.types import Severity

_OTHER = {
    spelling: other for pair in spelling_pairs() for spelling, other in (pair, (pair[1], pair[0]))
}
_SPELLINGS = frozenset(_OTHER)
_WORD = re.compile(r"(?<![\w'’-])[a-z]{4,16}(?![\w-])")
_QUOTED = re.compile(r"[“\"][^“”\"\n]{1,2000}[”\"]")


def find(view: View) -> Iterator[Match]:
    """Yield the rarer spelling of each word that stands in both."""
    # Without marks first, for other detectors have asked for those words.
    both = _SPELLINGS.intersection(words_in(view.text))
    if not any(_OTHER[word] in both for word in both):
        return
    both = _SPELLINGS.intersection(view.text.split())
    if not any(_OTHER[word] in both for word in both):
        return
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    # A quotation keeps its length, so that places stay right.
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), view.text)
    for word in _WORD.finditer(unquoted):
        if word.group() in _OTHER:
            places[word.group()].append(word.span())
    matches = []
    for british, american in spelling_pairs():
        if british in places and american in places:
            rare, usual = sorted((british, american), key=lambda w: len(places[w]))
            surer = len(places[usual]) > len(places[rare])
            for start, end in places[rare]:
                message = f"“{rare}” is spelled “{usual}” elsewhere in the document"
                matches.append(Match(start, end, message, usual if surer else None))
    yield from sorted(matches, key=lambda m: m.start)


DETECTOR = Detector(
    id="document.mixed_spelling",
    summary="British and American spelling of one word in one document",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    scope="document",
    bad=(
        "The ⟦colour⟧ of the car is dark. That color sells, and each color has a name.",
        "Our neighbours came. Their neighbours stayed.\n\nThe ⟦neighbors⟧ left.",
        "The centre and the old centre are near the ⟦center⟧ of the map.",
    ),
    good=(
        "The Department of Defense wants a stronger defence.",
        "The colour is nice. “What a color,” he said.",
        "The Labour Party fights for labor rights.",
        "He recognized the labour of the centre.",
        "The Kennedy Center is the best theater, a centre for music.",
    ),
)
