"""Faults that only a whole document shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from mtqa.synth.kinds import edit_of, like
from mtqa.synth.model import Corruption, Edit
from mtqa.synth.source import Source

#: British and American stems and endings of one word; inflections follow from them.
_SIDES = (
    *(("colour", "color"), ("favour", "favor"), ("honour", "honor"), ("labour", "labor")),
    *(("behaviour", "behavior"), ("neighbour", "neighbor"), ("humour", "humor")),
    *(("centre", "center"), ("theatre", "theater"), ("metre", "meter"), ("fibre", "fiber")),
    *(("organis", "organiz"), ("realis", "realiz"), ("recognis", "recogniz")),
    *(("emphasis", "emphasiz"), ("analys", "analyz"), ("criticis", "criticiz")),
    *(("privatis", "privatiz"), ("summaris", "summariz"), ("customis", "customiz")),
    *(("travell", "travel"), ("cancell", "cancel"), ("labell", "label"), ("modell", "model")),
    *(("defence", "defense"), ("offence", "offense"), ("plough", "plow")),
    *(("catalogue", "catalog"), ("grey", "gray"), ("sceptic", "skeptic"), ("mould", "mold")),
)
_ENDINGS = r"(?:s|ed|es|e|ing|ation|ations|er|ers|al|able|ful|hood|ist|ly)?"
_ISE_ENDINGS = r"(?:e|ed|es|ing|ation|ations|er|ers)"


def _pattern(stem: str) -> re.Pattern[str]:
    endings = _ISE_ENDINGS if stem.endswith(("is", "iz", "ys", "yz")) else _ENDINGS
    return re.compile(rf"\b{stem}({endings})\b")


#: How one side spells a word, and the stem of the other side.
_BOTH = tuple((_pattern(british), american) for british, american in _SIDES) + tuple(
    (_pattern(american), british) for british, american in _SIDES
)


def _mix_spelling(source: Source, random: Random) -> Iterator[Edit]:
    """Spell one of several mentions of a word as the other side of the Atlantic does."""
    for pattern, there in _BOTH:
        mentions = list(pattern.finditer(source.text))
        same = [m for m in mentions if m[0] == mentions[0][0]]
        if len(same) >= 2:
            found = random.choice(same[1:])
            yield edit_of(found.start(), found.end(), like(found[0], there + found[1]))


#: A paragraph that opens a report has so many words in so many code points.
_LEAD, _LEAD_WORDS = 200, 8
_PLACES = ("LONDON", "PARIS", "MOSCOW", "BERLIN", "WASHINGTON", "TOKYO", "BRUSSELS", "GENEVA")
_AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "Interfax", "Kyodo")


def _two_datelines(source: Source, random: Random) -> Iterator[Edit]:
    """Open a paragraph with the datelines of two reports that were joined."""
    for paragraph in source.paragraphs:
        if len(paragraph.of(source.text)[:_LEAD].split()) < _LEAD_WORDS:
            continue
        month = random.choice(("March", "April", "June", "July", "Sept.", "Nov."))
        first, second = (
            f"{place}, {month} {day} ({agency})"
            for place, day, agency in zip(
                random.sample(_PLACES, 2),
                random.sample(range(1, 29), 2),
                random.sample(_AGENCIES, 2),
                strict=True,
            )
        )
        yield edit_of(paragraph.start, paragraph.start, (f"{first} - ", second, " - "))


CORRUPTIONS = (
    Corruption("document.mixed_spelling", _mix_spelling),
    Corruption("document.dateline_contradiction", _two_datelines),
)
