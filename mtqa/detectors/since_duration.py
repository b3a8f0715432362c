r"""*Since* with a length of time, or with a present.

What it finds
    ``since`` before a length of time (``waiting since three days``, ``Since many years, …``,
    ``since a long time``, ``since the last two years``), and a present with ``since`` and a point
    in the past (``are working since 2015``, ``we are since 1990 experts``).

Why it suggests machine translation
    German, French, Spanish, Russian, Arabic or Hindi have one word for *since* and *for* (*seit*,
    *depuis*, *desde hace*, *منذ*) and use the present with it.

Examples
    ``They are waiting since three days.``

When it is wrong
    Indian English and people who write in their second language say so, too. ``Since`` for
    *because* (``since two years have passed``), ``since three days of rain`` and ``since two
    years ago`` stay silent; so do quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_NUMBER = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
)
_SOME = "several|many|some|few"
_ABOUT = r"(?:(?:about|over|almost|nearly|around|approximately|more[ ]than|at[ ]least)[ ])?"
_UNITS = "minutes|hours|days|weeks|months|years|decades|centuries"
_DOING = (
    "working|living|waiting|studying|staying|teaching|serving|operating|existing|suffering|"
    "fighting|practicing|practising|learning|playing|residing|struggling"
)
_DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
#: What may follow a length of time that is not the subject of another clause.
_END = (
    r"(?=[.,;:!?)]|[ ]?\Z|[ ](?:now|and|but|already|back|in|on|at|to|for|with|without|under|from|"
    r"due|here|I|we|my|our|it|there|the|an?(?![ ](?:day|week|month|year|decade|season)\b))\b"
    r"(?!(?:[ ]\w+){1,2}[ ](?:is|was)\b))"
)
_SINCE = re.compile(
    rf"""\b(?:
      (?P<length>since[ ]{_ABOUT}(?:
        (?:{_NUMBER}|{_SOME}|a[ ]few|a[ ]couple[ ]of|[1-9][0-9]?)[ ](?:long[ ])?
          (?:{_UNITS}|games|matches|seasons)
        | (?:the[ ])?(?:last|past)[ ]{_ABOUT}
          (?:{_NUMBER}|{_SOME}|(?:a[ ])?(?:few|couple[ ]of)|[1-9][0-9]?)[ ](?:{_UNITS})
        | an?[ ](?:hour|week|month|year|decade|century)
        | (?:an?[ ])?(?:very[ ])?long[ ]time)){_END}
    | (?P<present>(?:am|are|is|['’](?:m|re))[ ](?:{_DOING})
        (?:[ ](?:here|there|together|in[ ][A-Z][a-z]{{1,14}}|as[ ]an?[ ][a-z]{{3,14}}|
          on[ ](?:it|this)))?
        [ ]since[ ](?:yesterday|childhood|last[ ](?:week|month|year|night|summer|winter)|
          (?:19|20)[0-9][0-9]|(?:{_DAY})))(?=[.,;!?)]|[ ]?\Z|[ ]and\b)
    | (?:I|we|they|he|she)[ ](?P<be>(?:am|are|is)[ ]since[ ](?:19|20)[0-9][0-9])
        (?=[ ](?!that\b)[a-z])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NEEDED = Needed(
    pairs=followed(
        "since",
        f"{_NUMBER}|{_SOME}|a|an|about|over|almost|nearly|around|approximately|more|at|long|very|"
        f"yesterday|childhood|last|{_DAY}",
    )
    | followed("since", "|".join(map(str, (*range(1, 100), *range(1950, 2040)))))
    | followed(
        "last|past",
        f"{_NUMBER}|{_SOME}|a|couple|about|over|almost|nearly|around|approximately|more|at",
    )
    | followed("last|past", "|".join(map(str, range(1, 100))))
)
#: ``it is three years since two days …``: another length of time is counted from it.
_COUNTED = re.compile(r"\b(?:years?|months?|weeks?|days?|ever|time|times) \Z")


def find(view: View) -> Iterator[Match]:
    """Yield *since* and the length of time, or the verb up to the point of time."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _SINCE.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        if enclosed(text, start, end) or _COUNTED.search(text[max(0, start - 8) : start]):
            continue
        quoted = view.original[start:end]
        yield Match(
            start,
            end,
            f"“{quoted}”: a length of time takes “for”, with a perfect tense"
            if found.lastgroup == "length"
            else f"“{quoted}”: what began in the past and goes on takes a perfect tense",
        )


DETECTOR = Detector(
    id="grammar.since_duration",
    summary="“since” with a length of time, or with a present progressive",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "The people are waiting ⟦since three days⟧.",
        "⟦Since many years⟧, the firm has built boats.",
        "They have not been paid ⟦since about six months⟧ and want to leave.",
        "Prices have risen ⟦since the last three months⟧, they say.",
        "She has lived there ⟦since last two years⟧ and likes it.",
        "The road is closed ⟦since the past almost ten weeks⟧.",
        "I know him ⟦since a long time⟧.",
        "He ⟦is working here since 2015⟧.",
        "The town sees ⟦since two weeks⟧ a wave of strikes.",
        "We ⟦are since 1990⟧ specialists for boats.",
    ),
    good=(
        "Prices have risen since the last two weeks of May.",
        "She is tired, since the last two years were hard.",
        "Nothing has changed since the last two games.",
        "They have waited since Monday, and it is three years since they met.",
        "Since two years have passed, the case is closed.",
        "It is the worst flood since three days of rain in 1990.",
        "Prices have doubled since two years ago, since a year earlier.",
        "“I am here since three days,” said the guide.",
        "He has been working here since 2015.",
        "The fund is having its best year since 2008.",
        "Since many days are short, they work at night.",
        "Since a year is long, we wait; since a long time ago.",
        "Since two weeks a year are spent abroad, it is since 1990 that they rent the house.",
    ),
)
