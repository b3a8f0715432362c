"""Words and sentences of a paragraph, with code-point offsets into the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mtqa.sentences import sentence_ends
from mtqa.types import Span
from mtqa.typography import fold_typography

#: A number, a word with inner apostrophes, or any other mark by itself.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S")

#: The time of sentencex grows with the square of the number of quotation marks of any one kind
#: but the straight double one.
_QUOTES = {ord(c): '"' for c in "“”„‟«»‹›"}

#: Longer paragraphs go to sentencex in pieces of this many code points; a sentence cut at a
#: piece's end is harmless here, for links join sentences again.
_PIECE = 20_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a stretch of text; white space lies between them.

    ``keys`` are the words for comparing meaning: case and typography folded. ``sentences``
    are half-open ranges of token positions; together they cover all tokens.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    sentences: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.words)


def tokenize(text: str, span: Span) -> Tokens:
    """Return the tokens of ``text`` inside ``span``."""
    found = [Span(m.start(), m.end()) for m in _TOKEN.finditer(text, span.start, span.end)]
    words = tuple(s.of(text) for s in found)
    starts = [s.start for s in found]
    cuts = {bisect_left(starts, cut) for cut in _sentence_starts(text, span)}
    edges = sorted(cuts | {0, len(found)})
    return Tokens(
        words,
        tuple(fold_typography(word).casefold() for word in words),
        tuple(found),
        tuple(pairwise(edges)),
    )


def count_words(text: str, span: Span) -> int:
    """Return how many tokens inside ``span`` hold a letter or a digit."""
    return sum(
        any(c.isalnum() for c in m.group()) for m in _TOKEN.finditer(text, span.start, span.end)
    )


def join(parts: list[Tokens]) -> Tokens:
    """Return the tokens of consecutive stretches as one."""
    if len(parts) == 1:
        return parts[0]
    sentences: list[tuple[int, int]] = []
    at = 0
    for part in parts:
        sentences.extend((at + start, at + end) for start, end in part.sentences)
        at += len(part)
    return Tokens(
        tuple(word for part in parts for word in part.words),
        tuple(key for part in parts for key in part.keys),
        tuple(span for part in parts for span in part.spans),
        tuple(sentences),
    )


def _sentence_starts(text: str, span: Span) -> Iterator[int]:
    for start in range(span.start, span.end, _PIECE):
        piece = text[start : min(start + _PIECE, span.end)].translate(_QUOTES)
        yield from (start + cut for cut in (0, *sentence_ends(piece)[:-1]))
