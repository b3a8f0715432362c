r"""Unbalanced quotation mark.

What it finds
    A closing quotation mark that nothing opened, behind an earlier quotation of the same
    paragraph (``“Yes,” he said. We agree,” she added``), and a doubled mark (``Asia""``).

Why it suggests machine translation
    Marks are tokens like any other: a decoder drops one or repeats it, and each segment of a
    long quotation is translated without sight of the other mark.

Examples
    ``“We are late,” he said. Nobody told us,” she added.``

When it is wrong
    A mark without its partner is no fault where the text was cut out of a longer quotation, or
    where the quotation goes on in the next paragraph. So an opening mark never counts, and a
    closing one only behind a complete quotation, which shows that the missing mark belongs into
    this paragraph, and not at the paragraph's end, where a longer quotation may end. Inches,
    nested quotations, in single or in the same marks, and apostrophes stay silent, also one
    that was written as a quotation mark (``the owners" dogs``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_QUOTE = re.compile(r"[“”\"][“”\"]?")
_OPENS_AFTER = frozenset(" \n\t\u00a0([{—–-/'‘")
_CLOSES_BEFORE = frozenset(" \n\t\u00a0.,;:!?)]}—–-/'’…s")
_GOES_ON = re.compile(r" [a-z]")
#: What stands before the mark of inches, and what follows one written for an apostrophe.
_FEET = re.compile(r"\d['’′] ?\d{1,2}\Z")
_CONTRACTED = re.compile(r"(?:s|t|d|m|re|ve|ll)\b")
#: A quotation of so many spaces is no scare quote.
_SENTENCE_SPACES = 4


def find(view: View) -> Iterator[Match]:
    """Yield the one mark without partner; silent where a mark's side cannot be told."""
    text = view.text
    if not ('"' in text or "“" in text or "”" in text) or "″" in text:
        return
    depth, pairs, opened, apostrophe = 0, 0, 0, False
    faults: list[Match] = []
    for found in _QUOTE.finditer(text):
        at, mark = found.start(), found.group()
        before, after = text[at - 1 : at] or " ", text[found.end() : found.end() + 1] or " "
        if len(mark) == 2:
            curly = mark == "””" and not before.isspace()
            if mark[0] != mark[1] or not (curly or before.isalpha()):
                return
            if depth < 2:
                faults.append(_match(view, at, at + 2, "is doubled"))
            depth = 0
            continue
        if _FEET.search(text, max(0, at - 6), at):
            continue
        if before.isalpha() and _CONTRACTED.match(text, found.end()):
            continue
        side = _side(mark, before, after)
        if side is None:
            return
        if side == "open":
            depth, opened = depth + 1, found.end()
        elif depth:
            depth, pairs = depth - 1, pairs + 1
            # A plural's possessive (``the owners" dogs``): then the quotation ends farther on.
            long = text.count(" ", opened, at) >= _SENTENCE_SPACES
            apostrophe = long and before == "s" and _GOES_ON.match(text, found.end()) is not None
        elif pairs and not apostrophe and not before.isdigit() and text[found.end() :].strip():
            faults.append(_match(view, at, at + 1, "closes a quotation that was never opened"))
    # Several faults point to another custom (a quotation inside one in the same marks).
    if len(faults) == 1:
        yield faults[0]


def _side(mark: str, before: str, after: str) -> str | None:
    """Tell whether a mark opens or closes; None where its neighbours leave that open."""
    if mark == "“" or (mark == '"' and before in _OPENS_AFTER and not after.isspace()):
        return "open"
    if not before.isspace() and (mark == "”" or after in _CLOSES_BEFORE):
        return "close"
    return None


def _match(view: View, start: int, end: int, what: str) -> Match:
    return Match(start, end, f"the quotation mark {view.original[start:end]} {what}")


DETECTOR = Detector(
    id="punctuation.unbalanced_quotes",
    summary="a quotation mark without its partner",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "“We are late,” he said. Nobody told us,⟦”⟧ she added.",
        'They call it "the best school in Asia⟦""⟧ and are proud of it.',
        'She called it "a gift" and left. Nobody came to the party,⟦"⟧ the host complained.',
    ),
    good=(
        "“This quotation goes on in the next paragraph. It opens here and is not closed.",
        "and that was the end of it,” said the man who had begun the quotation one page earlier.",
        'He is 6\'2" tall, and the pipe is 5" wide.',
        "“He told me, ‘Never!’” she said. “I laughed.”",
        "The dogs’ owners don’t say “no”.",
        'He said "yes" ("perhaps") and "no".',
        '"He told me that the dogs" owners paid for all of it," the report says. They were angry.',
        "“She is a 5’4” tall singer,” he said. “That we”re sure of,” she said, and they left.",
        "“I think we”re late,” he said. “But we may try.” They ran.",
        "She asked, “Why?”—“Because,” he said.",
        'He spoke of "luck". "I don\'t like the word "fate" in this place," he said to us.',
        'She read "a tale". "He called it "the long way round"" was written on the cover.',
    ),
)
