"""Tell whether a phrase that is a tortured term elsewhere is meant literally in a text."""

from __future__ import annotations

from functools import cache, lru_cache

from pydantic import Field

from mtqa.detectors.phrases import Strict, Text, words_of
from mtqa.detectors.shipped_list import read_list


class LiteralSense(Strict):
    """Phrases, and words beside which they are plain English."""

    phrases: tuple[Text, ...] = Field(min_length=1)
    beside: tuple[Text, ...] = Field(min_length=1)


class LiteralSenses(Strict):
    """The shipped list ``literal_senses.yaml``."""

    about: Text
    senses: tuple[LiteralSense, ...] = Field(min_length=1)


@cache
def _beside() -> dict[str, frozenset[str]]:
    senses = read_list("literal_senses", LiteralSenses).senses
    return {phrase: frozenset(sense.beside) for sense in senses for phrase in sense.phrases}


def is_literal(text: str, start: int, end: int) -> bool:
    """Tell whether a word of ``text`` shows that ``text[start:end]`` means what it says."""
    beside = _beside().get(" ".join(text[start:end].lower().split()))
    return beside is not None and not beside.isdisjoint(_words_in(text))


@lru_cache(maxsize=4)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(words_of(text).forms)
