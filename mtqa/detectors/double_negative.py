r"""Double negative.

What it finds
    Two negations where one is meant: ``nobody didn’t come``, ``never nobody``, ``did not see
    nothing``.

Why it suggests machine translation
    Slavic and Romance languages deny twice (*nikto ne prišël*, *no vi a nadie*), and both words
    are translated.

Examples
    ``Nobody did not come, and we did not see nothing.``

When it is wrong
    Dialect and song deny twice, so quotations and the forms ``ain’t`` and ``don’t … no`` stay
    silent. ``Not … nothing`` is English where both count (``It is not nothing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.detectors.word_sets import Needed, either, followed
from mtqa.types import Severity

_AUXILIARIES = "do|does|did|has|have|had|is|are|was|were|can|could|will|would|should"
_AUX = f"(?:{_AUXILIARIES})"
_NOT = rf"(?:{_AUX}(?:n’t|n't| not)|cannot|can’t|can't|won’t|won't)"
_TWICE = re.compile(
    rf"\b(?:(?:[Nn]obody|[Nn]o one|[Nn]othing|[Nn]ever nobody) {_NOT}(?! only\b)(?= [a-z])"
    rf"|(?:did|does|do|could|can|will|would|has|have|had)(?:n’t|n't| not) "
    r"(?:see|say|know|find|hear|tell|do|give|get|eat|have|understand|receive|seen|said|found|"
    r"heard|done|change|help|met|meet) (?:nothing|nobody|no one|none|nowhere)\b"
    r"(?! (?:but|less|short|more|other|to do with))"
    rf"|never (?:{_AUX}n’t|{_AUX}n't)"
    r"|(?:without|hardly|barely) (?:no|nothing|nobody|never) (?!one\b)[a-z]+"
    r"|neither (?:did|does|do|was|were|is|are) (?:not|n’t))\b"
)
#: The pattern needs one of these words or of these pairs.
_NEEDED = Needed(
    words=either("nobody|nothing|none|nowhere"),
    pairs=followed("no", "one")
    | {("never", f"{auxiliary}n") for auxiliary in either(_AUXILIARIES)}
    | followed("without|hardly|barely", "no|never")
    | followed("neither", "did|does|do|was|were|is|are|didn|doesn|don|wasn|weren|isn|aren"),
)


def find(view: View) -> Iterator[Match]:
    """Yield the words from the first negation to the second."""
    text = view.text
    if not _NEEDED.may_stand_in(text):
        return
    for found in _TWICE.finditer(text):
        start, end = found.span()
        if not enclosed(text, start, end):
            yield Match(start, end, f"“{view.original[start:end]}” denies twice")


DETECTOR = Detector(
    id="grammar.double_negative",
    summary="two negations where one is meant",
    severity=Severity.MINOR,
    confidence=0.6,
    find=find,
    preview=True,
    bad=(
        "⟦Nobody did not⟧ come to the meeting.",
        "They ⟦did not see nothing⟧ in the dark.",
        "He left ⟦without no reason⟧ at all.",
    ),
    good=(
        "“I didn’t see nothing,” said the boy.",
        "It is not nothing, and nobody came.",
        "She did not say nothing but the truth, she said more.",
        "They did not know. Nothing moved.",
        "Nothing is not only a word.",
        "He did not find no more than three.",
    ),
)
