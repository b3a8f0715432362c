"""Cut a text into words without topic, each with its place in the text.

The word-level counterpart of :func:`mtqa.evidence.masking.mask_topic`: the same names and
numbers become placeholders, but every word keeps its span, so that what a model says of a word
can be shown where the word stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mtqa.evidence.masking import CAPITALS, is_common
from mtqa.spelling import american_spelling
from mtqa.types import Span
from mtqa.typography import close_up

#: Placeholders; upper-case, so that no word of a text (all are lower-cased) can be one.
NAME, NUMBER = "[NAME]", "[NUMBER]"

_WORD = re.compile(
    r"(?P<number>\d[\d.,:]*\d|\d)"
    rf"|(?P<capitalised>[{CAPITALS}](?:[\w'&.-]*\w)?)"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"
    r"|\S"
)
_JOINS_NAMES = re.compile(r"[\s-]*")


@dataclass(frozen=True, slots=True)
class MaskedWord:
    """A word as the encoder reads it: lower-cased, without accents, or a placeholder."""

    form: str
    span: Span


def masked_words(text: str) -> list[MaskedWord]:
    """Return the words and marks of ``text`` in order; runs of names are one word.

    Spans are half-open code points of ``text`` and do not overlap.
    """
    closed = close_up(text)
    folded = closed.text
    words: list[MaskedWord] = []
    for found in _WORD.finditer(folded):
        start, end = found.span()
        form = _form(found)
        if form == NAME and words and words[-1].form == NAME:
            previous = words[-1].span
            if _JOINS_NAMES.fullmatch(folded, previous.end, start):
                words[-1] = MaskedWord(NAME, Span(previous.start, end))
                continue
        words.append(MaskedWord(form, Span(start, end)))
    if not closed.removed:
        return words
    boundaries = closed.boundaries()
    return [
        MaskedWord(own.form, _stripped(text, boundaries[own.span.start], boundaries[own.span.end]))
        for own in words
    ]


def _stripped(text: str, start: int, end: int) -> Span:
    """Return a word's place without the spaces and quoted mail's marks that were taken out."""
    while start < end - 1 and (text[start].isspace() or text[start] == ">"):
        start += 1
    return Span(start, end)


def _form(found: re.Match[str]) -> str:
    word = found.group()
    if found["number"]:
        return NUMBER
    lowered = word.lower()
    if found["capitalised"] and not is_common(lowered):
        return NAME
    return american_spelling(_without_accents(lowered))


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    plain = "".join(c for c in decomposed if unicodedata.category(c) != "Mn") or word
    # A lone surrogate cannot be handed to a tokenizer.
    return plain.encode("utf-8", "replace").decode()
