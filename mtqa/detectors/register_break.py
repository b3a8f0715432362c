r"""Register break.

What it finds
    A colloquial word where formal news prose has a formal one: an office or institution that
    ``nabbed the agreement`` or ``chucked out the treaty``, ``the dude of the ministry``.

Why it suggests machine translation
    A thesaurus gives words of every register side by side, and a spinner takes the next one. An
    engine that knows a word from film subtitles puts it into a communiqué.

Examples
    ``The minister nabbed the agreement after long talks.``

When it is wrong
    Journalists love a coarse word for a dull one, and columnists mock. So the verb counts only
    between an office or institution and a formal matter (a treaty, a budget), the noun only as that
    of an institution, and words that the press has made its own (``scrapped``, ``slammed``) are not
    in the list. Quotations stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.phrases import Strict, Text
from mtqa.detectors.shipped_list import read_list
from mtqa.detectors.word_sets import Needed
from mtqa.types import Severity


class RegisterBreaks(Strict):
    """The shipped list ``register_breaks.yaml``.

    Attributes:
        about: what the list is and where it comes from.
        verbs: colloquial past forms with the formal ones.
        nouns: colloquial nouns with the formal ones.
        institutions: who acts in formal news.
        matters: what they act on.
    """

    about: Text
    verbs: dict[Text, Text] = Field(min_length=1)
    nouns: dict[Text, Text] = Field(min_length=1)
    institutions: tuple[Text, ...] = Field(min_length=1)
    matters: tuple[Text, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class _Breaks:
    """The list compiled: what a text must hold, the pattern, and the formal words."""

    needed: Needed
    pattern: re.Pattern[str]
    formal: Mapping[str, str]


@cache
def _breaks() -> _Breaks:
    shipped = read_list("register_breaks", RegisterBreaks)
    formal = {**shipped.verbs, **shipped.nouns}
    who, matter = _either(shipped.institutions), _either(shipped.matters)
    pattern = re.compile(
        rf"\b{who}(?: of the| of)?(?: [A-Z][\w’'-]+){{0,2}}"
        r"(?: (?:has|have|had|also|then|later|reportedly|finally)){0,2}"
        rf" (?P<verb>{_either(shipped.verbs)})"
        rf" (?:the|an?|its|his|her|their|this|that|all|any)(?: [\w-]+){{0,2}}? {matter}\b"
        rf"|\b(?:the|an?|one|two|its|several) (?P<noun>{_either(shipped.nouns)})"
        rf" (?:of|from|at) (?:the )?(?:[\w-]+ )?{who}\b",
        re.IGNORECASE,
    )
    return _Breaks(Needed(words=frozenset(w.split()[0] for w in formal)), pattern, formal)


def _either(words: Iterable[str]) -> str:
    """Return an alternation of ``words``, longer ones first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def find(view: View) -> Iterator[Match]:
    """Yield the colloquial words among formal ones."""
    breaks = _breaks()
    if not breaks.needed.may_stand_in(view.text):
        return
    for found in breaks.pattern.finditer(view.text):
        start, end = found.span(found.lastgroup or 0)
        if enclosed(view.text, start, end):
            continue
        quoted = view.original[start:end]
        formal = breaks.formal[quoted.lower()]
        yield Match(start, end, f"“{quoted}” is too coarse for its formal neighbours: “{formal}”")


DETECTOR = Detector(
    id="lexical.register_break",
    summary="a colloquial word among formal ones",
    severity=Severity.MINOR,
    confidence=0.5,
    find=find,
    preview=True,
    bad=(
        "The minister ⟦nabbed⟧ the agreement after long talks.",
        "On Friday, the president of Nordland has ⟦chucked out⟧ the treaty.",
        "The central bank ⟦gobbled up⟧ the last loan.",
        "A letter came from the ⟦dude⟧ of the ministry, and the ⟦guys⟧ from the embassy read it.",
    ),
    good=(
        "The police nabbed the thief behind the ministry.",
        "The president scrapped the treaty, and the senate axed the budget.",
        "“The minister nabbed the agreement,” a columnist joked.",
        "The mayor chucked the ball to a boy before the match.",
        "The court heard how the guy pinched the report card.",
        "The guys from the bakery met the chap who runs the council garden.",
        "He gobbled up the cake that the embassy had sent.",
    ),
)
