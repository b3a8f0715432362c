r"""Wrong or missing preposition.

What it finds
    A verb, an adjective or a fixed phrase with the preposition of another language, or without
    one: ``depends of``, ``married with``, ``discuss about``, ``listen music``, ``despite of``,
    ``entered in the city``, ``in the weekends``.

Why it suggests machine translation
    A preposition is translated by its commonest sense; which one a word takes is not told by the
    sense but by the word (*dépendre de*, *зависеть от*, *verheiratet mit*).

Examples
    ``The price depends of the season, despite of the discount.``

When it is wrong
    People who write in their second language do the same, which is why the fault is minor.
    Quotations stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.kinds import phrase_match, shipped_phrases
from mtqa.types import Severity

#: The reason, as :func:`phrase_match` takes it.
_MESSAGE = "in “{quoted}” the preposition is not the English one; English says “{intended}”"
#: Their last word may belong to a noun behind it: ``a fall in average incomes``.
_OPEN = frozenset({"in average", "in the internet"})
#: A word behind them that is no such noun.
_NOUN_AHEAD = re.compile(
    r"[ -](?!(?:a|an|the|this|these|those|about|around|only|over|up|more|less|between|than|every|"
    r"is|are|was|were|has|have|had|will|would|can|could|it|they|we|he|she|you|i|for|by|from|on|at|"
    r"to|with|without|which|who|where|when|if|because|but|so|per|there|not|also|after|before|since|"
    r"during|while|through|under|near|almost|nearly|one|two|three|four|five|six|ten|twice|and|or|"
    r"as|that|in)\b)[a-z]",
    re.IGNORECASE,
)
#: ``more alike or similar than``: the comparison is another word's.
_COMPARED = re.compile(r"\b(?:more|less)\b[^.;:!?]{0,40}\Z")
_WINDOW = 50


def find(view: View) -> Iterator[Match]:
    """Yield the phrases of the list."""
    text = view.text
    for found in shipped_phrases("prepositions").find(text):
        phrase, start, end = found.phrase.phrase, found.start, found.end
        if phrase in _OPEN and _NOUN_AHEAD.match(text, end):
            continue
        if phrase == "similar than" and _COMPARED.search(text[max(0, start - _WINDOW) : start]):
            continue
        if not enclosed(text, start, end):
            yield phrase_match(view, found, _MESSAGE)


DETECTOR = Detector(
    id="grammar.preposition",
    summary="a word with the preposition of another language, or without one",
    severity=Severity.MINOR,
    confidence=0.65,
    preview=True,
    find=find,
    bad=(
        "The price ⟦depends of⟧ the season.",
        "She is ⟦married with a⟧ sailor from Cork.",
        "They ⟦discussed about⟧ the plan for hours.",
        "In the evening we ⟦listen music⟧ or read.",
        "⟦Despite of⟧ the rain, everyone came.",
        "The guests ⟦entered in the house⟧ one by one.",
    ),
    good=(
        "The price depends on the season.",
        "He was married with a child on the way, and she married into money.",
        "Talks about the plan went on; the discussion about money did not.",
        "Listen: music is playing.",
        "In spite of the rain, everyone came.",
        "“It depends of the weather,” said the guide.",
        "They had waited since two days before the feast, and entered in the spring.",
        "Of all that it depends on, money is the least.",
        "The damage suffered by farmers was worse than the secret told to us by their lawyer.",
        "If allowed to use the pool, children swim; all that we have allowed to build up must go.",
        "The region is rich with resources, and she was good in school.",
        "He insisted to reporters that they had relied to a great extent on luck.",
        "The council turned its focus to the question of rents and the solution of the problem.",
        "A rise in average earnings led to more spending in the internet cafes of the town.",
        "We may be more similar than we think, so recommend them to your friends.",
        "He waited the storm out, pleased about the delay, and she congratulated him for the idea.",
        "Trade is concentrated at the port, and both firms will enter in the spring.",
    ),
)
