"""Align two texts: paragraphs into blocks, sentences inside a block, words inside sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mtqa.diff.links import Link, link_units
from mtqa.diff.model import Block, BlockKind, Edit, EditKind, SentenceLink
from mtqa.diff.tokens import Tokens, join, tokenize
from mtqa.diff.words import WordEdit, align_words, join_edits
from mtqa.types import Span


def align_texts(
    before: str, after: str, before_paragraphs: Sequence[Span], after_paragraphs: Sequence[Span]
) -> tuple[Block, ...]:
    """Align two texts by their paragraphs.

    Args:
        before: the first text.
        after: the second text.
        before_paragraphs: its paragraphs in reading order, without overlap; only white space
            may lie between them.
        after_paragraphs: the same of the second text.

    Returns:
        Blocks in the order of the second text, deletions where they stood among the blocks that
        kept their order. Each paragraph is in exactly one block.
    """
    ours = [tokenize(before, span) for span in before_paragraphs]
    theirs = [tokenize(after, span) for span in after_paragraphs]
    links = link_units([t.keys for t in ours], [t.keys for t in theirs], moves=True)
    aligner = _Aligner(before, after, before_paragraphs, after_paragraphs, ours, theirs)
    return aligner.blocks(links)


class _Aligner:
    """Builds blocks; holds both texts, their paragraphs and tokens."""

    def __init__(
        self,
        before: str,
        after: str,
        before_paragraphs: Sequence[Span],
        after_paragraphs: Sequence[Span],
        ours: Sequence[Tokens],
        theirs: Sequence[Tokens],
    ) -> None:
        self._before, self._after = before, after
        self._before_paragraphs, self._after_paragraphs = before_paragraphs, after_paragraphs
        self._ours, self._theirs = ours, theirs

    def blocks(self, links: Sequence[Link]) -> tuple[Block, ...]:
        """Return the blocks for ``links`` and for every paragraph that no link holds."""
        steps, origins = self._steps(links)
        return tuple(
            self._block(step, origins.get(step.i1) if step.moved else None) for step in steps
        )

    def _steps(self, links: Sequence[Link]) -> tuple[list[Link], dict[int, int]]:
        """Order links, insertions and deletions; tell where moved paragraphs stood.

        Returns:
            The steps, and for the first paragraph of each moved link the index of the step
            before which it stood.
        """
        n, m = len(self._ours), len(self._theirs)
        left_from = {i for link in links if link.moved for i in range(link.i1, link.i2)}
        starts = {link.i1 for link in links if link.moved}
        steps: list[Link] = []
        origins: dict[int, int] = {}
        at_i = at_j = 0

        def catch_up(to_i: int, to_j: int) -> None:
            nonlocal at_i, at_j
            for i in range(at_i, to_i):
                if i in starts:
                    origins[i] = len(steps)
                if i not in left_from:
                    steps.append(Link(i, i + 1, at_j, at_j, 0.0))
            at_i = max(at_i, to_i)
            steps.extend(Link(at_i, at_i, j, j + 1, 0.0) for j in range(at_j, to_j))
            at_j = to_j

        for link in links:
            catch_up(at_i if link.moved else link.i1, link.j1)
            steps.append(link)
            at_j = link.j2
            if not link.moved:
                at_i = link.i2
        catch_up(n, m)
        return steps, origins

    def _block(self, step: Link, origin: int | None) -> Block:
        before = _cover(self._before_paragraphs, step.i1, step.i2)
        after = _cover(self._after_paragraphs, step.j1, step.j2)
        old = join(list(self._ours[step.i1 : step.i2])) if step.i2 > step.i1 else _NOTHING
        new = join(list(self._theirs[step.j1 : step.j2])) if step.j2 > step.j1 else _NOTHING
        if before.of(self._before) == after.of(self._after):
            sentence_links = [Link(k, k + 1, k, k + 1, 1.0) for k in range(len(old.sentences))]
            edits: tuple[Edit, ...] = (Edit("equal", before, after),) if len(before) else ()
        else:
            sentence_links = _all_links(
                link_units(
                    [old.keys[a:b] for a, b in old.sentences],
                    [new.keys[a:b] for a, b in new.sentences],
                    moves=False,
                ),
                len(old.sentences),
                len(new.sentences),
            )
            edits = _edits(
                (self._before, before, old),
                (self._after, after, new),
                _word_edits(old, new, sentence_links),
            )
        two_sided = step.i2 > step.i1 and step.j2 > step.j1
        return Block(
            kind=_kind(step, edits),
            before=before,
            after=after,
            before_paragraphs=tuple(range(step.i1, step.i2)),
            after_paragraphs=tuple(range(step.j1, step.j2)),
            similarity=min(1.0, step.similarity) if two_sided else None,
            moved=step.moved,
            origin=origin,
            sentences=tuple(
                SentenceLink(
                    _sentence_span(old, link.i1, link.i2, before.start),
                    _sentence_span(new, link.j1, link.j2, after.start),
                    link.i2 - link.i1,
                    link.j2 - link.j1,
                )
                for link in sentence_links
            ),
            edits=edits,
        )


_NOTHING = Tokens((), (), (), ())


def _kind(step: Link, edits: Sequence[Edit]) -> BlockKind:
    n_before, n_after = step.i2 - step.i1, step.j2 - step.j1
    if not n_before:
        return "insert"
    if not n_after:
        return "delete"
    if n_after > 1:
        return "split"
    if n_before > 1:
        return "merge"
    return "same" if all(edit.kind == "equal" for edit in edits) else "edited"


def _cover(spans: Sequence[Span], first: int, end: int) -> Span:
    """Return the span of ``spans[first:end]``; where empty, the place at which it would be."""
    if end > first:
        return Span(spans[first].start, spans[end - 1].end)
    at = spans[first - 1].end if first else 0
    return Span(at, at)


def _all_links(links: Sequence[Link], n: int, m: int) -> list[Link]:
    """Add to ordered links the units on either side that stand alone."""
    full: list[Link] = []
    at_i = at_j = 0
    for link in (*links, Link(n, n, m, m, 0.0)):
        full.extend(Link(i, i + 1, at_j, at_j, 0.0) for i in range(at_i, link.i1))
        full.extend(Link(link.i1, link.i1, j, j + 1, 0.0) for j in range(at_j, link.j1))
        full.append(link)
        at_i, at_j = link.i2, link.j2
    return full[:-1]


def _sentence_span(tokens: Tokens, first: int, end: int, start: int) -> Span:
    """Return the span of some sentences; where none, the place at which they would be."""
    if end > first:
        start_token, end_token = tokens.sentences[first][0], tokens.sentences[end - 1][1]
        return Span(tokens.spans[start_token].start, tokens.spans[end_token - 1].end)
    at = tokens.spans[tokens.sentences[first - 1][1] - 1].end if first else start
    return Span(at, at)


def _word_edits(old: Tokens, new: Tokens, links: Sequence[Link]) -> Iterator[WordEdit]:
    for link in links:
        i1, i2 = _token_range(old, link.i1, link.i2)
        j1, j2 = _token_range(new, link.j1, link.j2)
        for equal, a1, a2, b1, b2 in align_words(old.words[i1:i2], new.words[j1:j2]):
            yield equal, i1 + a1, i1 + a2, j1 + b1, j1 + b2


def _token_range(tokens: Tokens, first: int, end: int) -> tuple[int, int]:
    if end > first:
        return tokens.sentences[first][0], tokens.sentences[end - 1][1]
    at = tokens.sentences[first - 1][1] if first else 0
    return at, at


_Side = tuple[str, Span, Tokens]


def _edits(old: _Side, new: _Side, word_edits: Iterator[WordEdit]) -> tuple[Edit, ...]:
    """Turn word edits into edits that tile both spans, white space included.

    White space belongs to the word after it. It is compared on its own between words that stay,
    so that a paragraph break or a doubled space is a change, and the words around it are not.
    """
    before, before_span, before_tokens = old
    after, after_span, after_tokens = new
    pieces: list[tuple[bool, int, int]] = []
    at_before, at_after = before_span.start, after_span.start

    def advance(to_before: int, to_after: int, equal: bool) -> None:
        nonlocal at_before, at_after
        if (to_before, to_after) != (at_before, at_after):
            pieces.append((equal, to_before, to_after))
            at_before, at_after = to_before, to_after

    def advance_gap(to_before: int, to_after: int) -> None:
        same = before[at_before:to_before] == after[at_after:to_after]
        advance(to_before, to_after, same)

    for equal, i1, i2, j1, j2 in join_edits(word_edits):
        if equal:
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                advance_gap(before_tokens.spans[i].start, after_tokens.spans[j].start)
                advance(before_tokens.spans[i].end, after_tokens.spans[j].end, True)
            continue
        if i2 > i1 and j2 > j1:
            advance_gap(before_tokens.spans[i1].start, after_tokens.spans[j1].start)
        advance(
            before_tokens.spans[i2 - 1].end if i2 > i1 else at_before,
            after_tokens.spans[j2 - 1].end if j2 > j1 else at_after,
            False,
        )
    advance_gap(before_span.end, after_span.end)
    return tuple(_coalesce(pieces, before_span.start, after_span.start))


def _coalesce(
    pieces: Sequence[tuple[bool, int, int]], start_before: int, start_after: int
) -> Iterator[Edit]:
    """Join neighbouring pieces of one sort; ``pieces`` hold ``(equal, end, end)``."""
    for piece, following in pairwise((*pieces, None)):
        if piece is None or (following is not None and piece[0] == following[0]):
            continue
        equal, end_before, end_after = piece
        before, after = Span(start_before, end_before), Span(start_after, end_after)
        yield Edit(_edit_kind(equal, before, after), before, after)
        start_before, start_after = end_before, end_after


def _edit_kind(equal: bool, before: Span, after: Span) -> EditKind:
    if equal:
        return "equal"
    if not len(before):
        return "insert"
    return "replace" if len(after) else "delete"
