"""Minimal edits at one place, as one reading of the language model suggests them.

A place is a plain word among plain words: no name, number or mark beside it. Every edit has a
*promise*: about how many bits it saves at the place itself, which the reading tells without
another run of the model. What follows may still speak against it.

Some edits are left out. To drop a preposition mostly breaks up a verb and its particle (``step in
to help``). Whether ``the`` belongs there depends on what was mentioned before, and ``of``, like
``the``, is what a small model falls back on: most edits that put them in were wrong on real text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from mtqa.critic.additions import INDEFINITE, PARTICLES, Additions
from mtqa.critic.forms import other_forms
from mtqa.lm.reading import Reading
from mtqa.surprisal_statistics import is_plain
from mtqa.types import Span

_SUGGESTED = ("in", "to", "for", "on", "at", "with", "by", "from", "about", "into", "as")
_PREPOSITIONS = ("of", *_SUGGESTED)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ARTICLES = ("the", *INDEFINITE)
_VOWELS = frozenset("aeiou")


class Kind(Enum):
    """What an edit does."""

    ADD_ARTICLE = auto()
    DROP_ARTICLE = auto()
    ADD_PREPOSITION = auto()
    CHANGE_PREPOSITION = auto()
    CHANGE_FORM = auto()


@dataclass(frozen=True, slots=True)
class Edit:
    """One exchange in a text.

    Attributes:
        kind: what it does.
        span: the words that it replaces, in code points of the text.
        after: what stands there instead.
        promise: bits that it is expected to save.
        gain: bits that it saves, once the model has read the edited text; 0 before.
    """

    kind: Kind
    span: Span
    after: str
    promise: float
    gain: float = 0.0

    def apply(self, text: str) -> str:
        """Return the edited text."""
        return text[: self.span.start] + self.after + text[self.span.end :]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Rival:
    """An edit before the reading was asked: at ``place``, ``piece`` competes with ``bits``."""

    edit: Edit
    place: int
    piece: int
    bits: float


def propose(
    text: str, reading: Reading, least: Mapping[Kind, float], additions: Additions
) -> list[Edit]:
    """Return edits with a promise of at least ``least`` bits, in reading order.

    Args:
        text: the paragraph, with hidden stretches masked; what ``reading`` read, but for those.
        reading: the model's reading of it.
        least: bits by kind; kinds that are missing are not proposed.
        additions: what words cost behind an added word.
    """
    if not least:
        return []
    rivals = [
        rival
        for rival in _rivals(text, reading, least, additions)
        if rival.bits >= least[rival.edit.kind]
    ]
    if not rivals:
        return []
    given = reading.rival_bits([r.place for r in rivals], [r.piece for r in rivals])
    return [
        Edit(r.edit.kind, r.edit.span, r.edit.after, r.bits - float(bits))
        for r, bits in zip(rivals, given, strict=True)
        if r.bits - float(bits) >= least[r.edit.kind]
    ]


def strongest(edits: Sequence[Edit], apart: int) -> list[Edit]:
    """Return of edits that stand within ``apart`` code points of a stronger one only that one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (-e.gain, -e.promise, e.span, e.after)):
        if all(
            edit.span.start - other.span.end >= apart or other.span.start - edit.span.end >= apart
            for other in kept
        ):
            kept.append(edit)
    return sorted(kept, key=lambda e: e.span)


def _rivals(
    text: str, reading: Reading, least: Mapping[Kind, float], additions: Additions
) -> Iterator[_Rival]:
    lowest = min(least.values())
    words = [_Word(found.group(), Span(*found.span())) for found in _WORD.finditer(text)]
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        place = reading.starts.get(word.span.start)
        # Most words are cheap where they stand, and no edit can save what they do not cost.
        if (
            place is not None
            and (reading.bits[place] >= lowest or word.text in INDEFINITE)
            and text[before.span.end : word.span.start] == " "
            and text[word.span.end : after.span.start] == " "
            and is_plain(word.text)
            and is_plain(before.text)
            and is_plain(after.text)
        ):
            yield from _changes(word, place, reading, least)
            yield from _additions(before, word, place, reading, least, additions)
            if Kind.DROP_ARTICLE in least:
                yield from _deletions(word, after, place, reading)


def _changes(
    word: _Word, place: int, reading: Reading, least: Mapping[Kind, float]
) -> Iterator[_Rival]:
    kind, others = Kind.CHANGE_FORM, sorted(other_forms(word.text))
    if word.text in _PREPOSITIONS:
        kind, others = Kind.CHANGE_PREPOSITION, [o for o in _SUGGESTED if o != word.text]
    if reading.bits[place] < least.get(kind, math.inf):
        return
    if reading.piece_of(word.text) != reading.ids[place]:
        return
    for other in others:
        piece = reading.piece_of(other)
        if piece is not None:
            yield _Rival(Edit(kind, word.span, other, 0.0), place, piece, reading.bits[place])


def _additions(
    before: _Word,
    word: _Word,
    place: int,
    reading: Reading,
    least: Mapping[Kind, float],
    additions: Additions,
) -> Iterator[_Rival]:
    if word.text in _ARTICLES or word.text in _PREPOSITIONS or before.text in _ARTICLES:
        return
    for kind, added in ((Kind.ADD_ARTICLE, INDEFINITE), (Kind.ADD_PREPOSITION, PARTICLES)):
        if kind not in least or before.text in added:
            continue
        for addition in added:
            piece = reading.piece_of(addition)
            if piece is None or _is_wrong_before(addition, word.text):
                continue
            bits = reading.bits[place] - additions.bits(addition, reading.ids[place])
            yield _Rival(Edit(kind, word.span, f"{addition} {word.text}", 0.0), place, piece, bits)


def _is_wrong_before(addition: str, word: str) -> bool:
    return addition in INDEFINITE and (addition == "an") != (word[0] in _VOWELS)


def _deletions(word: _Word, after: _Word, place: int, reading: Reading) -> Iterator[_Rival]:
    following = reading.starts.get(after.span.start)
    if word.text not in INDEFINITE or following is None:
        return
    edit = Edit(Kind.DROP_ARTICLE, Span(word.span.start, after.span.end), after.text, 0.0)
    bits = reading.bits[place] + reading.bits[following]
    yield _Rival(edit, place, reading.ids[following], bits)
