r"""Untranslated token.

What it finds
    One lower-case word that is spelled with letters English does not have (``przepis``-like
    words show only when they hold ł, ş, ő …), bare in an English sentence: a word that was not
    translated, or a name that lost its capital.

Why it suggests machine translation
    Engines copy a word that is not in their vocabulary.

Examples
    ``The włoski restaurant opens on Friday.``

When it is wrong
    Loanwords (``naïve``, ``jalapeño``) use the accents of western languages, which are not
    looked at. A word cited in brackets, in quotation marks or after ``called`` stays silent;
    one cited in italics, lost in plain text, is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.enclosure import enclosed
from mtqa.types import Severity

_RARE = "ăąćčďđěęğıłľňńőřśşșšťţțůűźżžß"
_RARE_LETTER = re.compile(f"[{_RARE}]")
_WORD = re.compile(rf"(?<![\w'’./-])[^\W\d_]{{0,30}}[{_RARE}][^\W\d_]{{0,30}}(?![\w'’-])")
_NAMED = re.compile(
    r"\b(?:called|named|known as|words?|terms?|means?|meaning|spelled|pronounced|i\.e\.|as)\s+"
    r"(?:an? |the )?\Z"
)
_ENGLISH = r"(?:The|A|An|This|That|In|On|At|Of|For|And|But|He|She|It|They|We|You|I|His|Her|Its)\b"
_FOREIGN_NAME = re.compile(
    rf"(?:(?!{_ENGLISH})[^\W\d_a-z][\w'’-]{{0,30}}|\w{{0,30}}[^\W\da-zA-Z_]\w{{0,30}}) \Z"
)
_NAME_AFTER = re.compile(r" (?:\w{1,3} )?(?:[^\W\d_a-z]|\w{0,30}[^\W\da-zA-Z_])")
#: Currencies and the like that English prose spells with their letters.
_LOANS = frozenset({"złoty", "złotys", "złotych"})
_MIN_LENGTH = 3


def find(view: View) -> Iterator[Match]:
    """Yield lower-case words with letters that English never borrowed."""
    text = view.text
    if text.isascii() or not _RARE_LETTER.search(text):
        return
    for found in _WORD.finditer(text):
        start, end = found.span()
        if end - start < _MIN_LENGTH or not found.group().islower() or found.group() in _LOANS:
            continue
        # Beside a name with such letters it is part of that name: Česká spořitelna.
        if _FOREIGN_NAME.search(text[max(0, start - 40) : start]) or _NAME_AFTER.match(text, end):
            continue
        if enclosed(text, start, end):
            continue
        if _NAMED.search(text[max(0, start - 30) : start]):
            continue
        yield Match(
            start,
            end,
            f"“{found.group()}” is a foreign word left as it was, or a name without its capital",
        )


DETECTOR = Detector(
    id="residue.untranslated_token",
    summary="a lower-case foreign word or name in an English sentence",
    severity=Severity.MAJOR,
    confidence=0.9,
    find=find,
    bad=(
        "The ⟦włoski⟧ restaurant opens on Friday.",
        "They bought a ⟦außerordentlich⟧ large house.",
        "The village has a ⟦çeşme⟧ and a mosque.",
    ),
    good=(
        "A naïve fiancée ate jalapeño crêpes at the café.",
        "Škoda, Erdoğan and Wałęsa are names.",
        "The soup (żurek) is sour.",
        "A soup called żurek is sour and costs ten złotys.",
        "He said “dziękuję” and left.",
        "The bank Česká spořitelna and the Sdružení nezávislých kandidátů agreed.",
        "The doppelgänger had a certain über-cool façade.",
    ),
)
