"""Attributions broken as engines break them that translate quotation and speaker apart."""

from __future__ import annotations

import re
from random import Random

from mtqa.synth.kinds import adding, lower_first, rewriting, together, upper_first
from mtqa.synth.model import Corruption

#: Who speaks: a pronoun, a name, or a short noun phrase.
_SPEAKER = (
    r"(?:he|she|they|(?:the )?[a-z]+ (?:minister|spokesman|spokeswoman|official|chief|leader)"
    r"|the [a-z]+|(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w’'-]+|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
)
_SAID = r"(?:said|says|added|told reporters|wrote|explained|argued|warned|insisted|noted|claimed)"

#: What a verb-final language leaves behind, as engines word it.
_LEFT_BEHIND = (
    *("Said.", "Told.", "Stated.", "Stressed.", "Emphasized.", "Declared.", "Underlined."),
    *("Announced.", "Recalled.", "Pointed out.", "Informed.", "Noted.", "Reported."),
    *("Told reporters.", "Said in a statement.", "Added the source."),
)


def _double(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    again = random.choice((f", {_lower_first_word(found['who'])} said", f", said {found['who']}"))
    return found["all"], again, found["stop"]


def _lower_first_word(speaker: str) -> str:
    """Return ``The minister`` as ``the minister`` and names as they are."""
    first = speaker.split()[0]
    common = first in {"The", "A", "An", "He", "She", "They"}
    return lower_first(speaker) if common else speaker


def _double_source(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    again = random.choice((", they said", f", {_lower_first_word(found['who'])} reported"))
    return found["all"], again, found["stop"]


def _drop_speaker(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return found["word"], found["close"], ""


def _own_sentence(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    mark = found["close"].replace(",", ".")
    who = upper_first(found["who"])
    sentence = random.choice((f"{who} {found['said']}.", f"{who} {found['said']}.", f"{who}."))
    if who in {"He", "She", "They"}:
        sentence = f"{who} {found['said']}."
    return found["word"] + mark + random.choice((" ", " ", " . ")), sentence, ""


def _tear_relative(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    return found["said"], random.choice((". , Who", ". Who", "., Who")), found["verb"]


def _tear_inverted(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    mark = found["close"].replace(",", ".")
    return found["word"], f"{mark} {upper_first(found['said'])}", found["rest"]


CORRUPTIONS = (
    Corruption(
        "attribution.doubled",
        together(
            rewriting(
                rf"(?P<all>\b(?P<who>{_SPEAKER}) said (?:that )?[^\n.!?\"“”]{{25,180}})(?P<stop>\.)"
                r"(?=\s|$)",
                _double,
            ),
            rewriting(
                r"(?P<all>\bAccording to (?P<who>the [a-z]+|[A-Z]\w+(?: [A-Z]\w+)?),"
                r"[^\n.!?\"“”]{20,180})(?P<stop>\.)(?=\s|$)",
                _double_source,
            ),
        ),
    ),
    Corruption(
        "attribution.orphan_verb",
        adding(lambda random: random.choice(_LEFT_BEHIND), after=r"[\"”]$|\b(?:said|told|says)\b"),
    ),
    Corruption(
        "attribution.quote_without_speaker",
        rewriting(
            rf"(?P<word>\w)(?P<close>,[\"”]) (?:{_SPEAKER} {_SAID}|{_SAID} {_SPEAKER})\.(?=\s|$)",
            _drop_speaker,
        ),
    ),
    Corruption(
        "attribution.speaker_after_stop",
        rewriting(
            rf"(?P<word>\w)(?P<close>,[\"”]) (?P<who>{_SPEAKER}) (?P<said>{_SAID})\.(?=\s|$)",
            _own_sentence,
        ),
    ),
    Corruption(
        "attribution.torn",
        together(
            rewriting(
                rf"(?P<said>\b{_SAID} {_SPEAKER}|\b{_SPEAKER} {_SAID}), who(?P<verb> \w+)",
                _tear_relative,
            ),
            rewriting(
                rf"(?P<word>\w)(?P<close>,[\"”]) (?P<said>{_SAID})(?P<rest> {_SPEAKER})",
                _tear_inverted,
            ),
        ),
    ),
)
