r"""Verb in the wrong form behind an auxiliary.

What it finds
    ``must to go``, ``can goes``, ``did went``, ``didn't knew``, ``doesn't has``, ``to went``,
    ``will can``, ``can be able to``.

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
    "went|came|made|took|gave|got|became|had|was|were|did|knew|brought|found|began|kept|led|"
    "saw|said|felt|thought|told|wrote|spoke|bought|sold|sent|left|lost|met|ate|drank|ran|fell|"
    "heard|understood|won|wanted|used|needed|helped|worked|lived|looked|asked|tried|called|"
    "decided|happened|believed|received|started"
)
_SUBJECT = r"(?:I|you|he|she|it|we|they|people|this|there)"
_WRONG = re.compile(
    rf"""\b(?:
      (?P<to>(?:must|should|could|shall|might)(?:[ ]not)?[ ]to)(?=[ ](?:try|allow|add|end|bring|
        call|reduce|increase|improve|take|build|lead|move|live|be|have|do|make|take|get|
        go|come|see|know|use|give|find|keep|help|say|work|pay|think|read|write|learn|buy|leave|
        become|look|start|show|bring|include|provide|choose|check|consider|remember|understand|
        wait|stay|ask|tell|try|put|avoid|follow|visit|change|create|protect|accept|register)\b)
    | {_SUBJECT}[ ](?P<modal>(?:can|could|will|would|should|must|may|might)(?:[ ]not)?[ ]
        (?:{_THIRD}|{_PAST}))
    | (?P<did>(?:did|does|do)(?:n’t|n't|[ ]not)[ ](?:{_PAST}|{_THIRD}))
    | {_SUBJECT}[ ](?P<two>(?:will|would|must|may)[ ](?:can|could|must|should|will|may))
    | (?P<able>(?:can[ ](?:be[ ])?|could[ ])able[ ]to)
    | (?P<past>(?:want|wants|wanted|need|needs|needed|have|has|had|able|decided|trying|going|
        began|started|used|order|tried|like|likes|how|hope|hopes|plan|plans|expected|allowed|ready|
        ability|opportunity|chance|failed|managed|continue|seems|refused)[ ]to[ ](?:went|came|
          gave|took|became|was|were|did|knew|brought|
        began|saw|wrote|spoke|bought|ate|had|made|goes|comes|makes|takes|gives|gets|becomes|
        is|are|has))
    )\b(?![-’'])""",
    re.VERBOSE,
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed("must|should|could|shall|might|not", "to")
    | followed("can|could|will|would|should|must|may|might|not|t", f"{_THIRD}|{_PAST}")
    | followed("will|would|must|may", "can|could|must|should|will|may")
    | followed("can|could|be", "able")
    | followed(
        "to",
        "went|came|gave|took|became|was|were|did|knew|brought|began|saw|wrote|spoke|bought|ate|had|"
        "made|goes|comes|makes|takes|gives|gets|becomes|is|are|has",
    )
)
#: ``what the rest of us can is``: a clause ends at the auxiliary.
_MODAL = r"can|could|will|would|should|must|may|might|to"
_ELLIPSIS = re.compile(
    rf"(?:{_MODAL}|do|does|did)(?: not|n’t|n't)? (?:is|was|has|had|were|are|said|does|did|made|"
    rf"appears|seems|means|says)\Z|(?:{_MODAL}) makes\Z"
)
_HAS_SUBJECT = re.compile(rf"\b{_SUBJECT} \Z")
_NO_CLAUSE = re.compile(
    r"\b(?:all|what|than|as|best|most|least|everything|anything|whatever|"
    r"whether|much|how|thing)\b"
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
        if kind in {"modal", "did", "to"} and _NO_CLAUSE.search(text[max(0, start - 40) : start]):
            continue
        yield Match(
            start,
            end,
            f"“{view.original[start:end]}”: the verb is not in the form that the auxiliary takes",
        )


DETECTOR = Detector(
    id="grammar.verb_form",
    summary="a verb in the wrong form behind an auxiliary",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "All visitors ⟦must to⟧ register at the gate.",
        "On Sundays they ⟦can goes⟧ to the museum.",
        "The mayor ⟦did not knew⟧ about the plan.",
        "She wants ⟦can be able to⟧ swim.",
        "Last year we ⟦wanted to went⟧ to the sea.",
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
    ),
)
