"""Cut a document into paragraphs and sentences.

Paragraphs are what a reader sees as blocks. Blank lines part them. Inside a block without blank
lines there are two kinds of line breaks, told apart by :func:`_wrapped`:

* the block is *hard-wrapped* (all lines are short, and most lines are so full that the next word
  did not fit): its lines are one paragraph, except after a line that had room left;
* else every line is a paragraph of its own (a web page whose paragraphs lost their blank lines,
  a caption with its credit below), except where a sentence plainly runs on: the line ends in a
  comma or in the middle of a phrase, or the next one begins with a small letter.

Page furniture (:mod:`mtqa.boilerplate`), headings and list items always stand apart. All spans
are code points of the document; all work is linear in its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from mtqa.boilerplate import is_boilerplate, mark_boilerplate
from mtqa.detectors.base import Paragraph
from mtqa.masks import find_masks
from mtqa.sentences import sentence_ends
from mtqa.types import Span, Status
from mtqa.typography import unescape

#: A paragraph with fewer words is ``too_short``.
FEWEST_WORDS = 4
#: The segmenter reads so many code points at a time: some of its rules are quadratic.
WINDOW = 2_000
#: Letters that count as one word in scripts that put no spaces between words.
LETTERS_A_WORD = 5

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WORD_FROM_LETTER = re.compile(r"[^\W\d_]\S*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_INVISIBLE = " \t\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x00"
_ITEM = re.compile(r"(?:[*+•‣▪●-]|\d{1,3}[.)])\s|#{1,6}\s|\||```|~~~|<(?:p|div|h[1-6]|li|br)\b")
_HEADING = re.compile(r"#{1,6}\s")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]*_]*$")
_RUNS_ON = re.compile(
    r"(?:[,;(\[–—-]|(?<![.!?…] )\b(?:the|a|an|of|and|or|to|in|on|at|by|for|with|from|that|which|"
    r"who|as|is|are|was|were|be|been|has|have|had|not|but|its|his|her|their|our|my|your|this|"
    r"these|those|than|into|over|under|about|between|will|would|can|could|should))$"
)
_CUT = re.compile(r"\s")


def segment(text: str, hidden: Sequence[Span] | None = None) -> tuple[Paragraph, ...]:
    """Return the paragraphs of ``text`` in reading order.

    Args:
        text: the document.
        hidden: its masks, as :func:`mtqa.masks.find_masks` gives them; found here if None.

    Returns:
        Disjoint paragraphs with stripped spans. Words in masks count for nothing: a block of
        code is ``too_short``. Words of a script without spaces are counted by their letters.
        Empty or blank text has no paragraphs. The language is left open.
    """
    if hidden is None:
        hidden = find_masks(text)
    spans = [span for block in _blocks(text) for span in _paragraph_spans(text, block)]
    furniture = mark_boilerplate([span.of(text) for span in spans])
    return tuple(
        _paragraph(text, index, span, marked, hidden)
        for index, (span, marked) in enumerate(zip(spans, furniture, strict=True))
    )


def _paragraph(
    text: str, index: int, span: Span, furniture: bool, hidden: Sequence[Span]
) -> Paragraph:
    n_words = _count_words(unescape(_visible(text, span, hidden)).text)
    if furniture:
        status = Status.BOILERPLATE
    elif n_words < FEWEST_WORDS:
        status = Status.TOO_SHORT
    else:
        status = Status.OK
    return Paragraph(index, span, status, tuple(_sentences(text, span)), n_words)


# ---- paragraphs ------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[list[Span]]:
    """Runs of lines between blank lines; the spans of the lines are stripped."""
    block: list[Span] = []
    after = 0
    for line in _LINE.finditer(text):
        # more than one break between two lines is a blank line
        gap = text[after : line.start()]
        if block and (len(gap) > 2 or len(_BREAK.findall(gap)) > 1):
            yield block
            block = []
        after = line.end()
        span = _strip(text, *line.span())
        if len(span):
            block.append(span)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _strip(text: str, start: int, end: int) -> Span:
    """Strip white space and characters that show nothing, at both ends."""
    while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    return Span(start, end)


def _paragraph_spans(text: str, block: Sequence[Span]) -> Iterator[Span]:
    """Join the lines of a block that belong together."""
    if len(block) == 1:
        yield block[0]
        return
    lines = [span.of(text) for span in block]
    apart = [_stands_apart(lines, i) for i in range(len(lines))]
    width = _wrapped(lines, apart)
    start = block[0].start
    for i in range(1, len(block)):
        joined = not (apart[i - 1] or apart[i]) and _continues(lines[i - 1], lines[i], width)
        if not joined:
            yield Span(start, block[i - 1].end)
            start = block[i].start
    yield Span(start, block[-1].end)


def _stands_apart(lines: Sequence[str], i: int) -> bool:
    """Tell whether line ``i`` is furniture or a heading, not the middle of a sentence."""
    if _HEADING.match(lines[i]):
        return True
    if i and _RUNS_ON.search(lines[i - 1]):
        return False
    return is_boilerplate(lines[i])


#: A page is hard-wrapped at a width in this range, in code points.
_NARROWEST, _WIDEST = 40, 120


def _wrapped(lines: Sequence[str], apart: Sequence[bool]) -> int | None:
    """Return the width at which a block is hard-wrapped, or None.

    It is where no line is longer than :data:`_WIDEST` and at least half of the line breaks
    stand where the next word would not have fitted into the longest line.
    """
    widths = [len(line) for line, alone in zip(lines, apart, strict=True) if not alone]
    if not widths or not _NARROWEST <= max(widths) <= _WIDEST:
        return None
    width = max(widths)
    pairs = [
        (lines[i - 1], lines[i])
        for i in range(1, len(lines))
        if not (apart[i - 1] or apart[i] or _ITEM.match(lines[i]))
    ]
    full = sum(_is_full(above, below, width) for above, below in pairs)
    if len(pairs) <= 2 and not all(
        _RUNS_ON.search(above) or not _SENTENCE_END.search(above) for above, _ in pairs
    ):
        # two or three lines prove little: a sentence that ends with the line may be a paragraph
        return None
    return width if 2 * full >= len(pairs) > 0 else None


def _is_full(above: str, below: str, width: int) -> bool:
    """Tell whether the first word of ``below`` had no room in ``above``, give or take a tenth."""
    return len(above) + 1 + len(below.split(None, 1)[0]) > 0.9 * width


def _continues(above: str, below: str, width: int | None) -> bool:
    """Tell whether ``below`` goes on with the paragraph of ``above``."""
    if _ITEM.match(below):
        return False
    if _RUNS_ON.search(above):
        return True
    ended = _SENTENCE_END.search(above) is not None
    if not ended and below[0].islower():
        return True
    return width is not None and _is_full(above, below, width)


# ---- sentences and words ---------------------------------------------------------------------


def _sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of a paragraph, window by window.

    The last sentence of a window may be cut short, so the next window begins with it again. A
    sentence that fills a whole window is cut at its last white space.
    """
    plain = span.of(text)
    at = 0
    while at < len(plain):
        window = plain[at : at + WINDOW]
        ends = sentence_ends(window)
        if at + len(window) < len(plain):
            ends = ends[:-1] or [_cut(window)]
        else:
            ends[-1:] = [len(window)]
        start = 0
        for end in ends:
            sentence = _strip(plain, at + start, at + end)
            if len(sentence):
                yield sentence.shift(span.start)
            start = end
        at += ends[-1]


def _cut(window: str) -> int:
    """Return where to cut a window that is one sentence: after white space, or at its end."""
    for i in range(len(window) - 1, len(window) // 2, -1):
        if _CUT.match(window[i]):
            return i + 1
    return len(window)


def _visible(text: str, span: Span, hidden: Sequence[Span]) -> str:
    """Return the paragraph without its masked stretches."""
    at = bisect_left(hidden, span.start, key=lambda mask: mask.end)
    pieces: list[str] = []
    start = span.start
    while at < len(hidden) and hidden[at].start < span.end:
        pieces.append(text[start : max(hidden[at].start, start)])
        start = min(max(hidden[at].end, start), span.end)
        at += 1
    pieces.append(text[start : span.end])
    return " ".join(pieces)


def _count_words(text: str) -> int:
    """Count words that hold a letter; five letters of a script without spaces are one."""
    unspaced = len(_UNSPACED.findall(text))
    if unspaced:
        text = _UNSPACED.sub(" ", text)
    return len(_WORD_FROM_LETTER.findall(text)) + -(-unspaced // LETTERS_A_WORD)
