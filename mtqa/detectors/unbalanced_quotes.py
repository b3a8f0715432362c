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
    nested quotations, in single or in the same marks, and apostrophes stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_QUOTE = re.compile(r"[“”\"][“”\"]?")
_OPENS_AFTER = frozenset(" \n\t\u00a0([{—–-/'‘")
_CLOSES_BEFORE = frozenset(" \n\t\u00a0.,;:!?)]}—–-/'’…s")


def find(view: View) -> Iterator[Match]:
    """Yield the one mark without partner; silent where a mark's side cannot be told."""
    text = view.text
    if not ('"' in text or "“" in text or "”" in text):
        return
    depth, pairs = 0, 0
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
        side = _side(mark, before, after)
        if side is None:
            return
        if side == "open":
            depth += 1
        elif depth:
            depth, pairs = depth - 1, pairs + 1
        elif pairs and not before.isdigit() and text[found.end() :].strip():
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
        "She asked, “Why?”—“Because,” he said.",
        'He spoke of "luck". "I don\'t like the word "fate" in this place," he said to us.',
        'She read "a tale". "He called it "the long way round"" was written on the cover.',
    ),
)
