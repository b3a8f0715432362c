r"""Comparison marked twice.

What it finds
    ``more``, ``less`` or ``most`` before an adjective that is compared already: ``more better``,
    ``the most biggest``, ``less easier``; ``as`` or ``very`` with one: ``as better as``, ``very
    better``; and ``more superior``, ``more preferable``, which compare by their sense.

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
    "longer|quieter|riskier|tastier|wiser|angrier|braver|calmer|costlier|crazier|crueler|crueller|"
    "dirtier|drier|dumber|fairer|fancier|fatter|finer|firmer|fitter|flatter|fresher|friendlier|"
    "funnier|gentler|harsher|hungrier|kinder|lazier|livelier|lovelier|lower|luckier|milder|"
    "narrower|nearer|neater|noisier|politer|prouder|purer|quicker|rarer|ruder|sadder|saner|scarier|"
    "sharper|shinier|sicker|slimmer|smoother|sooner|steeper|stricter|subtler|tighter|tougher|truer|"
    "uglier|weirder|whiter|worser"
)
_SUPERLATIVE = (
    "best|worst|biggest|smallest|largest|easiest|hardest|fastest|slowest|strongest|weakest|"
    "cheapest|safest|highest|tallest|shortest|oldest|youngest|richest|poorest|happiest|"
    "healthiest|simplest|widest|deepest|cleanest|clearest|closest|earliest|heaviest|hottest|"
    "coldest|warmest|newest|nicest|prettiest|quickest|smartest|sweetest|brightest|darkest|"
    "busiest|greatest|longest|wisest|angriest|bravest|calmest|costliest|craziest|cruelest|"
    "deadliest|dirtiest|driest|fairest|fanciest|finest|fittest|freshest|friendliest|funniest|"
    "gentlest|kindest|latest|laziest|liveliest|loveliest|lowest|luckiest|narrowest|nearest|noblest|"
    "purest|quietest|rarest|saddest|scariest|sharpest|steepest|strictest|toughest|ugliest|weirdest"
)
#: After ``very`` only these are sure: ``the very best`` is English.
_GRADED = (
    "better|worse|bigger|easier|harder|faster|slower|stronger|weaker|cheaper|safer|higher|taller|"
    "shorter|happier|simpler|clearer|heavier|hotter|colder|warmer|nicer|greater|longer|lower"
)
#: ``more younger people``: more of them, where the adjective sorts people or things.
_SORTS = frozenset(
    {
        *("older", "younger", "smaller", "larger", "bigger", "newer", "poorer", "richer"),
        *("lower", "taller", "fresher", "finer", "longer", "shorter", "lighter", "darker"),
        *("higher", "deeper", "closer", "greener", "earlier", "tougher", "stricter"),
    }
)
_NOUN_NEXT = re.compile(r",? (?!than|and|or|but|in|at|on|when|if|by|with|every|each)\b[A-Za-z]+")
_DOUBLED = re.compile(
    rf"\b(?:(?<!\bor )[Mm]ore (?P<more>{_COMPARATIVE})"
    rf"(?!-| (?:paid|than average|quality|education|grade|end|up)\b| (?!terms|ways|words)[a-z]+s\b)"
    rf"|[Ll]ess (?P<less>{_GRADED}|smaller|larger|younger|older)"
    rf"(?! [a-z]+ the\b)(?![,-]| (?:paid|quality|education|grade|end)\b| [a-z]+s\b)"
    rf"|most (?P<most>{_SUPERLATIVE})(?![,-]| (?:practices|friends|buddies|sellers|cases)\b)"
    rf"|as (?:{_COMPARATIVE}) as"
    rf"|[Vv]ery (?P<very>{_GRADED})(?!-)(?= (?:than|and|in|on|for|to|with|if|when|because|at|by|as)"
    rf"\b|[.,;!?])"
    rf"|more (?P<sense>superior|inferior)(?= (?:to|than)\b))\b"
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed("more|as|less|very", _COMPARATIVE)
    | followed("most", _SUPERLATIVE)
    | followed("more", "superior|inferior")
)


def find(view: View) -> Iterator[Match]:
    """Yield the two marks of comparison; the repair keeps the ending."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _DOUBLED.finditer(text):
        start, end = found.span()
        if enclosed(text, start, end) or (
            text[max(0, start - 4) : start] == "the "
            and (found["more"] and text[end : end + 1] == ",")
        ):
            continue
        if (found["more"] or found["less"]) in _SORTS and _NOUN_NEXT.match(text, end):
            continue
        quoted = view.original[start:end]
        if found["very"]:
            yield Match(
                start,
                end,
                f"“{quoted}”: “very” does not go with a comparison; English says “much”",
                ("Much " if text[start] == "V" else "much ") + found["very"],
            )
            continue
        plain = found["more"] or found["most"] or found["sense"]
        if plain and text[start].isupper():
            plain = plain.capitalize()
        yield Match(start, end, f"“{quoted}” marks the comparison twice", plain or None)


DETECTOR = Detector(
    id="grammar.comparison_doubled",
    summary="an adjective compared twice",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "The new road is ⟦more better⟧ than the old one.",
        "It is the ⟦most biggest⟧ lake of the country.",
        "With this oil the work is ⟦more easier⟧ and quick.",
        "Their bread is ⟦as better as⟧ ours.",
        "The second try went ⟦very better⟧ than the first.",
        "This wood is ⟦more superior⟧ to pine.",
    ),
    good=(
        "The wall is a foot or more taller than the fence.",
        "A gate is more preferable than that.",
        "The new road is much better and even safer.",
        "More, better-paid jobs would help.",
        "They want more higher-paid jobs.",
        "The yard holds two buses and more smaller cars.",
        "The club wants more younger people on its board, and more older, wiser heads as well.",
        "It is the most, biggest or not, that we can do.",
        "“This is more better,” said the child.",
        "No more. Better roads are needed.",
        "It was the very best, or at least better than nothing.",
        "The points are worth more higher up the table.",
    ),
)
