r"""Fullwidth mark.

What it finds
    Fullwidth or CJK punctuation, letters and digits in an English sentence: ``home，and``,
    ``（2019）``, ``「yes」``.

Why it suggests machine translation
    Engines copy the marks of a Chinese or Japanese source, and input methods of those languages
    produce them.

Examples
    ``He came home，but nobody was there。``

When it is wrong
    Marks between Chinese or Japanese characters belong to a quotation in that language; they
    stay silent here (foreign script has a detector of its own).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_WIDE = "，。、；：？！（）［］｛｝％＂＇～「」『』【】〔〕《》〈〉"
_PLAIN = ',.,;:?!()[]{}%"\'~""""[][]""""'
_TABLE = str.maketrans(_WIDE, _PLAIN) | {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
_RUN = re.compile(f"[{re.escape(_WIDE)}０-９Ａ-Ｚａ-ｚ]+")
_CJK = re.compile(r"[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def find(view: View) -> Iterator[Match]:
    """Yield each run of fullwidth characters outside foreign script."""
    text, original = view.text, view.original
    if text.isascii():
        return
    for found in _RUN.finditer(text):
        start, end = found.span()
        # Foreign script may be masked, so the original tells what the neighbours are.
        if _CJK.match(original[start - 1 : start] or " ") or _CJK.match(original, end):
            continue
        run = original[start:end]
        yield Match(start, end, f"“{run}” is fullwidth, as in Chinese or Japanese", _narrow(run))


def _narrow(run: str) -> str:
    """Return the ASCII form; a pair of brackets that quotes becomes a pair of quotes."""
    return run.translate(_TABLE)


DETECTOR = Detector(
    id="punctuation.fullwidth",
    summary="fullwidth or CJK marks in English",
    severity=Severity.MINOR,
    confidence=0.95,
    find=find,
    bad=(
        "He came home⟦，⟧but nobody was there⟦。⟧",
        "The plan ⟦（⟧2019⟦）⟧ was dropped.",
        "She said ⟦「⟧yes⟦」⟧ to the offer.",
        "It costs ⟦５００⟧ dollars.",
    ),
    good=(
        "The sign reads 你好，世界。 in red.",
        "The shop is called 無印良品（むじ） in Japan.",
        "He came home, but nobody was there.",
        "“Yes!” (she said); it costs 50%: too much?",
        "Don’t wait… go—now.",
    ),
)
