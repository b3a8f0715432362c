"""What several corruptions do alike: rewrite a pattern, exchange words, add a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from mtqa.synth.model import Edit
from mtqa.synth.source import Source
from mtqa.types import Span

Edits = Callable[[Source, Random], Iterator[Edit]]
#: A faulty text; or its part before the fault, the fault, its part behind.
Faulty = str | tuple[str, str, str]
#: Makes the faulty text from a place of a pattern; None where it cannot.
Rewrite = Callable[[re.Match[str], Random], Faulty | None]

#: A sentence with fewer words is a heading or a mark; nothing is added to it.
_SENTENCE_WORDS = 4


def edit_of(start: int, end: int, faulty: Faulty) -> Edit:
    """Return the edit that puts ``faulty`` in place of ``[start, end)``."""
    before, marked, behind = ("", faulty, "") if isinstance(faulty, str) else faulty
    mark = Span(len(before), len(before) + len(marked))
    return Edit(start, end, before + marked + behind, mark)


def rewriting(pattern: str, rewrite: Rewrite, flags: int = 0) -> Edits:
    """Return edits that rewrite each place of ``pattern``; where ``rewrite`` gives None, none.

    ``pattern`` must be linear: bounded repeats only.
    """
    compiled = re.compile(pattern, flags)

    def edits(source: Source, random: Random) -> Iterator[Edit]:
        for found in compiled.finditer(source.text):
            faulty = rewrite(found, random)
            if faulty is not None:
                yield edit_of(found.start(), found.end(), faulty)

    return edits


def exchanging(table: Mapping[str, Sequence[str]]) -> Edits:
    """Return edits that put one of ``table``'s values for its key: whole words, case ignored.

    A capital at the beginning of what stands there is kept.
    """
    values = {key.lower(): wordings for key, wordings in table.items()}
    longest_first = sorted(values, key=len, reverse=True)
    pattern = r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"

    def exchange(found: re.Match[str], random: Random) -> str:
        return like(found[0], random.choice(values[found[0].lower()]))

    return rewriting(pattern, exchange, re.IGNORECASE)


def adding(make: Callable[[Random], str], after: str = "", *, before: bool = False) -> Edits:
    """Return edits that add what ``make`` gives behind (or before) a sentence of some length.

    Args:
        make: words the addition.
        after: a pattern that the sentence must hold, if any.
        before: put it before the sentence.
    """
    condition = re.compile(after)

    def edits(source: Source, random: Random) -> Iterator[Edit]:
        for sentence in source.all_sentences:
            piece = sentence.of(source.text)
            if len(piece.split()) >= _SENTENCE_WORDS and condition.search(piece):
                added = make(random)
                if before:
                    yield edit_of(sentence.start, sentence.start, ("", added, " "))
                else:
                    yield edit_of(sentence.end, sentence.end, (" ", added, ""))

    return edits


def together(*kinds: Edits) -> Edits:
    """Return the edits of several kinds of one fault."""

    def edits(source: Source, random: Random) -> Iterator[Edit]:
        for kind in kinds:
            yield from kind(source, random)

    return edits


def like(model: str, word: str) -> str:
    """Return ``word`` with a capital where ``model`` begins with one."""
    return upper_first(word) if model[:1].isupper() else word


def upper_first(text: str) -> str:
    """Return ``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return ``text`` with its first letter small."""
    return text[:1].lower() + text[1:]
