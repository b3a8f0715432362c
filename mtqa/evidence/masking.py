"""Rewrite a text so that its topic is gone and its manner stays.

Names and numbers say what a text is about; a classifier that reads them scores well on test
sets and fails users. Here every capitalised word that is no common English word becomes one
placeholder, every number another. What tells of an editor or a file format and not of a
machine is folded too: typography, British spelling, spaces before marks as tokenisers leave them.
"""

from __future__ import annotations

import re
from functools import cache

from wordfreq import top_n_list

from mtqa.spelling import in_american_spelling
from mtqa.typography import close_up

#: A capitalised word among this many commonest English words is no name.
_COMMON_WORDS = 5_000
#: Every capital letter of Latin, Greek and Cyrillic, for a character class.
CAPITALS = "".join(letter for letter in map(chr, range(0x530)) if letter.isupper())
_CAPITALISED = re.compile(rf"[{CAPITALS}](?:[\w'&.-]*\w)?")
_NAMES = re.compile(r"N(?:[ -]N)+")
_NUMBER = re.compile(r"\d[\d.,:]*\d|\d")


@cache
def _common() -> frozenset[str]:
    return frozenset(top_n_list("en", _COMMON_WORDS))


def is_common(lowered: str) -> bool:
    """Tell whether a capitalised word is likely no name.

    “May” and “US” are common words too; the mask is for topic, not for names as such.
    """
    return lowered in _common()


def _fold_capital(found: re.Match[str]) -> str:
    lowered = found.group().lower()
    return lowered if is_common(lowered) else "N"


def mask_topic(text: str) -> str:
    """Return ``text`` lower-cased with names as ``N`` and numbers as ``0``.

    Runs of names are one ``N``, runs of white space one space, and none stands before a mark.
    """
    folded = close_up(text).text.strip()
    masked = _NUMBER.sub("0", folded)
    masked = _CAPITALISED.sub(_fold_capital, masked)
    return in_american_spelling(_NAMES.sub("N", masked))
