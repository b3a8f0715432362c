r"""Foreign script.

What it finds
    Letters of another writing system (Chinese, Cyrillic, Arabic, Hebrew, Thai …) that stand
    bare in English text, and single such letters hidden inside an English word.

Why it suggests machine translation
    A translator leaves behind what it did not recognise, and pages that were copied and
    machine-translated in bulk carry advertising strings in the original script.

Examples
    ``The minister arrived 昨天 in Geneva.``

When it is wrong
    A writer who cites a word puts it in brackets or quotation marks or says what language it
    is in (``the Russian word мир``); those stay silent, and so do lone letters (``the letter
    Ж``, ``ಠ_ಠ``) and Greek letters as symbols. Lists of names in their own script are
    reported although they are meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.types import Severity

_LETTERS = (
    "\u0400-\u052f\u0531-\u0587\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0710-\u072f\u0904-\u0939"
    "\u0980-\u0dff\u0e01-\u0e30\u0e40-\u0e46\u0e81-\u0eae\u0f40-\u0f6c\u1000-\u102a\u10a0-\u10ff"
    "\u1100-\u11ff\u1200-\u135a\u1780-\u17b3\u3041-\u3096\u30a1-\u30fa\u3105-\u312f\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufb1d-\ufb4f\uff66-\uff9d\U00020000-\U0002fa1f"
)
_SIGNS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31-\u0e3a"
    "\u0e47-\u0e4e\u30fc"
)
_WORD = f"[{_LETTERS}][{_LETTERS}{_SIGNS}]*"
_RUN = re.compile(f"{_WORD}(?:[ ,，、。！？]{{1,2}}{_WORD})*")
_SINGLE_COUNTS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_GLOSS = re.compile(
    r"\b(?:letters?|characters?|words?|symbols?|script|alphabet|spelled|spelt|written|called|"
    r"pronounced|Arabic|Chinese|Mandarin|Cantonese|Japanese|Kanji|kanji|Korean|Hangul|Russian|"
    r"Ukrainian|Bulgarian|Serbian|Cyrillic|Hebrew|Yiddish|Hindi|Sanskrit|Persian|Farsi|Urdu|Thai|"
    r"Armenian|Georgian|Greek|Tamil|Bengali|Burmese|Khmer|Amharic|Nepali|Sinhala)\b"
)
_GLOSS_WINDOW = 40


def _script(character: str) -> str:
    name = unicodedata.name(character, "foreign").split()[0]
    return "Chinese" if name == "CJK" else name.capitalize()


def find(view: View) -> Iterator[Match]:
    """Yield runs of foreign letters that no bracket, quotation mark or gloss explains."""
    text = view.text
    if text.isascii():
        return
    for found in _RUN.finditer(text):
        start, end = found.span()
        run = found.group()
        inside = _latin(text[start - 1 : start]) or _latin(text[end : end + 1])
        if len(run) == 1 and not inside and not _SINGLE_COUNTS.match(run):
            continue
        if enclosed(text, start, end) or _GLOSS.search(text[max(0, start - _GLOSS_WINDOW) : start]):
            continue
        shown = run if len(run) <= 30 else run[:30] + "…"
        where = "inside an English word" if inside else "in English text"
        yield Match(start, end, f"“{shown}” is {_script(run[0])} script {where}")


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


DETECTOR = Detector(
    id="residue.foreign_script",
    summary="letters of another writing system in English text",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "⟦春日花园⟧\n\nThe council met on Monday.",
        "The delegation left ⟦вчера вечером⟧ for Vienna.",
        "He paid in c⟦а⟧sh at the counter.",
        "The governor ⟦السابق⟧ denied the report.",
    ),
    good=(
        "Beijing (北京) is the capital.",
        "The Russian word мир means both peace and world.",
        "The angle α is larger than β, and Δx is small.",
        "She wrote “спасибо” on the card.",
        "He answered with a ಠ_ಠ and logged off.",
        "The sign, in Japanese 出口, points to the exit.",
        "Gödel and Šimečka met in Łódź.",
    ),
)
