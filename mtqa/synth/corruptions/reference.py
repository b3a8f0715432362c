"""Reported speech with the wrong person, and speakers who lose their name."""

from __future__ import annotations

import re
from random import Random

from mtqa.synth.kinds import rewriting
from mtqa.synth.model import Corruption

_FIRST_PERSON = {"he": "I", "she": "I", "they": "we"}


def _first_person(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    verb = {"is": "am", "has": "have", "does": "do"}.get(found["verb"], found["verb"])
    person = _FIRST_PERSON[found["who"]]
    if person == "we":
        verb = found["verb"]
    return "", f"{found['said']} that {person} {verb}", ""


#: The document's first speaker, where no quotation stands before.
_FIRST_SPEAKER = (
    r"\A(?P<before>(?:[^\"“”]{0,400}?[.!?]\s{1,2})?)"
    r"(?:The (?:[a-z]+ ){0,2}?(?:minister|president|spokesman|spokeswoman|official|mayor|chief)"
    r"|(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w’'-]+|[A-Z][\w’'-]+ [A-Z][\w’'-]+)"
    r"(?P<said> (?:said|told|added|stated|announced|explained)\b)"
)


def _no_antecedent(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    return found["before"], random.choice(("He", "She")), found["said"]


CORRUPTIONS = (
    Corruption(
        "reference.first_person_report",
        rewriting(
            r"\b(?P<said>said|says|stated|added|announced|stressed|argued|told reporters)"
            r"(?: that)? (?P<who>he|she|they) (?P<verb>[a-z]+)\b",
            _first_person,
        ),
    ),
    Corruption(
        "reference.vague_speaker",
        rewriting(
            r"(?<=[.!?] )(?:He|She)(?= (?:said|added|told|noted|explained)\b)",
            lambda _, random: random.choice(("The man", "The person", "The said person")),
        ),
    ),
    Corruption("reference.pronoun_without_antecedent", rewriting(_FIRST_SPEAKER, _no_antecedent)),
)
