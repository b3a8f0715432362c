r"""Verb in the wrong form behind an auxiliary.

What it finds
    ``must to go``, ``can goes``, ``did went``, ``didn't knew``, ``doesn't has``, ``to went``,
    ``will can``, ``does not will accept``, ``can be able to``, ``has went``, ``is went``, ``is not
    know``, ``are depend on``, ``must been``, ``can going``, ``want to going``, ``let him to see``,
    ``for improve``, ``will be discuss``.

Why it suggests machine translation
    The source marks each verb by itself; put together word by word, the finite form or *to*
    stays behind the English auxiliary.

Examples
    ``Visitors must to register, and children can goes for free.``

When it is wrong
    A slip in typing, a learner's sentence. Words that are nouns as well (``the can works``,
    ``Will needs help``) do not count behind ``can`` and ``will``; quotations stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_THIRD = (
    "goes|comes|makes|takes|gives|gets|becomes|has|is|does|knows|brings|helps|finds|provides|"
    "includes|contains|allows|begins|means|keeps|leads|sees|says|feels|seems|depends|improves|"
    "increases|causes|creates|requires|receives|remains|appears|exists|happens|affects"
)
_PAST = (
    "went|came|made|took|gave|got|became|had|was|were|did|knew|brought|began|kept|led|"
    "saw|said|felt|thought|told|wrote|spoke|bought|sold|sent|left|lost|met|ate|drank|ran|"
    "heard|understood|won|wanted|used|needed|helped|worked|lived|looked|asked|tried|called|"
    "decided|happened|believed|received|started"
)
_SUBJECT = r"(?:I|you|he|she|it|we|they|people|this|there|You|He|She|It|We|They|People|This|There)"
#: Past forms that are no participles.
_ONLY_PAST = (
    "went|came|became|wrote|gave|took|began|spoke|ate|did|knew|chose|broke|drove|fell|flew|forgot|"
    "grew|rose|sang|stole|threw|wore|drank|swam|shook|saw|was|were"
)
_DOING = (
    "going|doing|making|getting|taking|having|using|working|seeing|giving|finding|coming|knowing|"
    "writing|reading|buying|learning|becoming|keeping|saying"
)
_DONE = "been|gone|done|seen|taken|given|known|written|shown|chosen|spoken"
_BARE = (
    "have|know|understand|go|come|take|see|make|mean|allow|exist|depend|belong|contain|include|"
    "think|believe|agree|get|give|find|do|does|did|went|came|can|could|has|had|goes|becomes|"
    "knows|takes|makes|gives|gets|depends|belongs|consist|consists|contains|happen|happens"
)
_DO = (
    "make|create|achieve|improve|provide|become|understand|avoid|obtain|learn|find|know|see|buy|"
    "protect|prevent|solve|get|do|give|take|build|reach|develop|ensure|maintain|choose|keep|explain|"
    "describe|determine|identify|reduce|have|eat|send|receive|connect"
)
#: Verbs that are no nouns or adjectives, so that they never stand behind *be*.
_TRANSITIVE = (
    "accept|achieve|add|allow|announce|apply|arrest|carry|choose|consider|create|define|describe|"
    "determine|develop|discuss|ensure|execute|explain|generate|identify|improve|include|inform|"
    "introduce|invite|install|learn|load|locate|obtain|organize|organise|perform|produce|provide|"
    "publish|receive|remove|require|sell|send|solve|take|use|write"
)
_WRONG = re.compile(
    rf"""\b(?=[A-Za-z])(?:
      (?P<to>(?:must|should|could|shall|might)(?:[ ]not)?[ ]to)(?=[ ](?:try|allow|add|end|bring|
        call|reduce|increase|improve|take|build|lead|move|live|be|have|do|make|take|get|
        go|come|see|know|use|give|find|keep|help|say|work|pay|think|read|write|learn|buy|leave|
        become|look|start|show|bring|include|provide|choose|check|consider|remember|understand|
        wait|stay|ask|tell|try|put|avoid|follow|visit|change|create|protect|accept|register|
        wear|eat|sleep|study|speak|send|open|stop|continue|fight|save|sell|win|develop|play)\b)
    | {_SUBJECT}[ ](?P<canto>(?:can|will|would|may)(?:[ ]not)?[ ]to)(?=[ ](?:be|do|go|see|use|have|
        make|get|take|find|give|know|help|become|come|buy|work|learn|say|understand|choose|create|
        write|contact|call|visit|order|read|pay|book|register|download|check|add|change|send|ask|
        start|open|enjoy|play|try|stay|eat|meet|save|sleep|speak|talk|watch)
        \b)
    | {_SUBJECT}[ ](?P<modal>(?:can|could|will|would|should|must|may|might)(?:[ ]not)?[ ]
        (?:{_THIRD}|{_PAST}|{_DOING}|{_DONE}))
    | (?P<did>(?:did|does|do)(?:n’t|n't|[ ]not)[ ](?:{_PAST}|{_THIRD}|{_DOING}|{_DONE}))
    | (?P<willdo>(?:do|does|did)(?:n’t|n't|[ ]not)[ ](?:will|can|could|would|should|must|may|might)
        (?=[ ](?:be|have|do|go|accept|make|take|get|see|give|find|come|use|work|help|let|allow|
        become|know|say|leave|need|want)\b))
    | {_SUBJECT}[ ](?P<two>(?:will|would|must|may)[ ](?:can|could|must|should|will|may))
    | (?P<able>(?:can[ ](?:be[ ])?|could[ ])able[ ]to)
    | (?P<past>(?:want|wants|wanted|need|needs|needed|have|has|had|able|decided|trying|going|
        began|started|used|order|tried|like|likes|how|hope|hopes|plan|plans|expected|allowed|ready|
        ability|opportunity|chance|failed|managed|continue|seems|refused|agreed|forced|tends|
        tend|unable|possible|easy|difficult|necessary)[ ]to[ ](?:went|came|
          gave|took|became|was|were|did|knew|brought|
        began|saw|wrote|spoke|bought|ate|had|made|goes|comes|makes|takes|gives|gets|becomes|
        is|are|has))
    | (?P<doing>(?:want|wants|wanted|need|needs|able|unable|decided|trying|tried|hope|hopes|refused|
        managed|possible|easy|difficult|necessary)[ ]to[ ](?:{_DOING}))
    | (?P<perfect>(?:has|have|had)[ ](?:{_ONLY_PAST}))
    | {_SUBJECT}[ ](?P<isdo>(?:am|is|are|was|were)[ ](?:{_BARE}))
    | (?P<isdepend>(?:is|are|was|were)[ ](?:depends?[ ]on|consists?[ ]of|belongs?[ ]to|
        happens|agrees?[ ]with))
    | (?P<isnot>(?:is|are|was|were)(?:n’t|n't|[ ]not)[ ](?:exist|exists|went|came|goes|knows|
        understands|depends|belongs|consist|consists|happens))
    | (?P<bedo>(?:will|would|must|should|can|could|may|might)[ ](?:not[ ])?be[ ](?:go|have|come|
        become|take|give|get|do|see|know|find|achieve|happen))
    | (?P<passive>(?:be|been)[ ](?:{_TRANSITIVE}))(?=[ .,])
    | (?P<let>(?:[Ll]et|[Ll]ets|[Ll]etting)[ ](?:me|him|us|them|you|her)[ ]to)(?=[ ](?:see|go|know|
        do|make|have|use|be|get|take|find|give|try|come|work|play|create|choose|understand|learn|
        live|say|think|feel|enter)\b)
    | (?P<makes>(?:makes|made|make|making)[ ](?:me|him|us|them|you|her|people)[ ]to)(?=[ ](?:feel|
        think|want|understand|believe|realize|realise|know|forget|remember|go|see|become)\b)
    | (?P<for>(?:for|without|by|instead[ ]of|before)[ ](?:{_DO}))
        (?=[ ](?:the|a|an|your|our|their|his|her|its|this|these|all|more|it|them|him)\b)
    )\b(?![-’'])""",
    re.VERBOSE,
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed("must|should|could|shall|might|not|can|will|would|may", "to")
    | followed(
        "can|could|will|would|should|must|may|might|not|t", f"{_THIRD}|{_PAST}|{_DOING}|{_DONE}"
    )
    | followed("will|would|must|may|not|t", "can|could|must|should|will|may|would|might")
    | followed("can|could|be", "able")
    | followed(
        "to",
        "went|came|gave|took|became|was|were|did|knew|brought|began|saw|wrote|spoke|bought|ate|had|"
        f"made|goes|comes|makes|takes|gives|gets|becomes|is|are|has|{_DOING}",
    )
    | followed("has|have|had", _ONLY_PAST)
    | followed("am|is|are|was|were", f"{_BARE}|agrees")
    | followed("not|t", "exist|exists|went|came|goes|knows|understands|depends|belongs|consist")
    | followed("not|t", "consists|happens")
    | followed("be|been", _TRANSITIVE)
    | followed("be", "go|have|come|become|take|give|get|do|see|know|find|achieve|happen")
    | followed("let|lets|letting|makes|made|make|making", "me|him|us|them|you|her|people")
    | followed("for|without|by|of|before", _DO)
)
#: ``what the rest of us can is``: a clause ends at the auxiliary.
_MODAL = r"can|could|will|would|should|must|may|might|to"
_ELLIPSIS = re.compile(
    rf"(?:{_MODAL}|do|does|did)(?: not|n’t|n't)? (?:is|was|has|had|were|are|said|does|did|made|"
    rf"appears|seems|means|says)\Z|(?:{_MODAL}) makes\Z"
)
#: Where a clause begins, so that what stands before cannot be what it tells more of.
_BEGINS = re.compile(r"(?:\A|[.!?;:] |\n|, |\b(?:and|but|because|so) )(?:\w+ )?\Z")
_HAS_SUBJECT = re.compile(rf"\b{_SUBJECT} \Z")
_NO_CLAUSE = re.compile(
    r"\b(?:all|what|than|as|best|most|least|everything|anything|whatever|"
    r"whether|much|how|thing|who|those|which|where|everyone|anyone|whoever|wherever|if|that|when|"
    r"things|way|every|any|What|Who|Where|If|When|Those|All (?:he|she|it|they|we|I|you))\b"
)


_WORK = re.compile(r"\b(?:work|works|worked|care|look|pay|play|vote) \Z")
_FORM = "“{}”: the verb has another form behind such a word"
_MESSAGES = {"able": "“{}” says twice that it can be done: write one of both"}
#: Where a clause that tells how, what or when begins, however far away in the sentence.
_ASKS = re.compile(r"\b(?:how|what|when|whether|why|where|who) [^.!?;:,]*\Z", re.IGNORECASE)
#: Kinds whose auxiliary may be the last word of a clause.
_MAY_END = frozenset(
    {"modal", "did", "to", "canto", "willdo", "isdo", "isnot", "isdepend", "perfect", "two"}
)


def find(view: View) -> Iterator[Match]:
    """Yield the auxiliary and the form behind it."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _WRONG.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if enclosed(text, start, end):
            continue
        before = text[max(0, start - 40) : start]
        if kind in {"modal", "past", "did"} and _ELLIPSIS.search(found[kind]):
            # All he can is …, those who can said …, everyone who doesn’t is …
            continue
        if (
            kind == "to"
            and found[kind].startswith("might")
            and not _HAS_SUBJECT.search(text, max(0, start - 12), start)
        ):
            # Their military might to …
            continue
        if kind in _MAY_END and _NO_CLAUSE.search(before):
            continue
        if kind == "isdepend" and _ASKS.search(text, max(0, start - 200), start):
            # How well it is depends on the weather.
            continue
        if kind == "for" and _WORK.search(before):
            # It helps the company you work for achieve its goals.
            continue
        if kind in {"isdo", "perfect"} and not _BEGINS.search(before):
            # What it is can …, the problems they have came from …
            continue
        if kind == "isdo" and found[kind].endswith("takes"):
            # There were takes of each scene.
            continue
        yield Match(
            start,
            end,
            _MESSAGES.get(kind, _FORM).format(view.original[start:end]),
        )


DETECTOR = Detector(
    id="grammar.verb_form",
    summary="a verb in the wrong form behind an auxiliary",
    severity=Severity.MINOR,
    confidence=0.9,
    find=find,
    bad=(
        "All visitors ⟦must to⟧ register at the gate.",
        "On Sundays they ⟦can goes⟧ to the museum.",
        "The mayor ⟦did not knew⟧ about the plan.",
        "She wants ⟦can be able to⟧ swim.",
        "Last year we ⟦wanted to went⟧ to the sea.",
        "The government ⟦does not will⟧ accept the plan.",
        "The guard did not ⟦let him to⟧ see the room.",
        "The set ⟦is consists of⟧ three parts.",
        "The plan has not ⟦been discuss⟧ in the council.",
    ),
    good=(
        "All he can is wait, and what they must is plain.",
        "Those who could left early.",
        "He did not only know; he knew it well.",
        "The can contains paint, and the will became known.",
        "They may be able to come, if they must.",
        "He had to do what he should to the end.",
        "“I didn't knew,” the boy said.",
        "What you do not have you cannot lose.",
        "Everyone who doesn’t is sent home, and those who did not had to wait.",
        "They lent their military might to help the islands.",
        "They did what they could to keep the roof dry.",
        "Anyone who does not will be fined. What they are depends on the weather.",
        "The problems they have came from the war, and you can become a member.",
        "We kind of have a plan, for make and model matter.",
        "How long the work in the old harbour is depends on the tide.",
        "There were takes of each scene, all of them good.",
        "Use every chance you can to learn.",
        "Whatever it may be, use it. The house will be complete in May, and be of use.",
    ),
)
