r"""Comparison marked twice.

What it finds
    ``more`` or ``most`` before an adjective that is compared already: ``more better``,
    ``the most biggest``, ``less worse``; and ``more`` with ``as``: ``as better as``.

Why it suggests machine translation
    Languages that compare with a word of their own (*plus*, *más*, *более*, *更*) leave that word
    behind beside the English ending.

Examples
    ``The new road is more better than the old one.``

When it is wrong
    ``More younger people`` are more of them, and stay silent. ``The more easier tasks`` may be a
    list's ``more, easier tasks``; Shakespeare doubled on purpose. ``Much`` and ``even`` before a
    comparative are English. Quotations stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_COMPARATIVE = (
    "better|worse|bigger|smaller|larger|easier|harder|faster|slower|stronger|weaker|cheaper|"
    "safer|higher|taller|shorter|older|younger|richer|poorer|happier|healthier|simpler|wider|"
    "deeper|cleaner|clearer|closer|earlier|heavier|hotter|colder|warmer|newer|nicer|prettier|"
    "quicker|smarter|softer|sweeter|thicker|thinner|brighter|darker|lighter|busier|greater|"
    "longer|quieter|riskier|tastier|wiser"
)
_SUPERLATIVE = (
    "best|worst|biggest|smallest|largest|easiest|hardest|fastest|slowest|strongest|weakest|"
    "cheapest|safest|highest|tallest|shortest|oldest|youngest|richest|poorest|happiest|"
    "healthiest|simplest|widest|deepest|cleanest|clearest|closest|earliest|heaviest|hottest|"
    "coldest|warmest|newest|nicest|prettiest|quickest|smartest|sweetest|brightest|darkest|"
    "busiest|greatest|longest|wisest"
)
#: ``more younger people``: more of them, where the adjective sorts people or things.
_SORTS = frozenset({"older", "younger", "smaller", "larger", "bigger", "newer", "poorer", "richer"})
_NOUN_NEXT = re.compile(r",? (?!than|and|or|but|in|at|on|when|if|by|with|every|each)\b[a-z]+")
_DOUBLED = re.compile(
    rf"\b(?:[Mm]ore (?P<more>{_COMPARATIVE})"
    rf"(?!-| (?:paid|than average|quality|education|grade)\b| [a-z]+s\b)"
    rf"|(?:the |[Tt]heir |[Hh]is |[Oo]ur )most (?P<most>{_SUPERLATIVE})"
    rf"|as (?:{_COMPARATIVE}) as)\b"
)
#: The pattern needs one of these.
_NEEDED = Needed(pairs=followed("more|as", _COMPARATIVE) | followed("most", _SUPERLATIVE))


def find(view: View) -> Iterator[Match]:
    """Yield the two marks of comparison; the repair keeps the ending."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _DOUBLED.finditer(text):
        start, end = found.span()
        if found["most"]:
            start = found.start("most") - len("most ")
        if enclosed(text, start, end) or (
            text[max(0, start - 4) : start] == "the "
            and (found["more"] and text[end : end + 1] == ",")
        ):
            continue
        if found["more"] in _SORTS and _NOUN_NEXT.match(text, end):
            continue
        plain = found["more"] or found["most"]
        if plain and text[start].isupper():
            plain = plain.capitalize()
        yield Match(
            start, end, f"“{view.original[start:end]}” marks the comparison twice", plain or None
        )


DETECTOR = Detector(
    id="grammar.comparison_doubled",
    summary="an adjective compared twice",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "The new road is ⟦more better⟧ than the old one.",
        "It is the ⟦most biggest⟧ lake of the country.",
        "With this oil the work is ⟦more easier⟧ and quick.",
        "Their bread is ⟦as better as⟧ ours.",
    ),
    good=(
        "The new road is much better and even safer.",
        "More, better-paid jobs would help.",
        "They want more higher-paid jobs.",
        "The yard holds two buses and more smaller cars.",
        "The club wants more younger people on its board, and more older, wiser heads as well.",
        "It is the most, biggest or not, that we can do.",
        "“This is more better,” said the child.",
        "No more. Better roads are needed.",
    ),
)
