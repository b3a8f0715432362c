r"""One noun for two.

What it finds
    The same noun on both sides of a conjunction that should join two things: ``the relation of
    jaw and jaw``, ``a fault or other serious fault``, ``after we layout and layout``.

Why it suggests machine translation
    Two words of the source (or a word and its synonym) meet in one English word.

Examples
    ``The garage repairs a breakdown or other severe breakdown.``

When it is wrong
    English doubles for stress (``years and years``, ``more and more``) and for kinds (``between
    man and man``): plain doublings count only behind ``of`` or ``between`` with their head noun,
    and ``stem cells or other cells`` is English: behind ``or other`` only a singular counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, followed, words_in
from mtqa.types import Severity

_RELATION = (
    "relation|relations|relationship|difference|differences|connection|combination|balance|"
    "link|comparison|contact|cooperation|interaction|mixture|distance"
)
_TWICE = re.compile(
    rf"""\b(?:
      (?P<other>(?P<noun>[a-z]{{3,}}[a-rt-z])[ ]or[ ]other[ ]
        (?:[a-z]{{4,}}[ ])?(?P=noun))
    | (?P<pair>(?:the|a)[ ](?:{_RELATION})[ ](?:of|between|in)[ ](?:the[ ])?(?P<one>[a-z]{{3,}})[ ]
        (?:and|with)[ ](?:the[ ])?(?P=one))
    | (?P<clause>(?:After|When|Before|Once|If)[ ](?:we|you|they|I|he|she)[ ]
        (?P<verb>(?!wait|walk|talk|work|look|search|tr[iy]|wander|run|ran|think|cry|drive|ask)
        [a-z]{{4,}})[ ]and[ ](?P=verb))
    | (?P<list>(?P<adjective>[a-z]{{5,}})[ ](?P<thing>[a-z]{{4,}}),[ ](?P=adjective)[ ](?P=thing)
        (?=,[ ](?!(?P=adjective)\b)[a-z]|[ ]and[ ](?!(?P=adjective)\b)))
    )\b(?![-’'])""",
    re.VERBOSE,
)
#: The pattern needs one of these, or words that come again.
_NEEDED = Needed(pairs=followed("or", "other") | followed(_RELATION, "of|between|in"))
_DISTINCT = frozenset(
    {
        "between",
        "person",
        "place",
        "thing",
        "time",
        "something",
        "someone",
        "kind",
        "form",
        "reason",
        "some",
        "another",
        "thought",
        "language",
        "either",
        "body",
        "point",
        "wind",
        "group",
        "species",
        "nation",
        "country",
        "human",
        "generation",
        "state",
        "planet",
        "world",
        "machine",
        "people",
        "peer",
        "party",
        "individual",
        "city",
        "brother",
    }
)


def _comes_again(words: tuple[str, ...]) -> bool:
    """Tell whether two words come again at once, or one word behind ``and``."""
    equal = bytes(map(eq, words, words[2:]))
    if 1 not in equal:
        return False
    between = words[1:-1]
    return b"\x01\x01" in equal or any(
        same and word == "and" for same, word in zip(equal, between, strict=True)
    )


def find(view: View) -> Iterator[Match]:
    """Yield the phrase from the first noun to the second."""
    if not (_comes_again(words_in(view.text)) or _NEEDED.may_stand_in(view.text)):
        return
    for found in _TWICE.finditer(view.text):
        word = found["noun"] or found["one"] or found["verb"] or found["thing"]
        kind = next(k for k in ("other", "pair", "clause", "list") if found[k])
        if word in _DISTINCT:
            continue
        if kind == "list" and found["list"].split(",")[0] in view.text[: found.start()][-40:]:
            continue  # a slogan, said three times
        start, end = found.span(kind)
        yield Match(
            start, end, f"“{view.original[start:end]}” names “{word}” where two things are meant"
        )


DETECTOR = Detector(
    id="repetition.one_noun_for_two",
    summary="the same noun on both sides of a conjunction",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "They see a doctor after ⟦an injury or other serious injury⟧.".replace(
            "⟦an injury", "an ⟦injury"
        ),
        "The dentist adjusts ⟦the relation of jaw and jaw⟧ with care.",
        "⟦After we install and install⟧ the tool, it starts.",
    ),
    good=(
        "They waited for years and years, more and more.",
        "The law governs the relation between man and woman.",
        "After we waited and waited, the bus came.",
        "An injury or other serious harm must be reported.",
        "The difference between person and person is great.",
        "Two national committees and other local committees raised the money.",
        "One way or another way will be found.",
        "The grant pays for stem cells or other cells, on one list or another list.",
        "Their answer was cheap housing, cheap housing, cheap housing, and nothing else.",
    ),
)
