r"""Tense break.

What it finds
    A tense that its time contradicts, or two tenses in one verb: ``has died last week``, ``will
    arrive yesterday``, ``took place tomorrow``, ``is arrived``, ``has went``; in reported speech
    also ``said that the ministry will went``.

Why it suggests machine translation
    Other languages report speech in the tense of the speaker, use a perfect for any past (*ist
    gestern gestorben*, *est arrivé lundi*), or leave the time to an adverb as Chinese does. An
    engine that picks each form by itself puts together what English keeps apart.

Examples
    ``He told reporters that the envoy has arrived yesterday.``

When it is wrong
    Speakers of many Englishes say ``has died last week`` and ``had ran``; an editor would mend
    that, too. A time that belongs to a noun (``the attack last week``) is not looked at.
    Quotations stay silent. A wrong form behind a pronoun and *will* is ``grammar.verb_form``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.reporting import PAST
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
#: A time that is over; no genitive, for ``last week’s vote`` is a thing.
_OVER = (
    rf"(?:yesterday|the[ ]day[ ]before[ ]yesterday|last[ ](?:night|week|month|year|summer|winter|"
    rf"spring|autumn|{_DAY})|(?:an?|two|three|four|five|six|ten|some|several|[0-9]+)[ ](?:hour|"
    rf"day|week|month|year|decade)s?[ ]ago)\b(?!['’])"
)
#: A day that is over beside a verb for what happens once; ``has died in May`` may be of this May.
_DATED = rf"on[ ](?:{_DAY}|{_MONTH}[ ][0-9]{{1,2}}|[0-9]{{1,2}}[ ]{_MONTH})\b(?!-)"
#: A year that is over beside what happens to a thing or a person but once.
_FOUNDED = (
    r"been[ ](?:founded|established|born|built|created|invented|opened|launched|killed|completed)"
    r"[ ]in[ ](?:1[0-9]{3}|20[01][0-9])\b(?![ ](?:and|or|to)\b|[,–-])"
)
_TO_COME = (
    rf"(?:tomorrow|the[ ]day[ ]after[ ]tomorrow|next[ ](?:week|month|year|summer|winter|spring|"
    rf"autumn|{_DAY}))\b(?!['’])"
)
#: Participles, regular ones and others.
_PARTICIPLE = (
    r"(?:(?!termed|called|named|dubbed|labell?ed|deemed|declared)[a-z]{2,14}ed|(?:be)?come|gone|been|done|made|taken|given|got|gotten|seen|known|found|"
    r"written|spoken|bought|sold|sent|left|lost|met|won|fallen|begun|held|told|said|paid|flown|"
    r"risen|struck|shot|caught|brought|thought|heard|led|built|put)"
)
#: What happens once, so that a day behind it says when.
_ONCE = (
    r"(?:been[ ](?:killed|arrested|born|elected|signed|reported|released|published|founded|"
    r"built|opened|closed|sentenced|injured|found|appointed)|died|arrived|happened|occurred|"
    r"announced|signed|taken[ ]place|resigned|begun|told[ ]reporters|arrested|departed|"
    r"graduated|married)"
)
#: A place or a person between the verb and its time.
_WITH = (
    r"(?:[ ](?:him|her|them|it|us|me|there|here|home|back|(?:to|in|at|for|from)[ ](?:the[ ])?"
    r"[A-Z][\w-]{1,20}|[A-Z][\w-]{1,20}))?"
)
_ADVERB = r"(?:[ ](?:also|already|just|not|never|only|again|finally|recently|still|all))?"
#: Past forms that differ from the participle; in ``what he has did not help`` it is *did not*.
_PAST_ONLY = (
    r"(?:went|gave|took|wrote|began|saw|knew|spoke|grew|threw|fell|ate|chose|sang|drank|swam|drove|"
    r"flew|broke|stole|wore|became|rose|ran|did(?![ ](?:not|little|nothing)\b))"
)
#: Past forms of what happens at a time, and of nothing that is planned.
_EVENT_PAST = r"(?:went|came|arrived|visited|took[ ]place|happened|died|flew|departed|travelled)"
#: Infinitives of such verbs.
_EVENT = (
    r"(?:arrive|return|come|go|visit|meet|leave|die|begin|start|open|close|take[ ]place|happen|"
    r"sign|announce|play|win|fly|travel|attend|speak|resign|be[ ][a-z]{2,14}(?:ed|en|ing))"
)
_SUBJECT = r"(?:the|an?|his|her|their|its|this|that)[ ][a-z]{3,14}"
_BREAK = re.compile(
    rf"""\b(?=[a-z])(?:
      (?P<perfect>(?:has|have){_ADVERB}[ ](?:{_PARTICIPLE}(?:[ ]{_PARTICIPLE})?{_WITH}[ ]{_OVER}
        |{_ONCE}{_WITH}[ ]{_DATED}|{_FOUNDED}))
    | (?P<form>(?:has|have|had){_ADVERB}[ ]{_PAST_ONLY})
    | (?P<be>(?:is|are|am){_ADVERB}[ ](?:arrived(?![ ]at\b)|died|happened|occurred|came|went))
    | (?P<future>will{_ADVERB}[ ]{_EVENT}{_WITH}[ ]{_OVER})
    | (?P<past>{_EVENT_PAST}{_WITH}[ ]{_TO_COME})
    | (?:{PAST})[ ]that[ ]{_SUBJECT}[ ](?P<will>will[ ](?:went|came|gave|took|became|knew|began|
        brought|wrote|met|arrived|decided|visited|signed))
    )\b""",
    re.VERBOSE,
)
#: The pattern needs one of these.
_NEEDED = Needed(
    words=either("yesterday|ago|tomorrow"),
    pairs=followed(
        "has|have|been|also|already|just|not|never|only|again|finally|recently|still|all",
        "killed|arrested|born|elected|signed|reported|released|published|founded|built|opened|"
        "established|created|invented|launched|completed|"
        "closed|sentenced|injured|found|appointed|died|arrived|happened|occurred|announced|"
        "resigned|begun|departed|graduated|married|taken|told",
    )
    | followed("last|next", "night|week|month|year|summer|winter|spring|autumn")
    | followed("last|next|on", "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday")
    | followed(
        "has|have|had|also|already|just|not|never|only|again|finally|recently|still|all|will",
        "went|gave|took|wrote|began|saw|did|knew|spoke|grew|threw|fell|ate|chose|sang|drank|swam|"
        "drove|flew|broke|stole|wore|became|rose|ran|came|brought|met|arrived|decided|visited|"
        "signed",
    )
    | followed(
        "is|are|am|also|already|just|not|never|only|again|finally|recently|still|all",
        "arrived|died|happened|occurred|came|went",
    ),
)
#: Words before a perfect that are no finite verb's, and before a past that make it unreal.
_INFINITIVE = re.compile(
    r"(?:\b(?:to|could|would|should|might|must|may|can|cannot|ought|will|not|did|do|does|never)|"
    r"n['’]t|['’]d)[ ](?:\w{2,12}[ ])?\Z"
)
_UNREAL = re.compile(
    r"\b(?:if|when|whether|once|until|till|unless|before|after|as|wish(?:es|ed)?|than|would|"
    r"could|should|time|better)\b"
)
#: ``all he has did not help``: the verb behind the auxiliary is another clause's.
_OTHER_CLAUSE = re.compile(
    r"\b(?:all|what|whatever|everything|anything|nothing|than|as|whoever|those|one|ones|how|where)\b"
)
#: ``the coat she had wore out``: a noun before the subject is what she had.
_HAD_IT = re.compile(
    r"\b(?!(?:that|and|but|when|because|after|before|where|while|since|if|though|although|so|or|"
    r"until|then|as|which|who|how|why)\b)[a-z]{2,20}[ ](?:he|she|they|it|we|I|you|[A-Z][\w-]*)[ ]\Z"
)
_REPORTED = re.compile(rf"\b(?:{PAST})\b", re.VERBOSE)
#: What is wrong, by the group of the pattern.
_MESSAGES = {
    "perfect": "a perfect does not take a time that is over",
    "form": "the past form stands where the participle belongs",
    "be": "English forms this tense with “have”",
    "future": "the verb is in the future, the time is over",
    "past": "the verb is in the past, the time is to come",
    "will": "the past form stands behind “will”",
}
#: What belongs there.
_PARTICIPLES = {
    **{"went": "gone", "gave": "given", "took": "taken", "wrote": "written", "began": "begun"},
    **{"saw": "seen", "did": "done", "knew": "known", "spoke": "spoken", "grew": "grown"},
    **{"threw": "thrown", "fell": "fallen", "ate": "eaten", "chose": "chosen", "sang": "sung"},
    **{"drank": "drunk", "swam": "swum", "drove": "driven", "flew": "flown", "broke": "broken"},
    **{"stole": "stolen", "wore": "worn", "became": "become", "rose": "risen", "ran": "run"},
}
_CLAUSE_END = re.compile(r"[.!?;:]\s|[,—–]")
#: How far the words before the verb and the marks of a quotation are read, in code points.
_BEFORE, _QUOTED = 64, 2000


def find(view: View) -> Iterator[Match]:
    """Yield the verb with what contradicts it."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _BREAK.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        before = text[max(0, start - _BEFORE) : start]
        if _is_sound(found[kind], kind, before) or _is_quoted(text, start):
            continue
        quoted = view.original[start:end]
        head, _, last = quoted.rpartition(" ")
        suggestion = f"{head} {_PARTICIPLES[last]}" if kind == "form" else None
        yield Match(start, end, f"“{quoted}”: {_MESSAGES[kind]}", suggestion)


def _is_quoted(text: str, at: int) -> bool:
    """Tell whether a quotation is open at ``at``, by the marks before it in its line."""
    near = max(0, at - _QUOTED)
    before = text[max(near, text.rfind("\n", near, at) + 1) : at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_sound(verb: str, kind: str, before: str) -> bool:
    """Tell whether what stands ``before`` makes the words good English, or another clause's."""
    clause = _CLAUSE_END.split(before)[-1]
    if kind == "past":
        return _UNREAL.search(clause) is not None
    if kind in {"future", "will"}:
        return False
    if kind == "perfect" and _INFINITIVE.search(before):
        return True
    if verb.startswith("had") and _HAD_IT.search(before) and not _REPORTED.search(before):
        return True
    return _OTHER_CLAUSE.search(clause) is not None


DETECTOR = Detector(
    id="grammar.tense_break",
    summary="a tense that its time contradicts, or two tenses in one verb",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    bad=(
        "The spokesman said that the governor ⟦has died last week⟧.",
        "She told reporters that he ⟦has went⟧ to Oslo.",
        "The mayor said that the envoy ⟦is arrived⟧ on Monday.",
        "He announced that the team ⟦will return yesterday⟧.",
        "They said that the meeting ⟦took place tomorrow⟧.",
        "The minister said that the ministry ⟦will decided⟧ on the matter.",
        "The company ⟦has been founded in 1998⟧ by two brothers.",
    ),
    good=(
        "The spokesman said that the governor had died last week.",
        "He said that he will come, and that she has been here since last year.",
        "She said she has read the report that was published yesterday.",
        "He told them that they could have met yesterday, and shouldn’t have left last week.",
        "The paper said it would be sold when the ship arrived next week.",
        "He said that all he has came from his uncle.",
        "He has condemned the attack last week, and will miss yesterday’s crowd.",
        "“He has went home,” the boy said.",
        "It has been open on Sundays, and two men have died in 2021.",
        "The price is arrived at in talks, as you will remember last summer’s, or last summer.",
        "A sign of how far apart they are came earlier this year.",
        "The coat she had wore out, and any right he had did not help.",
        "The paper has termed yesterday the saddest day.",
        "She said that the old man’s will met the law.",
        "Two parks have been opened in 2011 and 2014, and it may have been built in 1890.",
    ),
)
