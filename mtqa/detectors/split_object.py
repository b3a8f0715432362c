r"""Verb split from its object.

What it finds
    A date, a day or a place between a verb and its object: ``created in 1969 a programme``,
    ``I installed yesterday the new version``, ``I have in my computer a second card``.

Why it suggests machine translation
    Spanish, French, Italian, German or Russian put time and place before the object; English
    keeps the verb and its object together.

Examples
    ``The bank created in 1969 a programme for farmers.``

When it is wrong
    A heavy object may stand last (``published in 1859 a book that changed biology``), and the
    language of press releases likes it there (``announced today the purchase of``), so that
    verb does not count. Verbs that take no object (``died in 1990 a rich man``) stay silent.
    Before a day, only a pronoun that opens its clause, a form of *have* or a name shows that the
    verb is no participle (``in a report released today the agency said``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

#: What follows a time without being an object: a length or a point of time, a measure.
_NO_OBJECT = (
    r"(?:few|couple|days?|weeks?|months?|years?|nights?|mornings?|afternoons?|evenings?|hours?|"
    r"minutes?|moment|time|second|same|little|bit|half|third|quarter|total|result|mere|record|"
    r"lot|number|way|whole|more|most|next|previous|other|one|good|great|\d+(?:st|nd|rd|th))\b"
)
#: Led by the last number of the date, which is rare; the verb is looked for behind it.
_DATE_END = re.compile(rf"[12]\d{{3}} (?:a|an|its|his|her|their) (?!{_NO_OBJECT})[a-z]+")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_VERB_AND_DATE = re.compile(
    r"(?P<before>[\w,]*[ (]|\A)(?P<verb>created|founded|opened|signed|launched|published|"
    r"established|built|started|introduced|organi[sz]ed|adopted|received|won|bought|presented|"
    r"developed|released|approved|announced|obtained|inaugurated|initiated|wrote|made|held|took) "
    rf"(?:in|since) (?:the year )?(?:{_MONTH} )?\Z"
)
_PASSIVE = re.compile(r"(?:was|were|is|are|been|be|being|who|which|that|when|\w+ly|\w*,)?[ (]|\A\Z")
_WINDOW = 60

#: Verbs that take an object, in the past.
_VERBS = (
    r"installed|released|received|bought|purchased|got|found|upgraded|updated|tried|tested|read|"
    r"saw|watched|posted|published|uploaded|downloaded|discovered|opened|created|changed|wrote|"
    r"sent|launched|ordered|finished|completed|signed|visited|met|took|built|added|fixed|"
    r"reinstalled|presented|introduced|held|inaugurated|approved|adopted|lost|won|noticed|"
    r"learned|heard|had"
)
_DETERMINER = r"the|a|an|my|his|her|its|our|their|this|some|two|three|several|many"
_DAY = (
    r"yesterday|today|tonight|(?:last|this) (?:week|month|year|night|morning|afternoon|evening|"
    r"weekend)|(?:a few|two|three|four|some|\d) (?:days|weeks|months|years) ago"
)
_OBJECT = rf"(?:{_DETERMINER}) (?!{_NO_OBJECT})[\w\[“\"'-]+"
#: ``I installed yesterday the new version``: the subject opens its clause, for in ``the updates
#: that I got today the …`` the object stands before it.
_VERB_AND_DAY = re.compile(
    r"(?:\A|[.,:;!?)…\n-] ?|\b(?:and|but|so|because|is|then|well|hi|Hi|hello|Hello|hey|Hey) )"
    r"(?:[Ii]|[Ww]e|[Hh]e|[Ss]he|[Tt]hey)(?:['’]ve|['’]d| have| has| had)? (?:just |also |first )?"
    rf"(?P<piece>(?P<verb>{_VERBS}) "
    rf"(?:{_DAY}|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day) {_OBJECT})"
)
#: ``Intel released yesterday the driver``, ``the bank has opened today a branch``. News agencies do
#: write ``China signed last week an agreement which …``, so only single days count.
_NAME_AND_DAY = re.compile(
    r"(?:\b(?!(?:As|If|When|Once|Until|Since|Is|Was|Are|Were|Not|The|This|That|And|But|Or|All|What|"
    r"Which|Who|First|Just|Also|Recently|Newly)\b)[A-Z]\w+ (?:(?:has|have|had|just) )?"
    r"|(?<![Ii] )(?<![Ww]e )(?<!ou )(?<!hey )\b(?:have|has) (?:just |also )?)"
    r"(?P<piece>(?P<verb>released|received|published|launched|signed|opened|presented|introduced|"
    r"inaugurated|approved|adopted|completed|visited|created|won|held) "
    rf"(?:yesterday|today|tonight) {_OBJECT})"
)
#: ``I have in my computer a second card``: a place between *have* and its object.
_HAVE_AND_PLACE = re.compile(
    r"\b(?:I|[Ww]e|[Tt]hey) (?P<piece>(?P<verb>have|had) "
    r"(?:in|on|at|into) (?:my|our|their|the) (?:[a-z]+ )?"
    r"(?:computer|laptop|pc|PC|machine|project|code|server|database|program|application|app|system|"
    r"house|country|city|village|room|office|garden|school|class|site|website|page|file|folder) "
    r"(?:a|an|the|this|two|three|some|several|many) (?!(?:few|lot|lots|bit|couple)\b)[\w-]+\b)"
    r"(?! (?:called|named|that|which|who|where)\b)"
)
#: What the patterns for days and places need.
_NEEDED_DAY = Needed(
    pairs=followed(_VERBS, "yesterday|today|tonight|last|this")
    | followed("ago|monday|tuesday|wednesday|thursday|friday|saturday|sunday", _DETERMINER)
)
_NEEDED_PLACE = Needed(pairs=followed("have|had", "in|on|at|into"))


def find(view: View) -> Iterator[Match]:
    """Yield the verb, what parts it from its object, and the object's first words."""
    yield from sorted(_split(view.text), key=lambda match: match.start)


def _split(text: str) -> Iterator[Match]:
    """Yield the matches of one pattern after the other."""
    for found in _DATE_END.finditer(text):
        at = found.start()
        window = text[max(0, at - _WINDOW) : at]
        verb = _VERB_AND_DATE.search(window)
        if verb is None or _PASSIVE.fullmatch(verb["before"]):
            continue
        start = at - len(window) + verb.start("verb")
        yield _match("date", verb["verb"], start, found.end())
    if _NEEDED_DAY.may_stand_in(text):
        seen: set[int] = set()
        for pattern in (_VERB_AND_DAY, _NAME_AND_DAY):
            for found in pattern.finditer(text):
                start, end = found.span("piece")
                if start not in seen:
                    seen.add(start)
                    yield _match("time", found["verb"], start, end)
    if _NEEDED_PLACE.may_stand_in(text):
        for found in _HAVE_AND_PLACE.finditer(text):
            yield _match("place", found["verb"], *found.span("piece"))


def _match(what: str, verb: str, start: int, end: int) -> Match:
    return Match(start, end, f"the {what} stands between the verb “{verb}” and its object")


DETECTOR = Detector(
    id="order.split_object",
    summary="a date or a place between a verb and its object",
    severity=Severity.MINOR,
    confidence=0.95,
    preview=True,
    find=find,
    bad=(
        "The bank ⟦created in 1969 a programme⟧ for small farmers.",
        "The two ministers ⟦signed in May 1921 a treaty⟧ against smuggling.",
        "Her brother ⟦founded in 1921 a newspaper⟧ for miners.",
        "Hello, I have ⟦installed yesterday the new⟧ printer and nothing comes out of it.",
        "Norway ⟦opened yesterday a bridge⟧ over the fjord. We ⟦visited last week the old⟧ one.",
        "The road is dry. We ⟦visited on Sunday the old⟧ mill and walked home.",
        "I ⟦have in my garden a well⟧ and a bench.",
    ),
    good=(
        "He died in 1990 a rich man.",
        "The state introduced on May 4 a curfew that lasted all summer.",
        "The school was founded in 1921 a few miles from here.",
        "The bank created a programme in 1969.",
        "The film, released in 1994 a week after the book, flopped.",
        "A treaty signed in 1815, a year later, ended the war.",
        "The museum opened in May. A crowd came.",
        "In a report released today the agency warned of floods.",
        "The updates that I installed today the whole office needs.",
        "When I opened yesterday the door was stuck.",
        "Norway signed last month a treaty which it had long refused.",
        "The firm announced today the purchase of two rivals.",
        "If it was updated today the status is green.",
        "It was the rain that made yesterday a bad day.",
    ),
)
