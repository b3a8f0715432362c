r"""Subject and verb that do not agree.

What it finds
    At the beginning of a clause, a subject and a finite verb of another number: ``He have``,
    ``They goes``, ``because people is``, ``There is many``.

Why it suggests machine translation
    Many languages do not mark number or person on the verb, and an engine that sees no more
    than the words beside it takes the commonest form.

Examples
    ``He have two brothers, and people is kind to them.``

When it is wrong
    Learners write so, too; dialect and song say ``he don't``. Only pronouns and a few nouns count,
    where nothing before them can be the real subject (``one of them has``), and never inside
    quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

#: Bases of everyday verbs whose past is another form.
_BASE = (
    "have|go|come|want|like|live|work|make|take|give|know|think|say|use|help|start|"
    "begin|become|get|find|become|provide|include|contain|allow|offer|bring|seem|look|feel|"
    "believe|love|play|show|represent|consist|require|create|depend|happen|exist"
)
_THIRD = (
    "has|goes|comes|wants|likes|lives|works|makes|takes|gives|knows|thinks|says|uses|needs|"
    "helps|starts|begins|becomes|gets|finds|provides|offers|brings|seems|looks|feels|believes|"
    "loves|plays|shows|is|was|does"
)
_THIRD_NOT = "isn’t|isn't|doesn’t|doesn't|hasn’t|hasn't|wasn’t|wasn't"
#: What may stand before a clause's subject; a sentence's beginning is tested apart.
_LINK = r"(?:because|although|though|since|while|whereas|if|when)"
#: Pairs that are wrong wherever a clause may begin, but for a second subject before them.
_ANYWHERE = re.compile(
    r"\b(?P<before>(?!and\b|or\b|nor\b|than\b|of\b|to\b|but\b|with\b|except\b|not\b|like\b|"
    r"who\b|what\b|whatever\b|let\b|make\b|makes\b|made\b|does\b|did\b|should\b|would\b|could\b|"
    r"can\b|will\b|t\b|may\b|might\b|must\b|if\b|that\b|had\b|have\b)[a-z]+,? |, )"
    r"(?P<piece>(?:he|she) (?:are|have|do not)|(?:they|we) (?:is|"
    r"was|has|does))"
    r"(?= [a-z])"
)
_DISAGREES = re.compile(
    rf"""\b(?=[A-Za-z])(?:(?:(?<=[.!?;][ ])|(?<=[.!?][”"][ ])|(?<=\n)|\A)(?P<start>)|\b{_LINK}[ ])
    (?P<piece>
      (?:[Hh]e|[Ss]he|[Ii]t)[ ](?:are|have|(?:{_BASE})|do[ ]not)
    | (?:[Tt]hey|[Ww]e)[ ](?:{_THIRD}|{_THIRD_NOT})
    | (?:(?:[Mm]any|[Mm]ost|[Ss]ome|[Tt]hese|[Tt]hose|[Ss]everal|[Aa]ll|[Oo]ther|[Yy]oung)[ ]people
      |[Pp]eople|[Cc]hildren|[Mm]en|[Ww]omen)[ ](?:{_THIRD}|{_THIRD_NOT})
    | (?:[Ee]verybody|[Ee]veryone|[Ss]omebody|[Ss]omeone|[Nn]obody)[ ](?:are|were(?![ ]to\b))
    | [Tt]here[ ](?:is|was|has[ ]been)[ ](?:many|several|numerous|various)
    )(?=[ ][\w’'-])""",
    re.VERBOSE,
)
#: Both patterns need one of these.
_NEEDED = Needed(
    pairs=followed("he|she|it", f"{_BASE}|are|do")
    | followed("they|we|people|children|men|women", f"{_THIRD}|isn|doesn|hasn|wasn")
    | followed("everybody|everyone|somebody|someone|nobody", "are|were")
    | followed("is|was|been", "many|several|numerous|various")
)
#: ``if he have``: an old subjunctive; ``were`` is English with any subject.
_SUBJUNCTIVE = re.compile(r"(?:he|she|it) \w+")
#: ``Women says poll``: not a clause of running text.
_WORDS = ("people", "children", "men", "women")


def find(view: View) -> Iterator[Match]:
    """Yield subject and verb."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    everywhere = chain(_DISAGREES.finditer(text), _ANYWHERE.finditer(text))
    places = {found.start("piece"): found for found in everywhere}
    for _, found in sorted(places.items()):
        start, end = found.span("piece")
        if found.groupdict().get("start", "") is None and _SUBJUNCTIVE.fullmatch(found["piece"]):
            continue
        if enclosed(text, start, end):
            continue
        yield Match(
            start,
            end,
            f"in “{view.original[start:end]}” the verb does not agree with its subject",
        )


DETECTOR = Detector(
    id="grammar.agreement",
    summary="a verb of another number than its subject",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "⟦He have⟧ two brothers in the navy.",
        "They stayed at home because ⟦people is⟧ afraid of the dark.",
        "⟦They goes⟧ to the market every Friday.",
        "⟦There is many⟧ reasons to visit the island.",
        "The door was open. ⟦Everyone were⟧ asleep.",
    ),
    good=(
        "One of them has two brothers in the navy.",
        "Helping people is a good thing, and the number of people was high.",
        "If he have reason to doubt, let him speak.",
        "“He have two brothers,” the boy said.",
        "There are a number of reasons, and there are a few more.",
        "There are much older trees in the park. If there were a bridge, we would cross.",
        "Most of those who need it don’t ask, and the people who run it do not care.",
        "Why didn’t she have a key?",
        "He don’t care. Everyone have a good time. He need only ask, if somebody were to listen.",
        "Does he have two brothers? It made them go home.",
        "Had they known, they were ready; if he were rich, he would leave.",
    ),
)
