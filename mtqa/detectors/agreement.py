r"""Subject and verb that do not agree.

What it finds
    At the beginning of a clause, a subject and a finite verb of another number: ``He have``,
    ``They goes``, ``because people is``, ``The works was finished``, ``The problem are``,
    ``I has``, ``There is many``, ``people who has``, ``Why does they``.

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
from mtqa.detectors.everyday_nouns import PLURAL_OF
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity, Span

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
#: Not a body of people: ``The company do not …`` is British.
_SINGULAR = "|".join(
    noun for noun in PLURAL_OF if noun not in {"company", "university", "country", "city", "school"}
)
#: Plurals that a clause may follow at once, and a few sums that count as one (``two hours is``).
_MANY = "|".join(
    plural
    for plural in [*PLURAL_OF.values(), "people", "prices", "workers", "eyes", "hands"]
    if plural not in {"days", "hours", "weeks", "months", "years", "minutes", "facts", "games"}
)
_WHO = (
    "people|those|children|students|men|women|workers|persons|countries|companies|parents|friends|"
    "teachers|patients|users|players|things|citizens|families"
)
_THIRD_NOT = "isn’t|isn't|doesn’t|doesn't|hasn’t|hasn't|wasn’t|wasn't"
#: What may stand before a clause's subject; a sentence's beginning is tested apart.
_LINK = r"(?:because|although|though|since|while|whereas|if|when)"
#: Pairs that are wrong wherever a clause may begin, but for a second subject before them.
_ANYWHERE = re.compile(
    r"\b(?P<before>(?!and\b|or\b|nor\b|than\b|of\b|to\b|but\b|with\b|except\b|not\b|like\b|"
    r"who\b|what\b|whatever\b|let\b|make\b|makes\b|made\b|does\b|did\b|should\b|would\b|could\b|"
    r"can\b|will\b|t\b|may\b|might\b|must\b|if\b|that\b|had\b|have\b|"
    # ``They would prefer she have …`` is a subjunctive.
    r"lest|prefer|insist|demand|suggest|recommend|propos|request|ask)[a-z]+,? |, )"
    r"(?P<piece>(?:he|she) (?:are|have|do not)|(?:they|we) (?:is|has|does))"
    r"(?= [a-z])"
)
_DISAGREES = re.compile(
    rf"""\b(?=[A-Za-z])(?:(?:(?<=[.!?;][ ])|(?<=[.!?][”"][ ])|(?<=\n)|\A)(?P<start>)|\b{_LINK}[ ])
    (?P<piece>
      (?:[Hh]e|[Ss]he|[Ii]t)[ ](?:are|have|(?:{_BASE})|do[ ]not)
    | (?:[Tt]hey|[Ww]e)[ ](?!was)(?:{_THIRD}|{_THIRD_NOT})
    | (?:(?:[Mm]any|[Mm]ost|[Ss]ome|[Tt]hese|[Tt]hose|[Ss]everal|[Aa]ll|[Oo]ther|[Yy]oung)[ ]people
      |[Pp]eople|[Cc]hildren|[Mm]en|[Ww]omen)[ ](?:{_THIRD}|{_THIRD_NOT})
    | (?:[Ee]verybody|[Ee]veryone|[Ss]omebody|[Ss]omeone|[Nn]obody)[ ](?:are|were(?![ ]to\b))
    | [Tt]here[ ](?:is|was|has[ ]been)[ ]
        (?:many(?![ ]an?\b)|several|numerous|various(?=[ ][a-z]+s\b))
    )(?=[ ][\w’'-])""",
    re.VERBOSE,
)
#: Nouns with a verb of the other number, and what else only begins a sentence.
_NOUN = re.compile(
    rf"""\b(?=[A-Za-z])(?:
    (?:(?<=[.!?;][ ])|(?<=[.!?][”"][ ])|(?<=\n)|\A)(?P<piece>
      (?:(?:The|These|Those|Many|Most|Some|All|Our|Their|His|My|Your|Her|Its|Several|Other|Both)[ ]
        (?:(?:other|new|young|old|first|two|three|main|local|same)[ ])?(?:{_MANY})
        [ ](?:is|was|has|does|isn’t|isn't|wasn’t|wasn't|doesn’t|doesn't|hasn’t|hasn't))
    | The[ ]works[ ](?:was|is|has[ ]been)[ ](?:finished|completed|done|carried|started|stopped)
    | The[ ]police[ ](?:is|was|has|does)
    | (?:The|This|That|A|My|His|Her|Our|Their|Its|Every|Each)[ ]
        (?:(?:other|new|young|old|first|second|main|same|only|whole|next|last)[ ])?(?:{_SINGULAR})
        [ ](?:are|have|were|do[ ]not|don’t|don't)
    | This[ ](?:have|are)
    | I[ ](?:has|does|wants|likes|goes|comes|knows|thinks|lives|needs)
    | You[ ](?:is|was|has|does|wants|likes|knows|needs)
    | (?:Many|Some|Most|All|Both|Several)[ ]of[ ](?:them|us)[ ](?:is|has|does)
    | (?:A[ ]lot|Lots|Thousands|Hundreds|Millions|Most|Many|Some)[ ]of[ ](?:the[ ])?
        (?:people|children|students|countries|companies|women|men)[ ](?:is|was|has|does)
    | One[ ]of[ ](?:the|my|our|his|her|their)[ ](?:[a-z]+[ ])?(?!people)(?:{_MANY})
        [ ](?:are|were|have)
    | (?:Why|How|Where|When|What)[ ](?:does[ ](?:they|we|you|people)|do[ ](?:he|she)
        |(?<!What[ ])is[ ](?:they|you|we)|are[ ](?:he|she)|has[ ](?:they|we|you)|have[ ](?:he|she))
    | There[ ](?:are|were)[ ](?:nothing|something|someone)
    )
    |\b(?:because|although|though|but|while|since|that|when|where)[ ](?P<clause>
      (?:the|these|those|many|most|our|their|his|my|your|several|both)[ ](?:{_MANY})
        [ ](?:is|was|has|does)
    | (?:the|this)[ ](?:{_SINGULAR})[ ]are)
    |\bthat[ ](?P<works>the[ ]works[ ](?:was|is|has[ ]been)[ ](?:finished|completed|done|stopped))
    |\b(?P<there>[Tt]here[ ](?:is|was|isn’t|isn't|has[ ]been)[ ](?:
        (?:many|several|numerous|various(?=[ ][a-z]+s\b))(?![ ]a\b)|(?:some|two|three|four|five|few|
        other|different|these|those|such)[ ](?:{_MANY})))
    )(?=[ ][\w’'-]|(?<=ed)[.,;!?]|(?<=one)[.,;!?])""",
    re.VERBOSE,
)
#: Asked apart, for many a text holds ``people who``.
_WHO_VERB = re.compile(
    r" who (?:is|was|has|does|doesn’t|doesn't|wants|needs|lives|likes|works|goes|comes|makes|knows|"
    r"thinks|uses|gets|seems|isn’t|isn't|wasn’t|wasn't)(?= [\w’'-])"
)
_WHO_BEFORE = re.compile(rf"\b(?:{_WHO})\Z", re.IGNORECASE)
#: All patterns but the last need one of these.
_NEEDED = Needed(
    pairs=followed("he|she|it", f"{_BASE}|are|do")
    | followed("they|we|people|children|men|women", f"{_THIRD}|isn|doesn|hasn|wasn")
    | followed("everybody|everyone|somebody|someone|nobody", "are|were")
    | followed(
        "is|was|been|isn|t", "many|several|numerous|various|some|two|three|four|five|few|other"
    )
    | followed("is|was|been|isn|t", "different|these|those|such")
    | followed(_MANY, "is|was|has|does|isn|wasn|doesn|hasn")
    | followed("works|police", "is|was|has|does")
    | followed(_SINGULAR, "are|have|were|do|don")
    | followed("this", "have|are")
    | followed("I", "has|does|wants|likes|goes|comes|knows|thinks|lives|needs")
    | followed("you", "is|was|has|does|wants|likes|knows|needs")
    | followed("them|us", "is|was|has|does")
    | followed("does|is|has", "they|we|you|people")
    | followed("do|are|have", "he|she")
    | followed("are|were", "nothing|something|someone")
)
#: ``the parents of the children who was``: an earlier noun may be the subject.
_EARLIER_NOUN = re.compile(
    r"\b(?:of|to|with|for|from|by|in|on|among|between|and|or|than|about|against|like)\b[^.,;:!?]*\Z"
)
_BEING = re.compile(r" (?:is|was|has|does)\b")
_ONE_OF = re.compile(r"\b(?:one|number|group|crowd|list|any|none|each|is|who|that) of ")
#: ``if he have``: an old subjunctive; ``were`` is English with any subject.
_SUBJUNCTIVE = re.compile(r"(?:he|she|it) \w+|\w+ were")
#: ``Women says poll``: not a clause of running text.
_WORDS = ("people", "children", "men", "women")


def _clauses(text: str) -> Iterator[Span]:
    if _NEEDED.may_stand_in(text):
        for found in chain(
            _NOUN.finditer(text), _DISAGREES.finditer(text), _ANYWHERE.finditer(text)
        ):
            inner = found.groupdict().get("start", "") is None
            if inner and _SUBJUNCTIVE.fullmatch(found["piece"]):
                continue
            yield Span(*found.span(found.lastgroup or "piece"))
    for found in _WHO_VERB.finditer(text) if " who " in text else ():
        head = _WHO_BEFORE.search(text, max(0, found.start() - 12), found.start())
        if head:
            before = text[max(0, head.start() - 40) : head.start()]
            being = (
                head.group().lower() != "those"
                and _BEING.search(found.group())
                and _EARLIER_NOUN.search(before)
            )
            if not being and not _ONE_OF.search(before):
                yield Span(head.start(), found.end())


def find(view: View) -> Iterator[Match]:
    """Yield subject and verb."""
    text = view.text
    free = 0
    for span in sorted(_clauses(text)):
        start, end = span.start, span.end
        if start < free or enclosed(text, start, end):
            continue
        free = end
        yield Match(
            start,
            end,
            f"in “{view.original[start:end]}” the verb does not agree with its subject",
        )


DETECTOR = Detector(
    id="grammar.agreement",
    summary="a verb of another number than its subject",
    severity=Severity.MINOR,
    confidence=0.85,
    find=find,
    bad=(
        "⟦He have⟧ two brothers in the navy.",
        "They stayed at home because ⟦people is⟧ afraid of the dark.",
        "⟦They goes⟧ to the market every Friday.",
        "⟦There is many⟧ reasons to visit the island.",
        "The door was open. ⟦Everyone were⟧ asleep.",
        "⟦The works was finished⟧.",
        "He said that ⟦the works was finished⟧.",
        "She teaches ⟦people who wants⟧ to sing.",
        "They left because ⟦the students was⟧ tired.",
    ),
    good=(
        "Half of the voters would prefer she have a partner on the list.",
        "There was various feedback on the draft, most of it kind.",
        "We was poor, and they was too, as my grandfather used to say.",
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
        "He is one of the few people who has read it, the father of the children who was late.",
        "There was two hours of music. The company have no plans, and the series was long.",
        "The cost of the things was high. There is many a slip.",
        "Had they known, they were ready; if he were rich, he would leave.",
    ),
)
