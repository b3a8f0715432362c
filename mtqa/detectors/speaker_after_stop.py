r"""Speaker after the full stop.

What it finds
    After a quotation that has ended, its speaker or its attribution as a sentence of its own:
    ``“….” . The spokesman.``, ``“….” He said.``

Why it suggests machine translation
    The quotation's final full stop is taken for the sentence's; the attribution that follows is
    translated as a new sentence.

Examples
    ``“No one was hurt.” The spokesman said.``

When it is wrong
    Some informal writers close the quotation with a full stop and go on with ``He said.``; that
    is a slip, too. Answers in interviews (``“Who did it?” The minister.``) are the reason why a
    question before the mark stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.reporting import PAST, SPEAKER
from mtqa.types import Severity

_WHO = (
    rf"(?:He|She|They|I|We|(?:The|A|An|One|His|Her|Its)[ ](?:[\w-]+[ ]){{0,3}}{SPEAKER}"
    r"|(?:Mr|Mrs|Ms|Dr)\.?[ ][A-Z][\w’'-]+|[A-Z][\w’'-]+(?:[ ][A-Z][\w’'-]+){0,2})"
)
_STRAY_SPEAKER = re.compile(
    rf"\.[ ]?[\"”](?:[ ]?\.)?[ ]{{1,2}}"
    rf"(?P<piece>(?:The|A|An|One|His|Her)[ ](?:[\w-]+[ ]){{0,3}}{SPEAKER}\.)(?=\s|\Z)"
)
_STRAY_REPORT = re.compile(
    rf"[.,][ ]?[\"”](?:[ ]?\.)?[ ]{{1,2}}(?P<piece>{_WHO}[ ](?:{PAST})"
    rf"(?:[ ]reporters|[ ]journalists|[ ]the[ ](?:press|media|court))?\.)(?=\s|\Z)"
)


def find(view: View) -> Iterator[Match]:
    """Yield the speaker's sentence, its full stop included."""
    if '"' not in view.text and "”" not in view.text:
        return
    for pattern in (_STRAY_SPEAKER, _STRAY_REPORT):
        for found in pattern.finditer(view.text):
            start, end = found.span("piece")
            if found.group()[0] == "," and _is_name(found["piece"]):
                continue
            yield Match(
                start,
                end,
                f"“{view.original[start:end]}” names the speaker in a sentence of its own, behind "
                "the quotation's full stop",
            )


def _is_name(piece: str) -> bool:
    """Tell whether the speaker keeps the capital in the middle of a sentence, too."""
    first, second = piece.split()[:2]
    if first in {"The", "A", "An", "One", "His", "Her", "Its"}:
        return second[0].isupper()
    return first not in {"He", "She", "They", "We"}


DETECTOR = Detector(
    id="attribution.speaker_after_stop",
    summary="the speaker as a sentence of its own behind the quotation",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "“No one was hurt in the fire.” ⟦The spokesman.⟧",
        "“We will appeal.” . ⟦The company lawyer.⟧",
        "“No one was hurt in the fire.” ⟦He said.⟧",
        "“I saw it coming.” ⟦Mr Brown told reporters.⟧",
    ),
    good=(
        "“No one was hurt,” the spokesman said.",
        "“Who leaked it?” The minister.",
        "“No one was hurt.” The spokesman said that the fire was out.",
        "“We will appeal,” Maria Brown said.",
        "“I saw it coming,” Dr. Brown told reporters.",
        "“He is sentient,” The Post wrote.",
        "He called it “a mess.” The director resigned.",
        "The article was called “Why We Fight.” They said nothing.",
    ),
)
