"""Loops of a decoder, and the second wording of one sentence that spinners leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from mtqa.synth.kinds import edit_of, rewriting, together
from mtqa.synth.model import Corruption, Edit
from mtqa.synth.source import Source

#: Words that a paraphrase exchanges without harm.
_PARAPHRASE = {
    **{"said": "stated", "also": "likewise", "many": "numerous", "big": "large", "new": "recent"},
    **{"people": "individuals", "because": "since", "help": "assist", "show": "demonstrate"},
    **{"use": "utilize", "used": "utilized", "make": "produce", "made": "produced"},
    **{
        "important": "significant",
        "important.": "significant.",
        "get": "obtain",
        "got": "obtained",
    },
    **{"work": "labor", "found": "discovered", "began": "started", "about": "approximately"},
    **{"first": "initial", "only": "merely", "more": "additional", "will": "is going to"},
}
_FEWEST_WORDS = 12


def _loop(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return found[0], f" {found[0]}", ""


def _sentence_again(source: Source, random: Random) -> Iterator[Edit]:
    for sentence in source.all_sentences:
        piece = sentence.of(source.text)
        if 4 <= len(piece.split()) <= 25:
            yield edit_of(sentence.end, sentence.end, (" ", piece, ""))


def _paraphrase_later(source: Source, random: Random) -> Iterator[Edit]:
    """Say a long sentence again, in slightly other words, at the end of a later one."""
    sentences = source.all_sentences
    for at, sentence in enumerate(sentences[:-2]):
        words = sentence.of(source.text).split()
        new = [_PARAPHRASE.get(word, word) for word in words]
        if len(words) >= _FEWEST_WORDS and new != words:
            home = sentences[random.randrange(at + 2, len(sentences))]
            yield edit_of(home.end, home.end, (" ", " ".join(new), ""))


def _item_again(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return found[0], f", {found['item']}", ""


CORRUPTIONS = (
    Corruption(
        "repetition.word",
        together(
            rewriting(
                r"\b(?:the|of|to|in|and|a|is|was|for|on|with|by|has|are|be|from|at|his|their|it|not)\b"
                r"(?= [a-z])",
                _loop,
            ),
            rewriting(r"(?<=[a-z] )[a-z]{4,12}\b(?= [a-z])", _loop),
        ),
    ),
    Corruption(
        "repetition.phrase",
        together(
            rewriting(r"(?<=[a-z] )[a-z]{1,12}(?: [a-z]{1,12}){1,4}(?= [a-z])", _loop),
            rewriting(r", (?P<item>[a-z]{3,15}(?: [a-z]{3,15}){0,2})(?=, )", _item_again),
            _sentence_again,
        ),
    ),
    Corruption("repetition.near_duplicate", _paraphrase_later),
)
