r"""Misplaced adverb.

What it finds
    An adverb between a verb and its object or goal: ``He goes always to the market``, ``I like
    very much the film``, ``She speaks very well English``.

Why it suggests machine translation
    French, Spanish, Italian and German put the adverb behind the finite verb; English puts it
    before the verb or at the end.

Examples
    ``He goes always to the same market.``

When it is wrong
    After forms of *be*, *have* and modal verbs the adverb is in its place (``is always the``).
    Heavy objects move to the end (``know well the dangers of``), so only short lists count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.word_sets import Needed, followed
from mtqa.types import Severity

_SUBJECT = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|[Yy]ou|[Ii]t|[Ww]ho)"
_MISPLACED = re.compile(
    rf"""\b{_SUBJECT}[ ](?P<piece>
      (?:go|goes|went|come|comes|came|visit|visits|visited|eat|eats|drink|drinks|read|reads|
      watch|watches|watched|see|sees|saw|make|makes|made|take|takes|took|use|uses|used|buy|buys|bought|
      give|gives|gave|want|wants|wanted|need|needs|needed|find|finds|found|play|plays|played|
      tell|tells|told|write|writes|wrote|bring|brings|brought|work|works|worked|speak|speaks|spoke|
      know|knows|knew|love|loves|loved|like|likes|liked|hate|hates|prefer|prefers)
      [ ](?:always|never|often|usually|rarely|seldom)[ ]
      (?:to[ ](?:the|a|an|my|his|her|their|our|school|work|church)
      |the|a|an|my|his|her|their|our|its|this|these|those))\b
    | \b{_SUBJECT}[ ](?:also[ ]|really[ ])?
      (?P<much>(?:like|likes|liked|love|loves|loved|enjoy|enjoys|enjoyed|
      appreciate|appreciates|appreciated|admire|admires|admired|hate|miss|missed)
      [ ](?:very[ ]much|a[ ]lot|so[ ]much)[ ](?:the|this|these|my|his|her|their|our|your|to))\b
    | \b{_SUBJECT}[ ](?P<well>(?:speak|speaks|spoke|understand|understands|understood)
      [ ](?:very[ ]|so[ ]|quite[ ])?(?:well|badly|fluently|perfectly)[ ]
      (?:my|his|her|their|our|your|English|German|French|Spanish|Russian|Chinese|Japanese|Italian))\b
    | \b(?!(?:is|are|was|were|be|been|being|has|have|had|get|gets|got|and|or|as|[a-z]+ly)[ ])
      (?:[a-z]+|[A-Z][a-z]+)[ ](?P<any>(?!was|is|has|as|does|needs|used|called|based|known)
      (?:[a-z]{{3,}}ed|(?<=[Hh]e[ ])[a-z]{{2,}}[^s]s|(?<=who[ ])[a-z]{{2,}}[^s]s|
        (?<=It[ ])[a-z]{{2,}}[^s]s)
      [ ](?:always|often|usually|already|frequently|sometimes|rarely|also)[ ]
      (?:the|an?|his|her|their|its|our)(?![ ](?:first|last|next|same|whole|other|only|most|very|
      day|week|night|year|result|victim|subject|case|way|more|one|few|lot|little)\b))\b
    """,
    re.VERBOSE,
)
#: The pattern needs one of these.
_NEEDED = Needed(
    pairs=followed(
        "always|already|frequently|sometimes|also|never|often|usually|rarely|seldom",
        "to|the|an|a|his|her|my|their|its|our|this|these|those",
    )
    | followed(
        "much|lot|well|badly|fluently|perfectly",
        "the|this|these|my|his|her|their|our|your|to|English|German|French|Spanish|Russian|Chinese|"
        "Japanese|Italian",
    )
)


def find(view: View) -> Iterator[Match]:
    """Yield verb, adverb and the word that follows."""
    if not _NEEDED.may_stand_in(view.text):
        return
    for found in _MISPLACED.finditer(view.text):
        start, end = found.span(found.lastgroup or 0)
        yield Match(
            start,
            end,
            f"in “{view.original[start:end]}” the adverb parts the verb from what belongs to it",
        )


DETECTOR = Detector(
    id="order.misplaced_adverb",
    summary="an adverb between a verb and its object or goal",
    severity=Severity.MINOR,
    confidence=0.75,
    find=find,
    preview=True,
    bad=(
        "He ⟦goes always to the⟧ same market.",
        "I ⟦like very much the⟧ first part of the film.",
        "She ⟦speaks very well English⟧ and a little Greek.",
        "They ⟦visited often their⟧ aunt in Lyon.",
        "She ⟦finished already the⟧ report for Monday.",
    ),
    good=(
        "We know well the costs of war, and if we play well this week we will win.",
        "He is always the first to arrive.",
        "I like the first part very much.",
        "She speaks English very well.",
        "They have never the time to talk.",
        "He always goes to the same market.",
        "Those who know well what they want are rare.",
        "We love very much and lose very much.",
    ),
)
