r"""Translator's note.

What it finds
    A note of a translator or of a translating program about its own work: ``(translator's
    note: …)``, ``Translated by Google``, ``Here is the translation:``.

Why it suggests machine translation
    It says that the text was translated, mostly by whom.

Examples
    ``The guest ate mochi (translator's note: a rice cake).``

When it is wrong
    A published translation by a person has notes too, and names its translator in a credit;
    only notes inside the running text and credits to a program are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_ENGINE = (
    r"(?:Google(?: Translate)?|DeepL|Microsoft(?: Translator)?|Bing(?: Translator)?|Yandex|Baidu|"
    r"Papago|Naver|ChatGPT|GPT-?4o?|an? (?:AI|machine|online translator)|machine|AI|"
    r"artificial intelligence|Systran|PROMT|Youdao)"
)
_NOTE = re.compile(
    r"[(\[](?:translator(?:['’]s)? note|translat(?:or|ion) note|note (?:of|from|by) the translator"
    r"|T/?N|transl?\. note)\b[:;,.\s—–-][^()\[\]\n]{0,200}[)\]]"
    rf"|\b(?:machine[- ])?translated (?:automatically |from \w{{1,20}} )?"
    rf"(?:by|with|using|via) {_ENGINE}\b"
    r"|\b(?:sure[,!] )?here(?:['’]s| is) (?:the|your|a|my) (?:\w{1,20} )?"
    r"translation\b[^.:\n]{0,60}:"
    r"|\b(?:I (?:have )?translated the text"
    r"|the translation of (?:this|the) (?:text|sentence) is)\b",
    re.IGNORECASE,
)
#: A pattern cannot match without one of these.
_HINTS = ("ranslat", "RANSLAT", "ransl.", "(TN", "(T/N", "[TN", "[T/N")


def find(view: View) -> Iterator[Match]:
    """Yield notes about the translation itself."""
    if not any(hint in view.text for hint in _HINTS):
        return
    for found in _NOTE.finditer(view.text):
        yield Match(
            found.start(), found.end(), f"“{found.group()}” speaks of the translation itself"
        )


DETECTOR = Detector(
    id="residue.translators_note",
    summary="a translator's or a translating program's note on its own work",
    severity=Severity.MAJOR,
    confidence=0.8,
    find=find,
    preview=True,
    bad=(
        "The guest ate mochi ⟦(translator's note: a rice cake)⟧ and left.",
        "Photo: archive. ⟦Translated by Google⟧.",
        "⟦Here is the English translation:⟧ The cat sleeps.",
        "The word is rude ⟦(TN: slang)⟧.",
    ),
    good=(
        "The novel was translated by Edith Grossman.",
        "The translator’s note at the end of the book is a gem.",
        "Translated by an experienced team, the play drew crowds.",
        "He lives in Nashville, TN (Tennessee).",
        "Researchers compared texts translated by humans with machine output.",
        "Here is the latest translation of the Bible in print.",
    ),
)
