"""Write native prose as a learner of English might: faulty, but nobody translated it.

No essays of learners may be trained on, and without any the scorer takes every fault of grammar
for a machine's. The slips here are those that handbooks of learner English name first: articles,
prepositions, endings of nouns and verbs, spelling, commas. Word choice and word order stay, for
those are where machines slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from mtqa.segment import segment
from mtqa.train.examples import Example

#: A slip is tried at this share of a learner's words; most words have none to offer.
_SLIPS_A_WORD = (0.1, 0.6)
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_PREPOSITIONS = ("in", "on", "at", "of", "to", "for", "from", "with", "by", "about")
_ARTICLES = ("a", "an", "the")
_CONFUSED = {
    "their": "there",
    "there": "their",
    "its": "it's",
    "than": "then",
    "then": "than",
    "many": "much",
    "much": "many",
    "fewer": "less",
    "is": "are",
    "are": "is",
    "was": "were",
    "were": "was",
    "has": "have",
    "have": "has",
    "does": "do",
    "which": "wich",
    "because": "becouse",
    "people": "peoples",
    "children": "childrens",
    "information": "informations",
    "too": "to",
    "affect": "effect",
}


def learner_examples(native: Sequence[Example], seed: int) -> list[Example]:
    """Return ``native`` as learners might write it, every other one cut to two sentences."""
    draw = Random(seed)  # noqa: S311 (slips, not secrets)
    found = []
    for place, example in enumerate(native):
        text = example.text
        sentences = segment(text)[0].sentences
        if place % 2 and len(sentences) > 2:
            text = text[sentences[0].start : sentences[1].end]
        noisy = as_learner(text, draw.uniform(*_SLIPS_A_WORD), draw)
        found.append(replace(example, text=noisy, kind="learner"))
    return found


def as_learner(text: str, rate: float, draw: Random) -> str:
    """Return ``text`` with about ``rate`` slips a word."""

    def maybe(found: re.Match[str]) -> str:
        word = found.group()
        if draw.random() >= rate:
            return word
        return draw.choice(_SLIPS)(word, draw)

    noisy = _WORD.sub(maybe, text)
    # A dropped word leaves its space behind.
    return re.sub(r"  +", " ", noisy).strip()


def _article(word: str, draw: Random) -> str:
    if word.lower() in _ARTICLES:
        return draw.choice(("", "", *_ARTICLES))
    if word.islower() and word.endswith(("tion", "ness", "ty", "ment", "s")):
        return f"the {word}"
    return word


def _preposition(word: str, draw: Random) -> str:
    return draw.choice(("", *_PREPOSITIONS)) if word in _PREPOSITIONS else word


def _ending(word: str, draw: Random) -> str:
    if not word.islower() or len(word) < 4:
        return word
    for ending in ("ing", "ed", "ly", "s"):
        if word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)] + draw.choice(("", "s", "e" if ending == "ing" else ""))
    return word + draw.choice(("s", "ed", "s"))


def _confusion(word: str, draw: Random) -> str:
    del draw
    return _CONFUSED.get(word, word)


def _misspelling(word: str, draw: Random) -> str:
    if not word.islower() or len(word) < 5:
        return word
    at = draw.randrange(1, len(word) - 1)
    changed = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + draw.choice("aeiou") + word[at + 1 :],
    )
    return draw.choice(changed)


#: Slips of spelling are the commonest by far in real essays, so they stand here twice; most
#: slips hit a word that they cannot change and leave it.
_SLIPS: tuple[Callable[[str, Random], str], ...] = (
    _article,
    _preposition,
    _ending,
    _confusion,
    _misspelling,
    _misspelling,
)
