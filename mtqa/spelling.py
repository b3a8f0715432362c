"""British and American spellings of one word.

Which of the two a text uses tells where its editor sits, not whether a machine made it, so the
evidence reads every text in American spelling.
"""

from __future__ import annotations

import re
from functools import cache

from wordfreq import top_n_list

from mtqa.shipped_yaml import read_shipped

#: Words whose z-spelling is among this many commonest ones may fold from s to z.
_KNOWN_WORDS = 60_000
_S_ENDING = re.compile(r"(.{3,})(is|ys)(e[ds]?|ers?|ing|ations?)")
#: Of words that one side of the Atlantic has in both spellings; good for folding alone.
_ONE_SIDED = {
    "programme": "program",
    "programmes": "programs",
    "grey": "gray",
    "licence": "license",
    "licences": "licenses",
    "tyre": "tire",
    "tyres": "tires",
    "whilst": "while",
    "amongst": "among",
    "towards": "toward",
    "judgement": "judgment",
    "judgements": "judgments",
}
_WORD = re.compile(r"[a-z]{4,}")


@cache
def spelling_pairs() -> tuple[tuple[str, str], ...]:
    """Return the shipped pairs, British first; each side's speakers avoid the other spelling."""
    pairs = read_shipped("spelling_variants.yaml")["pairs"]
    return tuple((british, american) for british, american in pairs)


def american_spelling(word: str) -> str:
    """Return a lower-case word as Americans spell it; the word itself where they agree."""
    return _american().get(word, word)


def in_american_spelling(text: str) -> str:
    """Return lower-case ``text`` with every word as Americans spell it."""
    american = _american()
    if american.keys().isdisjoint(_WORD.findall(text)):
        return text
    return _WORD.sub(lambda found: american.get(found.group(), found.group()), text)


@cache
def _american() -> dict[str, str]:
    found = {**dict(spelling_pairs()), **_ONE_SIDED}
    known = frozenset(top_n_list("en", _KNOWN_WORDS))
    for word in known:
        parts = _S_ENDING.fullmatch(word)
        if parts:
            other = parts[1] + parts[2].replace("s", "z") + parts[3]
            if other in known:
                found.setdefault(word, other)
    return found
