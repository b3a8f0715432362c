r"""Missing verb.

What it finds
    A statement whose pronoun meets no verb: ``We constantly dedicated to our clients``, ``I very
    happy``, ``it not possible``, ``I from Peru``; an auxiliary without its *be*: ``you will able
    to``; and a relative clause without a verb: ``people who interested in``.

Why it suggests machine translation
    Russian, Arabic, Chinese, Indonesian and others say *is* by saying nothing; spinners lose a
    verb among the words they exchange.

Examples
    ``We always ready to help, but it not possible on Sundays.``

When it is wrong
    ``We all dedicated our lives`` has its verb, and so have clipped answers in dialogue;
    quotations stay silent. Only adjectives and participles that cannot be the verb count. A
    subjunctive (``that he not go``), a question (``is it not possible``) and the second half of
    a comparison (``he a baker, she a nurse``) are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_ADVERB = (
    "constantly|always|also|likewise|currently|now|still|really|very|so|fully|completely|"
    "highly|strongly|deeply|totally|quite|extremely|already|usually|often|additionally|not|too"
)
_ADJECTIVE = (
    r"(?:happy|glad|proud|ready|sorry|available|able|unable|willing|interested in|located in|"
    r"situated in|responsible for|dedicated to (?:our|the|you|your|their|provid\w+|serv\w+)|"
    r"excited|pleased to|grateful|thankful|afraid|famous|busy|tired|aware|"
    r"important|beautiful|good at|capable of|based in|known for|known as|sure|possible|"
    r"necessary|difficult|useful|different from|similar to|born in|angry|rich|poor)"
)
_SPACED_ADJECTIVE = _ADJECTIVE.replace(" ", "[ ]")
#: What only *it* can be.
_IMPERSONAL = (
    "possible|impossible|necessary|important|difficult|easy|clear|better|true|"
    "obvious|likely|unlikely|hard|interesting|useful|good|okay|ok|strange|simple|similar|available"
)
#: Verbs that *not* hardly ever stands before alone but in a subjunctive (``that we not get``).
_BASES = (
    "work|understand|know|want|need|like|have|exist|mean|matter|see|think|agree|believe|remember|"
    "allow|support|use|find|get|make|help|change|show"
)
_NOT_BEFORE = (
    "possible|necessary|important|easy|clear|enough|good|ready|able|available|sure|happy|true|"
    "difficult|allowed|working|works|going|coming|afraid|interested|aware|responsible|the|a|an|"
    rf"in|from|so|very|yet|bad|right|correct|as[ ]easy|as[ ]good|like[ ]this|{_BASES}"
)
#: Adjectives that an auxiliary cannot stand before without *be*.
_BE_LACKS = (
    r"able[ ]to|unable[ ]to|available|possible|impossible|responsible[ ]for|happy[ ]to|glad[ ]to|"
    r"interested[ ]in|aware[ ]of|similar[ ]to|dependent[ ]on|useful|helpful|necessary|difficult|"
    r"easier|important|grateful|nice[ ]if|great[ ]if|good[ ]if|nice[ ]to|great[ ]to|good[ ]to|"
    r"easy[ ]to|enough[ ]to|ready[ ](?:to|in|for|by|when|at|on)|different|born|located|"
    r"subject[ ]to|capable[ ]of|visible|impressed|successful|afraid|sure[ ]that|"
    r"very[ ](?:good|useful|happy|important|difficult|hard|interesting|helpful|nice|grateful|"
    r"easy|glad|proud)"
)
_MISSING = re.compile(
    rf"""\b(?=[A-Za-z])(?:
    (?:\A|(?<=[.!?;][ ])|(?<=\n)|(?<=,[ ])|\b(?:and|but|because|that|so|if|when|as)[ ])
    (?P<piece>
      (?:[Ww]e|I|[Tt]hey|[Hh]e|[Ss]he|[Yy]ou)[ ](?:(?:{_ADVERB})[ ]){{1,2}}(?:{_SPACED_ADJECTIVE})
    | (?:[Ww]e|I|[Tt]hey|[Hh]e|[Ss]he)[ ](?:happy|glad|proud|ready|sorry|able|willing|unable|
        grateful|afraid|responsible[ ]for|interested[ ]in|sure[ ]that|born[ ]in|born[ ]on|
        very[ ]impressed|        not[ ](?:{_NOT_BEFORE}))
    | [Ii]t[ ](?:(?:very|so|really|too)[ ])?(?:not[ ])?(?:{_IMPERSONAL})
        [ ](?:to|that|for|in|if|when|because|how|why|on)
    | [Ii]t[ ]not[ ](?:{_NOT_BEFORE})
    )
    |(?:\A|(?<=[.!?][ ])|(?<=\n))(?P<start>
      (?:We|They|He|She)[ ](?:
        (?:likewise|also|additionally|constantly|always|still)[ ](?:a|an)
        |(?:likewise|constantly)[ ](?:in|with))
    | (?:I|He|She|They|We|It|You)[ ](?:(?:not|still|also|always|now|already)[ ])?
        (?:going|trying|waiting|looking|working|planning|talking|thinking|wondering|using)[ ]
        (?:to|for|forward|on|in|at|with|about|of|as|if|it|the|a|this)
    | (?:I|He|She)[ ]from[ ][A-Z][a-z]+(?=[ ]and|[,.;!]|\Z)
    | (?:I|He|She|It|You)[ ](?:a|an)[ ](?!(?:lot|few|bit|little|number)\b)[a-z]+(?:[ ][a-z]+)?
        (?=[ ](?:of|who|that|from|and|in|with)\b|[.!])
    | (?:He|She|It|They|We)[ ]the[ ](?:first|best|most|only|same|biggest|main)
    | It[ ](?:very|so|not|too|really)[ ](?:good|bad|important|difficult|easy|hard|nice|useful|big|
        small|simple|beautiful|interesting|slow|fast|long|late|expensive|cheap|strange|helpful|
        true|ready|working|work|possible|necessary|clear|happy|sad|great|cool|fun)
    | (?:This|That)[ ](?:(?:not|very|really|also)[ ])?(?:important|useful|good|difficult|easy|nice|
        interesting|possible|impossible|necessary|hard|helpful|enough|ready|true|better)[ ]
        (?:to|for|because|if|when|as|and|but|that)
    | There[ ](?:no[ ](?:way|need|doubt|problem|reason|difference|point|chance|time|money|one|
        other|more|such)|a[ ](?:lot|few|problem|number|way|reason|difference|chance)|
        (?:also|always|still|currently|really|now)[ ](?:a|an|no|some|many|several)|
        (?:many|some|several|various|two|three)[ ](?:people|ways|reasons|problems|kinds|types|
        things|places|options|other|different))
    )
    |(?:(?<![Oo]f[ ])\b(?:who|which)|(?<=,[ ])which)[ ](?P<relative>(?:
        able[ ]to|born[ ]in|interested[ ](?:in|to)|responsible[ ]for|similar[ ]to|full[ ]of|
        capable[ ]of|available[ ](?:in|on|at|for|to)|
        aware[ ]of|afraid[ ]of|ready[ ]to|unable[ ]to|willing[ ]to|good[ ]at|famous[ ]for|
        different[ ]from|necessary[ ](?:to|for)|suitable[ ]for|located[ ](?:in|at|on|near)[ ]the|
        known[ ]as))
    |\b(?:I|[Yy]ou|[Hh]e|[Ss]he|[Ii]t|[Ww]e|[Tt]hey|[Ww]hich|[Tt]his|[Tt]hat|[Tt]here|[Pp]eople)[ ]
      (?P<bare>(?:will|would|should|must|may|might|could|can)(?:[ ]not)?
        [ ](?:{_BE_LACKS})(?!,))
    )\b(?![-’'])""",
    re.VERBOSE,
)
_PRONOUNS = "we|I|they|he|she|you"
_MODALS = "will|would|should|must|may|might|could|can"
_LAST = (
    "able|unable|available|possible|impossible|responsible|happy|glad|interested|aware|similar|"
    "dependent|useful|helpful|necessary|difficult|easier|important|grateful|nice|great|good|easy|"
    "enough|ready|different|born|located|subject|capable|visible|impressed|successful|afraid|"
    "sure|very"
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed(
        _PRONOUNS,
        f"{_ADVERB}|happy|glad|proud|ready|sorry|able|willing|unable|grateful|afraid|responsible|"
        "interested|sure|born|going|trying|waiting|looking|working|planning|talking|thinking|"
        "wondering|using|a|an|from",
    )
    | followed("he|she|it|they|we", "the")
    | followed("it", f"{_IMPERSONAL}|a|an")
    | followed(
        "this|that",
        "very|not|really|also|important|useful|good|difficult|easy|nice|interesting|possible|"
        "impossible|necessary|hard|helpful|enough|ready|true|better",
    )
    | followed("there", "no|a|also|always|still|currently|really|now|many|some|several|various")
    | followed("there", "two|three")
    | followed(
        "who|which",
        "able|born|interested|responsible|similar|full|capable|available|aware|afraid|ready|unable|"
        "willing|good|famous|different|necessary|suitable|located|known",
    )
    | followed(_MODALS, _LAST)
    | followed("not", "able|available|possible")
)
#: ``would he not ready …``, ``make it possible to``: what asks, or takes it as its object.
_NO_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|am|be|been|do|does|did|have|has|had|will|would|can|could|should|shall|"
    r"may|might|must|made|make|makes|making|find|finds|found|think|thought|deem|deemed|consider|"
    r"considered|believe|believed|insisted|demanded|asked|requested|ordered|than|as|not|neither|"
    r"nor|with|let|whether|or)[ ,]+(?:[a-z]+ )?\Z"
)
_SUBJUNCTIVE = re.compile(rf"that \w+ not (?:{_BASES})")
#: ``You going to the game?`` is how people talk.
_ASKS = re.compile(r"[^.!?\n]{0,200}\?")
#: The difference between it working and it not working.
_OR_NOT = re.compile(r"\bworking (?:and|or) \Z")
#: Behind *possible* where *possibly* is meant, as in ``what it can possible take``.
_POSSIBLY = re.compile(r" (?!(?:to|that|for|in|if|when|by|because|and|or|on)\b)[a-z]")


def find(view: View) -> Iterator[Match]:
    """Yield the pronoun and what stands in the verb's place."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _MISSING.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if enclosed(text, start, end):
            continue
        if text.startswith("You ", start) and _ASKS.match(text, end):
            continue
        if kind == "piece" and _NO_SUBJECT.search(text[max(0, start - 40) : start]):
            continue
        if text.endswith(" not working", start, end) and _OR_NOT.search(text[:start][-40:]):
            continue
        if _SUBJUNCTIVE.fullmatch(text, max(0, start - 5), end):
            continue
        if text.endswith("possible", start, end) and _POSSIBLY.match(text, end):
            continue
        yield Match(start, end, f"“{view.original[start:end]} …” has lost its verb")


DETECTOR = Detector(
    id="grammar.missing_verb",
    summary="a pronoun that meets no verb",
    severity=Severity.MAJOR,
    confidence=0.8,
    find=find,
    bad=(
        "⟦We constantly dedicated to our⟧ clients in the city.",
        "The work is done, and ⟦I very happy⟧ about it.",
        "⟦We likewise in⟧ great demand with schools.",
        "⟦They always ready⟧ to help the guests.",
        "He explained that ⟦it not possible on⟧ Sundays.",
        "With this card you ⟦will able to⟧ travel by bus.",
        "The club is for people who ⟦interested in⟧ birds.",
        "The door is open. ⟦There no need⟧ to knock.",
    ),
    good=(
        "We constantly dedicated songs to each other.",
        "He also at one time ran a bakery, and she also in time became its owner.",
        "They also known to the police fled the town.",
        "We always readied the boats in March.",
        "You going to the game tonight? You still trying to get up?",
        "So am I: very happy and proud.",
        "She, always ready to help, left at once.",
        "“We ready,” said the boy.",
        "I also sure-footedly climbed on.",
        "There is a concern that we not get lost, and that they not make noise.",
        "They asked what steps the council could possible take.",
        "She insisted that he not go, and asked why it was not possible.",
        "They made it possible to visit the tower; is it not possible to stay?",
        "It very nearly failed. They not only knew him, they liked him.",
        "A plug makes the difference between it working and it not working.",
        "What you can, important or not, is up to you.",
        "The free will necessary to this was lacking; all of which able men knew.",
    ),
)
