r"""French or German marks.

What it finds
    A space before ``: ; ! ?`` as in French, and quotation marks of other languages: ``« yes »``,
    ``„yes“``.

Why it suggests machine translation
    Engines copy the source's marks; post-editors seldom see them.

Examples
    ``What a day ! He said « yes » at once .``

When it is wrong
    Emoticons (``:-)``), code (``a ? b : c``), ratios and quotations in the other language stay
    silent: a mark counts only behind a word and before white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

#: The space is looked for behind its mark, which is much rarer.
_SPACED = re.compile(r"[:;!?](?<=[ \u00a0\u202f].)(?=[ \n]|\Z)")
_WORD_END = re.compile(r"[a-z]{2}[)”\"’]?\Z")
_QUOTED = re.compile(r"(?P<open>[«„])(?P<inner>[^«»„“”\n]{1,200})(?P<close>[»“”])")
_ENGLISH = re.compile(
    r"\b(?:the|a|an|and|of|to|is|are|was|we|it|you|they|for|with|not|yes|no|this|that|I|my)\b"
)
_PLAIN_WORD = re.compile(r"[\s]*[A-Za-z][a-z'’]+[.,!?]?\s*\Z")


def find(view: View) -> Iterator[Match]:
    """Yield each space with its mark, and each foreign pair's two marks."""
    text = view.text
    faults: list[Match] = []
    for found in _SPACED.finditer(text):
        start, end = found.start() - 1, found.end()
        mark = found.group()
        if _WORD_END.search(text[max(0, start - 3) : start]) and not _is_code(text, mark, end):
            faults.append(Match(start, end, f"a space stands before “{mark}”, as in French", mark))
    if "«" in text or "„" in text:
        for found in _QUOTED.finditer(text):
            if _ENGLISH.search(found["inner"]) or _PLAIN_WORD.match(found["inner"]):
                for group in ("open", "close"):
                    start, end = found.span(group)
                    mark = found[group]
                    faults.append(
                        Match(start, end, f"the quotation mark {mark} belongs to another language")
                    )
    yield from sorted(faults, key=lambda match: match.start)


def _is_code(text: str, mark: str, end: int) -> bool:
    """Tell whether the mark is an operator: ``a ? b : c``, a smiley or a list of options."""
    if mark == ":":
        return (
            text[end : end + 2].strip()[:1] in tuple(")(DPp-")
            or " ? " in text[max(0, end - 42) : end - 2]
        )
    return " : " in text[end : end + 40]


DETECTOR = Detector(
    id="punctuation.french_spacing",
    summary="marks spaced or shaped as in French or German",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "What a day⟦ !⟧ Nobody was ready for it.",
        "He said ⟦«⟧ yes ⟦»⟧ and left.",
        "There are two ways⟦ :⟧ by land and by sea.",
        "They call it ⟦„⟧the old town⟦“⟧ here.",
    ),
    good=(
        "What a day! Nobody was ready for it.",
        "The value is x > 0 ? a : b in C.",
        "See you soon :-) and bye :)",
        "The French say « on verra » in such cases.",
        "He asked: why? Then: how?",
        "The ratio is 3 : 4.",
    ),
)
