r"""Stranded function word.

What it finds
    A sentence that ends in a word that must be followed by another: ``He bought the.``,
    ``between Paris and.``

Why it suggests machine translation
    The word that the article, the conjunction or the auxiliary introduces was moved to its place
    in the source's order, or dropped.

Examples
    ``The minister will visit the on Friday. They talked about the.``

When it is wrong
    Words named as words (``the word the``) and speech that breaks off (``and...``) stay silent;
    prepositions at the end (``the man I spoke to``) are good English and never count. Letters
    (``vitamin A.``) are no articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

#: Led by the mark and read backwards, which is fast: few marks, many words. The letters are those
#: that the words of ``_LAST`` end in.
_STOP = re.compile(r"[.;](?<=(?:he|an|ur|my|ir|nd|se).)(?=[\"”’]?(?:\s|\Z))(?!\s\.)")
_STRANDED = re.compile(
    r"(?<![\w’\-“\"‘'(])(?:of the|in the|to the|for the|from the|with the|by the|at the|on the|"
    r"and the|the|an|our|my|your|their|and|than|because|whose|if the|is the|was the|has the)\Z"
)
#: The last word of each of these; it is looked for first, for hardly any sentence ends so.
_LAST = ("the", "an", "our", "my", "your", "their", "and", "than", "because", "whose")
_NAMED = re.compile(
    r"\b(?:word|words|article|conjunction|say|said|saying|called|yes|no|or)[ ,]+\S*\Z"
)
#: ``Just because.`` answers why.
_MEANT = re.compile(r"\b(?:[Jj]ust|[Ww]ell|[Ss]imply|[Oo]nly),? because\Z")
#: A mark, then at most two words: ``a sense of “better than.”``
_FEW_QUOTED = re.compile(r"[\"“‘](?:[\w’'-]+ )?[\w’'-]+\Z")
_CLOSING = ('"', "”", "’")
_WINDOW = 40


def find(view: View) -> Iterator[Match]:
    """Yield the stranded word or words with the mark that follows."""
    text = view.text
    for stop in _STOP.finditer(text):
        at = stop.start()
        if not text.endswith(_LAST, 0, at):
            continue
        before = text[max(0, at - _WINDOW) : at]
        found = _STRANDED.search(before)
        if not found or _NAMED.search(before[: found.start()] + "x"):
            continue
        if _MEANT.search(before):
            continue
        if text.startswith(_CLOSING, at + 1) and _FEW_QUOTED.search(before):
            continue
        start = at - len(before) + found.start()
        yield Match(
            start,
            at,
            f"the sentence ends in “{found.group()}”, which must be followed by another word",
        )


DETECTOR = Detector(
    id="order.stranded_function_word",
    summary="a sentence that ends in an article or a conjunction",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "The minister flew home and talked ⟦to the⟧.",
        "It is the best film ⟦of the⟧. Nobody had seen it.",
        "They drove from Rome to Milan ⟦and⟧.",
    ),
    good=(
        "She is the woman I spoke to. That is what it is for.",
        "The commonest word is the word the.",
        "He turned every “almost” into “more than.” Nobody minded.",
        "I keep the old lamp on the shelf, just because. It looks well there.",
        "We waited and waited and... nothing.",
        "Oranges are rich in vitamin A. They keep well.",
        "He said “and”. She said “the”.",
        "This house is theirs, that one is ours. Mine is better than yours.",
    ),
)
