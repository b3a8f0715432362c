r"""Sound tag.

What it finds
    Tags of captions for sound: ``[Music]``, ``[Música]``, ``[Musik]``, ``♪ … ♪``,
    ``[BLANK_AUDIO]``, ``[Speaks in foreign language]``.

Why it suggests machine translation
    Automatic captions are translated automatically, tags and all.

Examples
    ``[Music] Hello everybody and welcome.``

When it is wrong
    Edited transcripts have ``[Laughter]``, ``[Applause]`` and ``[inaudible]``, which are
    therefore not looked at; some have ``[music]`` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_TAG = re.compile(
    r"[\[(](?:music|música|musica|musik|musique|muzyka|музыка|музика|音楽|音乐|aplausos|applaus|"
    r"applaudissements|risas|rires|gelächter|blank_audio|blank audio|foreign|"
    r"(?:speaks|speaking)(?: in)?(?: a)? foreign language|"
    r"music (?:playing|plays)|upbeat music|dramatic music|♪{1,3})[\])]"
    r"|[♪♫]{1,3}[^♪♫\n]{1,120}[♪♫]{1,3}",
    re.IGNORECASE,
)

#: Line break, final marks, or nothing (the empty string is in every string).
_MAY_PRECEDE = "\n.!?…:]"


def find(view: View) -> Iterator[Match]:
    """Yield caption tags."""
    text = view.text
    if "[" not in text and "♪" not in text and "♫" not in text and "(" not in text:
        return
    for found in _TAG.finditer(text):
        tag = found.group()
        # In round brackets a word is an aside: only those that no aside consists of count.
        if tag[0] == "(" and tag[1:-1].lower() in {"music", "foreign", "musica", "musik"}:
            continue
        # Notes inside a sentence are the writer's own: the tune that goes "♪ la la ♪".
        if (
            tag[0] in "♪♫"
            and text[max(0, found.start() - 4) : found.start()].rstrip(" ")[-1:] not in _MAY_PRECEDE
        ):
            continue
        suggestion = None if tag[0] in "♪♫" else ""
        yield Match(found.start(), found.end(), f"“{tag}” is a caption for sound", suggestion)


DETECTOR = Detector(
    id="residue.sound_tag",
    summary="a caption tag for sound in the text",
    severity=Severity.MINOR,
    confidence=0.8,
    find=find,
    preview=True,
    bad=(
        "⟦[Music]⟧ Hello everybody and welcome.",
        "Thank you. ⟦[Aplausos]⟧ Let us begin.",
        "We are back. ⟦♪ La la la ♪⟧ And ready.",
    ),
    good=(
        "I was a fool then. [Laughter] But I learned.",
        "Thank you. (Applause) Thank you.",
        "The arts (music, dance) are taught here.",
        "The other art (music) as some call it was his life’s work.",
        "The tape was [inaudible] in parts.",
        "Happy birthday to you ♪ and many more.",
        "Humming slowly turns into that ♪ doo-bah ♪ and then the singer comes in.",
    ),
)
