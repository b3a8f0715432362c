r"""Vague speaker.

What it finds
    ``The man said`` or ``The person said`` for a speaker who was an official, a source or a
    named person a moment before.

Why it suggests machine translation
    Chinese, Japanese and Russian refer back by *the said person* (``该人士``), which an engine
    renders word for word.

Examples
    ``One official spoke. The man said that talks would go on.``

When it is wrong
    A story about a man whom nobody names. Texts with another man or woman without a name, a
    suspect or a witness, stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_VAGUE = re.compile(
    r"\b(?P<vague>[Tt]he (?P<noun>man|woman|person|human|human being)) "
    r"(?:said|told|added|noted|stressed|stated|explained|pointed out|emphasi[sz]ed)\b"
)
#: The pattern needs one of these.
_NEEDED = ("he man ", "he woman ", "he person ", "he human ")
_OFFICIAL = re.compile(
    r"\b(?:officials?|sources?|spokes(?:man|woman|person)|ministers?|president|diplomats?|"
    r"experts?|analysts?|insiders?|representatives?|leaders?|manager|director)\b",
    re.IGNORECASE,
)
_ORDINARY = re.compile(
    r"\b(?:men|women|(?:a|an|one|another|young|old|this|that|elderly|local|the)(?: [\w-]+){0,3} "
    r"(?:man|woman|person)|suspects?|witness(?:es)?|drivers?|passengers?|callers?|gunm[ae]n|"
    r"victims?|patients?|neighbou?rs?|residents?|farmers?|husband|wife|father|mother|strangers?|"
    r"[0-9]+-year-old|guy|girl|boy)\b"
)
_WINDOW = 1500


def find(view: View) -> Iterator[Match]:
    """Yield vague speakers after an official and without an ordinary person before them."""
    if not any(vague in view.text for vague in _NEEDED):
        return
    for found in _VAGUE.finditer(view.text):
        before = view.text[max(0, found.start() - _WINDOW) : found.start()]
        if _OFFICIAL.search(before) and not _ORDINARY.search(before):
            vague = found["vague"]
            yield Match(
                *found.span("vague"), f"“{vague}” stands for a speaker who was named before"
            )


DETECTOR = Detector(
    id="reference.vague_speaker",
    summary="“the man said” for a speaker named before",
    severity=Severity.MINOR,
    confidence=0.05,
    find=find,
    scope="document",
    preview=True,
    bad=(
        "One official declined to be named. ⟦The man⟧ said that talks would go on.",
        "The minister spoke first.\n\n⟦The person⟧ added that prices would fall.",
        "A source in the ministry confirmed it. ⟦The woman⟧ said so on Monday.",
    ),
    good=(
        "Police found a man in the park. An official came. The man said he was lost.",
        "The official said that talks would go on.",
        "Two men met the minister. The man said nothing.",
        "The suspect met a source. The woman said he had run.",
        "He is the man who said no to the minister.",
    ),
)
