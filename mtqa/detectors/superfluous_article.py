r"""Superfluous article.

What it finds
    ``the`` or ``a`` where English has none: before countries, languages and months (``in the
    Germany``, ``the last May of the 2019``), before years, and in fixed phrases (``by the bus``,
    ``go to the bed``).

Why it suggests machine translation
    Romance and other languages, and German in part, set the article before names, years and
    abstract nouns; it is carried over.

Examples
    ``In the 2015 he moved to the France.``

When it is wrong
    ``the Germany of 1900``, ``the China team`` and ``the 2015 election`` are English: the name must
    end its phrase. Quotations stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_COUNTRY = (
    "Germany|France|Spain|Italy|Portugal|Poland|Russia|China|India|Japan|Korea|Vietnam|"
    "Turkey|Greece|Brazil|Argentina|Mexico|Canada|Australia|England|Scotland|Ireland|Iran|"
    "Israel|Egypt|Syria|Indonesia|Malaysia|Thailand|Austria|Switzerland|Sweden|Norway|"
    "Denmark|Finland|Belgium|Hungary|Romania|Bulgaria|Serbia|Croatia|Pakistan|Bangladesh|"
    "Nigeria|Kenya|Algeria|Morocco|Chile|Colombia|Venezuela|Cuba|Europe|Asia|Africa|"
    "London|Paris|Berlin|Moscow|Beijing|Rome|Madrid|Tokyo|Istanbul"
)
#: What follows a name that ends its phrase.
_END = (
    r"(?=[.,;:!?)](?![\w.])|[ ](?:(?:and|or)\b(?![ ][A-Z])|is|was|are|were|has|had|have|will|can|"
    r"in|on|to|for|with|from|at|by|as|but|because|where|he|she|they|we|it|during|after|before|since|"
    r"there|when)\b|\s*\Z)"
)
_SUPERFLUOUS = re.compile(
    rf"""\b(?=[A-Za-z])(?<![\w’'-])(?:
      (?:in|to|from|of|at|for|with|across|into|through|visit|leave|left|visited|of)[ ]
        (?P<place>the)[ ](?:{_COUNTRY}){_END}
    | [Ii]n[ ](?P<year>the)[ ](?:year[ ]of[ ])?(?:1[5-9]|20)\d\d(?=[.,;)]|[ ](?:the|he|she|it|
      they|we|a|in|was|
        there|his|her|their|when|of[ ]the)\b)
    | of[ ](?P<date>the)[ ](?:1[5-9]|20)\d\d(?=[.;)]|,[ ][a-z])
    | [Ii]n[ ](?P<month>the)[ ](?:January|February|March|April|June|July|September|October|November|
        December)(?=[.;]|[ ]of[ ](?:the[ ])?\d)
    | (?:speak|speaks|spoke|speaking|learn|learns|learned|learning|study|studies|studied)[ ]
        (?P<language>the)[ ](?:English|German|French|Spanish|Italian|Russian|Chinese|Japanese|
        Arabic|Turkish|Portuguese|Korean|Hindi)(?=[.,;!?]|[ ](?:and|well|very|at|in|since|with)\b)
    | (?:by)[ ](?P<vehicle>the|a)[ ](?:bus|train|car|plane|bike|bicycle|taxi|ship)
      (?=[ ](?:to|from|for|or)[ ](?:the|get|reach|go)\b)
    )""",
    re.VERBOSE,
)
#: The pattern needs one of these pairs or of these beginnings of a year.
_NEEDED = Needed(
    pairs=followed("the", _COUNTRY)
    | followed("the", "January|February|March|April|June|July|September|October|November|December")
    | followed(
        "the",
        "English|German|French|Spanish|Italian|Russian|Chinese|Japanese|Arabic|"
        "Turkish|Portuguese|Korean|Hindi",
    )
    | followed("bus|train|car|plane|bike|bicycle|taxi|ship", "to|from|for|or")
)
_NEEDED_YEAR = ("the 1", "the 2", "the year of ")
_HIT_BY = re.compile(
    r"\b(?:hit|struck|killed|run over|crushed|followed|pulled|driven|used|stopped|injured|dragged|"
    r"caused|knocked|made|left|carried|stood|parked|sat|waited|waiting|standing|stand|wait)"
    r"(?: [\w’'-]+){0,4} \Z"
)
_DECADE_NOUN = re.compile(r"[ ]?(?:s\b|’s|'s|-)")


def find(view: View) -> Iterator[Match]:
    """Yield the article."""
    text = view.text
    if not _NEEDED.may_stand_in(text) and not any(y in text for y in _NEEDED_YEAR):
        return
    for found in _SUPERFLUOUS.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if kind == "vehicle" and _HIT_BY.search(text[max(0, start - 60) : start - len("by ")]):
            continue
        if _DECADE_NOUN.match(text, found.end()) or enclosed(text, start, end):
            continue
        name = text[end + 1 : end + 30].split(" ")[0].rstrip(".,;:!?)")
        yield Match(
            start, end, f"“{view.original[start:end]} {name}”: English sets no article here"
        )


DETECTOR = Detector(
    id="grammar.superfluous_article",
    summary="an article before a name, a year or in a fixed phrase that has none",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    preview=True,
    bad=(
        "He was born in ⟦the⟧ Germany and lived in Oslo.",
        "In ⟦the⟧ 2015 she moved to another town.",
        "My brother speaks ⟦the⟧ English very well.",
        "We came by ⟦the⟧ bus to the village.",
    ),
    good=(
        "He wrote about the Germany of 1900 and the China team.",
        "In the 2008 and 2010 elections turnout fell; he wrote to the London and Bristol firms.",
        "In the 2015 election she won; in the 1990s, in the 1980’s.",
        "In the English language, in the French, German and Dutch papers.",
        "She was hit by the bus, and he stood by the car.",
        "The children played by the bus. A channel of the Germany.example group wrote it.",
        "He moved to the Netherlands and the United States.",
        "“In the Germany,” he said.",
        "They meet in the March heat, in the June of life.",
    ),
)
