"""Rewrite a masked text as its skeleton: function words, marks, and endings of all other words.

``the committee has approved new rules`` becomes ``the x has xed new xs``. What stays is how
clauses are built, which a translation takes over from its source, and nothing of what is said.
"""

from __future__ import annotations

import re
from functools import lru_cache

from wordfreq import top_n_list

#: The commonest words of English are nearly all function words; these are the others.
_COMMONEST = 300
_CONTENT_WORDS = frozenset(
    "american city family game government home love man people police president school state "
    "team time trump women world".split()
)
#: Longest first, for the first that fits is taken.
_ENDINGS = tuple(
    sorted(
        (
            *("ization", "ational", "ation", "ations", "ion", "ions", "ment", "ments", "ness"),
            *("ity", "ities", "ance", "ence", "ant", "ent", "ism", "ist", "ists", "er", "ers"),
            *("able", "ible", "al", "ic", "ive", "ous", "ful", "less", "est"),
            *("ing", "ings", "ed", "edly", "ingly", "ally", "ly", "ies", "s"),
        ),
        key=lambda ending: (-len(ending), ending),
    )
)
#: Letters a stem needs, so that "red" has no ending.
_SHORTEST_STEM = 3
_TOKEN = re.compile(r"[^\W\d_][\w']*|\S")


def structure_of(masked: str) -> str:
    """Return the skeleton of a text that :func:`mtqa.evidence.masking.mask_topic` made."""
    return " ".join(map(_class_of, _TOKEN.findall(masked)))


# Words repeat: a cache of the commonest makes this some five times as fast.
@lru_cache(maxsize=50_000)
def _class_of(word: str) -> str:
    if word in _function_words() or not word[0].isalpha() or word == "N":
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST_STEM:
            return "x" + ending
    return "x"


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(top_n_list("en", _COMMONEST)) - _CONTENT_WORDS
