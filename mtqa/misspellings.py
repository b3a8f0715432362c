"""Words that somebody mistyped: hardly anybody's word, one slip from a common one.

Machines take their words from what they have learned; people write *recieve*, *dont* and *ur*. So a
misspelt word speaks for a person, above all where faults of grammar make a learner's text look like
a machine's, or haste and shorthand make a message look garbled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

from wordfreq import get_frequency_dict

#: Share of all words: a form as rare as this is nobody's word, and a slip is from a common one.
_RARE, _COMMON = 3e-8, 3e-6
#: Up to this a form may still be a slip that many make (*becouse*), of a word that is very common
#: and so many times as common.
_SEEN, _VERY_COMMON, _TIMES = 1e-6, 1e-4, 1_000
#: Shorter words have too many neighbours.
_SHORTEST = 4
_LONGEST = 20
#: A lower-case word that stands alone: names, abbreviations and parts of compounds are no slips.
_WORD = re.compile(rf"(?<![\w'’.@/-])[a-z]{{{_SHORTEST},{_LONGEST}}}(?![\w'’@/-]|\.\w)")
#: What people type in haste: contractions without their mark, shorthand, a small *i*.
_TYPED = re.compile(
    r"(?<![\w'’.@/-])(?:(?:"
    r"dont|didnt|doesnt|isnt|wasnt|arent|werent|cant|couldnt|wouldnt|shouldnt|havent|hasnt|hadnt|"
    r"im|ive|youre|youve|thats|whats|theres|theyre|hes|"
    r"u|ur|urself|wat|wen|dunno|lol|lmao|omg|thx|plz|pls|tmr|tmrw|coz|cuz|bcoz|cos|ppl|gud|luv|nite|"
    r"tho|thru|idk|tbh|imo|btw|rly|yea|ya"
    r")(?![\w'’@/-]|\.\w)"
    r"|i(?=['’](?:m|ve|ll|d)\b| (?:am|was|have|had|will|would|do|did|don|can|could|cant|dont|think|"
    r"thought|know|want|need|got|get|just|really|feel|felt|love|like|hope|wish|went|say|said|also|"
    r"still|never|always|guess|mean|use|used|take|took|start|started)\b))"
)


def count_misspelt(text: str) -> int:
    """Return how many words of ``text`` are misspelt or typed in haste.

    A word counts as often as it stands there.
    """
    return sum(map(is_misspelt, _WORD.findall(text))) + len(_TYPED.findall(text))


@lru_cache(maxsize=50_000)
def is_misspelt(word: str) -> bool:
    """Tell whether a lower-case word is rare and one slip away from a far commoner one.

    A slip leaves out, adds, exchanges or swaps letters (Damerau 1964, "A technique for computer
    detection and correction of spelling errors").
    """
    frequencies: dict[str, float] = get_frequency_dict("en", wordlist="large")
    own = frequencies.get(word, 0.0)
    if own > _SEEN:
        return False
    needed = _COMMON if own <= _RARE else max(_VERY_COMMON, _TIMES * own)
    known = frequencies.get
    return any(known(meant, 0.0) >= needed for meant in _one_slip_from(word))


def _one_slip_from(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        rest = tail[1:]
        if tail:
            yield head + rest
        if rest:
            yield head + rest[0] + tail[0] + rest[1:]
        for letter in ascii_lowercase:
            begun = head + letter
            yield begun + tail
            if tail:
                yield begun + rest
