r"""Pronoun that repeats its noun.

What it finds
    A relative clause in which a pronoun takes the place that *which* or *who* holds already
    (``the book which we discussed it``, ``a city which it is located in the north``, ``a man who
    his name is``), and a subject said again by a pronoun (``The two sides they agreed on the``,
    ``This project it is``).

Why it suggests machine translation
    Arabic, Persian, Hebrew and others mark the relative clause by a particle alone and need a
    pronoun in it (*al-kitābu lladhī qaraʾtuhu*, the book that I read it); the verb says its subject
    again.

Examples
    ``The plan which they discussed it was good, and the minister he said that it is ready.``

When it is wrong
    Learners write so, too. A comma makes it speech (``my brother, he said``), and ``in which he
    read it``, ``the man he saw``, ``who they are`` are English; where a preposition is left over at
    the end (``the man who they took the money from``) nothing is missing. Quotations stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.context import sentence_starts
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

#: Verbs with one object and no second one (``which he told him the``), past and present.
_TAKES = (
    "visit|visited|build|built|buy|bought|read|discuss|discussed|create|created|develop|developed|"
    "publish|published|open|opened|use|used|see|saw|seen|write|wrote|written|produce|produced|learn|"
    "learned|study|studied|mention|mentioned|describe|described|explain|explained|face|faced|need|"
    "needed|love|loved|like|liked|support|supported|organize|organized|organise|organised|win|won|"
    "lose|lost|found|download|downloaded|install|installed|implement|implemented|test|tested|solve|"
    "solved|watch|watched|eat|ate|drink|hear|heard|destroy|destroyed|attack|attacked|announce|"
    "announced|sign|signed|launch|launched|achieve|achieved|enjoy|enjoyed|know|knew|understand|"
    "remember|forget|add|added|start|started|run|change|changed|do|did|done|want|wanted"
)
#: Verbs whose subject is the relative itself where an object follows.
_ACTS = (
    "visited|discussed|built|opened|created|developed|published|produced|supports|provides|contains|"
    "includes|allows|represents|shows|uses|helps|covers|causes|describes|started|won|lost|attacked|"
    "destroyed|announced|launched|signed|organized|organised|affects|controls|manages|handles"
)
#: Verbs with a preposition, which would stand alone at the end of a relative clause.
_ABOUT = (
    r"depend[ ]on|live[sd]?[ ]in|work(?:s|ed)?[ ]on|talk(?:ed)?[ ]about|speak[ ]about|look[ ]for|"
    r"believe[ ]in|wait[ ]for|rely[ ]on|deal[ ]with|think[ ]about|care[ ]about|listen[ ]to|"
    r"participate[ ]in|focus[ ]on|suffer[ ]from|(?:am|is|are|was|were)[ ](?:talking[ ]about|"
    r"working[ ]on|looking[ ]for|waiting[ ]for|interested[ ]in|responsible[ ]for)"
)
_MODAL = (
    r"(?:(?:can|could|will|would|should|must|may|have|has|had|do[ ]not|did[ ]not|don['’]t|"
    r"didn['’]t)[ ])?"
)
_NO_TIME = (
    r"(?!\w+[ ](?:day|week|month|year|night|morning|evening|afternoon|summer|winter|spring|autumn|"
    r"season|moment|time|minute|first|next|last|same|following|previous|other|whole|way|most|least|"
    r"more|best)s?\b)"
)
_OBJECT = rf"{_NO_TIME}(?:the|an?|their|his|her|its|this|these|many|several|all)\b"
_ONE = (
    "minister|president|king|queen|prince|spokesman|spokeswoman|spokesperson|official|mayor|"
    "governor|general|officer|doctor|teacher|director|manager|author|writer|player|coach|captain|"
    "ambassador|leader|student|boy|girl|man|woman|mother|father|brother|sister|husband|wife"
)
_BODY = (
    "government|ministry|company|team|committee|council|delegation|army|parliament|court|bank|"
    "country|city|university|organization|organisation|club|party|commission|system|project|study|"
    "report|website|application|program|programme|app|repository|library|plugin|tool|page|file|book|"
    "article|section|module|package|feature|game|code|film|building|region|village|law"
)
_MANY = (
    "people|police|sides|parties|countries|ministers|presidents|officials|leaders|men|women|boys|"
    "girls|children|students|teachers|players|workers|soldiers|users|companies|teams|governments|"
    "doctors|forces|citizens|residents|experts|scientists|researchers"
)
_NOUN = r"(?:[a-z]{3,12}[ ]){0,2}"
_SAID = r"(?:said|stated|announced|added|confirmed|stressed|declared|believes?|says?)[ ]that\b"
_WENT = (
    r"(?:went|came|arrived|returned|travelled|traveled)[ ](?:to|from|in|at|back)[ ]"
    r"(?:(?:the|his|her|their)\b|[A-Z])"
)
_IS = r"(?:is|was|are|were)[ ](?:also[ ])?(?:an?|the|very|so|too|not|from)\b"
_VERB = rf"(?:{_SAID}|{_WENT}|agreed[ ](?:on|to)[ ]{_OBJECT}|(?:{_ACTS})[ ]{_OBJECT})"
_I = "I|you|he|she|we|they"
#: Where a relative meets a pronoun.
_RELATIVE = re.compile(rf"\b(?:which|whom|who) (?:{_I}|it|i|its|their|his|her)\b")
#: ``in which he read it``: the relative is not the object.
_PREPOSED = re.compile(
    r"\b(?:in|of|to|at|on|by|for|from|with|into|upon|after|under|about|before|during|through|"
    r"within|without|against|between|over|among|toward|towards|until|per|than|or|and)\Z"
)
_REST = re.compile(
    rf"""
      (?P<object>wh(?:ich|om)[ ](?:{_I}|i)[ ]{_MODAL}(?:{_TAKES})[ ](?:it|them))
        (?=[.,;:!?)]|[ ]?\Z|[ ](?:in|on|at|by|with|from|for|before|after|last|yesterday|and|very|
        during|as|here|now|to)\b)
    | (?P<within>wh(?:ich|om)[ ](?:{_I}|i)[ ]{_MODAL}(?:{_ABOUT})[ ](?:it|them))\b
    | (?P<subject>which[ ]it[ ](?:{_ACTS}))[ ]{_OBJECT}
    | (?P<place>which[ ](?:it|they)[ ](?:is|was|are|were)[ ](?:located|situated)[ ]
        (?:in|on|at|near)[ ](?:the|an?|[A-Z]\w+))\b
    | (?P<judged>which[ ](?:{_I}|i)[ ](?:think|thought|believe|believed|guess)[ ]it
        [ ](?:is|was)[ ](?:an?|the|very|good|great|really|quite|better|important|too))\b
    | (?P<own>(?:which[ ](?:its|their)|who[ ](?:his|her))[ ](?:name|names|title|goal|aim|purpose|
        price|capital|population|length|height|meaning|mission|job|age)[ ](?:is|was|are|were))\b
    """,
    re.VERBOSE,
)
#: A subject and its pronoun; ``leaves the company it is`` and ``the man he is`` are no subjects,
#: so only the beginning of a sentence counts, or of what somebody said.
_TWICE = re.compile(
    rf"""
    This[ ]{_NOUN}(?:{_BODY})[ ]it[ ](?:is|was|will|can|has|does|allows|uses|provides|contains)\b
    | (?:The|This|Our|These|Those|All|the)[ ]{_NOUN}(?:
        (?:{_ONE})[ ](?:he|she)[ ](?:{_VERB}|{_IS})
      | (?:{_BODY})[ ]it[ ](?:{_VERB}|{_IS})
      | (?:{_MANY}|{_BODY})[ ]they[ ](?:{_VERB}|{_IS}))
    """,
    re.VERBOSE,
)
_SAID_THAT = re.compile(r"\b(?:said|says|stated|announced|added|confirmed|stressed) that (?=the )")
_NEEDED = Needed(
    pairs=followed("which|who|whom", "i|you|he|she|it|we|they|its|their|his|her")
    | followed(_ONE, "he|she")
    | followed(_BODY, "it|they")
    | followed(_MANY, "they")
)
_PREPOSITION = "with|for|from|to|in|on|about|of|at|by|into|against|through|under|after|over|upon"
#: ``the man who they took the money from``: the relative belongs to what is left over.
_STRANDED = re.compile(
    rf"\b(?:{_PREPOSITION})(?=[.,;:!?)”\"]|[ ](?:is|was|are|were|has|had|have|will|would|and|but|"
    r"did|does|when|as|while|in|on|at|last)\b)"
    r"|\bof (?!(?:the|an?|this|his|her|their|its|our|all)\b)[a-z]"
)
#: How far to look, in code points: for a preposition left over, and before the relative.
_WINDOW, _BEFORE = 90, 10
_CLAUSE = re.compile(r"[.,;:!?](?=\s|\Z)|\Z")


def find(view: View) -> Iterator[Match]:
    """Yield the relative up to the pronoun, or the subject up to its verb."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for start, end in sorted({*_in_relatives(text), *_of_subjects(text)}):
        if not enclosed(text, start, end):
            quoted = view.original[start:end]
            yield Match(
                start,
                end,
                f"“{quoted}”: a pronoun says again what the words before it say already",
            )


def _in_relatives(text: str) -> Iterator[tuple[int, int]]:
    for head in _RELATIVE.finditer(text):
        start = head.start()
        found = _REST.match(text, start)
        if found is None or _PREPOSED.search(text[max(0, start - _BEFORE) : start].rstrip()):
            continue
        kind = found.lastgroup or ""
        if kind not in {"subject", "object"} or not _left_over(text, found.end(kind)):
            yield found.span(kind)


def _of_subjects(text: str) -> Iterator[tuple[int, int]]:
    for start in (*sentence_starts(text), *(m.end() for m in _SAID_THAT.finditer(text))):
        found = _TWICE.match(text, start)
        if found is not None and not _left_over(text, found.end()):
            yield found.span()


def _left_over(text: str, end: int) -> bool:
    """Tell whether a preposition without its noun stands in the rest of the clause."""
    rest = text[end : end + _WINDOW]
    stop = _CLAUSE.search(rest)
    return _STRANDED.search(rest[: stop.end() if stop else None]) is not None


DETECTOR = Detector(
    id="grammar.resumptive_pronoun",
    summary="a pronoun that repeats the relative or the subject before it",
    severity=Severity.MINOR,
    confidence=0.97,
    preview=True,
    find=find,
    bad=(
        "The plan ⟦which they discussed it⟧ in May was good.",
        "The delegation ⟦which it visited⟧ the capital had met the mayor.",
        "It is a city ⟦which it is located in the⟧ north.",
        "⟦The two sides they agreed on the⟧ continuing of the talks.",
        "⟦The minister he said that⟧ the road is open.",
        "A boy ⟦who his name is⟧ Karim lives there. ⟦This village it is⟧ small.",
    ),
    good=(
        "The minister, he said that the road was open, and my brother he said so, too.",
        "The man he saw was late; the people they met were kind.",
        "The way in which they discussed it was new.",
        "They asked who he visited the day before, and which they need.",
        "The friend who they created the club with left early, and he saw others.",
        "We know who they are and what they do. She is not the woman he is.",
        "The company it created was sold, and the report it published the year before.",
        "“The minister he said that he will come,” the boy said.",
        "The book which I think is the best, which they read aloud.",
        "It is the engine which I built it for. The people they are responsible for are far away.",
        "Not even the boy he was a friend of came.",
    ),
)
