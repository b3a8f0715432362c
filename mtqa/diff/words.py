"""Word alignment: the edits that turn one list of words into another, in bounded time.

rapidfuzz computes a shortest edit script in time and memory that grow with the product of the
lengths. Long lists are cut before: at words that stand once in each list and in the same
order, and where there are none, in equal proportions. A cut can cost the shortest script, never
its correctness.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rapidfuzz.distance import Indel, Levenshtein

#: ``(equal, i1, i2, j1, j2)``: words ``[i1, i2)`` stay equal to, or become, ``[j1, j2)``.
WordEdit = tuple[bool, int, int, int, int]

#: Pairs of words that one call of rapidfuzz may compare (a few milliseconds, 1 MB).
_CELLS = 2_000_000
#: Length of the pieces that lists without unique words are cut into.
_PIECE = 1_000


def align_words(
    before: Sequence[str], after: Sequence[str], *, keep_most: bool = False
) -> Iterator[WordEdit]:
    """Yield edits in order that together cover both lists.

    Args:
        before: the first list.
        after: the second list.
        keep_most: keep as many words as can be kept. Otherwise a replaced word counts as one
            edit, which keeps a rewritten phrase in one piece.
    """
    script = Indel if keep_most else Levenshtein
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < shorter - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if start:
        yield True, 0, start, 0, start
    i_end, j_end = len(before) - tail, len(after) - tail
    for i1, i2, j1, j2 in _pieces(before, after, start, i_end, start, j_end):
        for op in script.opcodes(before[i1:i2], after[j1:j2]):
            yield (
                op.tag == "equal",
                i1 + op.src_start,
                i1 + op.src_end,
                j1 + op.dest_start,
                j1 + op.dest_end,
            )
    if tail:
        yield True, i_end, len(before), j_end, len(after)


def join_edits(edits: Iterable[WordEdit]) -> Iterator[WordEdit]:
    """Join neighbouring edits, so that equal and changed stretches alternate."""
    for equal, group in groupby(edits, key=lambda edit: edit[0]):
        run = list(group)
        yield equal, run[0][1], run[-1][2], run[0][3], run[-1][4]


def _pieces(
    before: Sequence[str], after: Sequence[str], i1: int, i2: int, j1: int, j2: int
) -> Iterator[tuple[int, int, int, int]]:
    if i1 == i2 and j1 == j2:
        return
    if (i2 - i1) * (j2 - j1) <= _CELLS:
        yield i1, i2, j1, j2
        return
    for a1, a2, b1, b2 in _between_anchors(before, after, i1, i2, j1, j2):
        if (a2 - a1) * (b2 - b1) <= _CELLS:
            yield a1, a2, b1, b2
        else:
            n = -(-max(a2 - a1, b2 - b1) // _PIECE)
            for k in range(n):
                yield (
                    a1 + k * (a2 - a1) // n,
                    a1 + (k + 1) * (a2 - a1) // n,
                    b1 + k * (b2 - b1) // n,
                    b1 + (k + 1) * (b2 - b1) // n,
                )


def _between_anchors(
    before: Sequence[str], after: Sequence[str], i1: int, i2: int, j1: int, j2: int
) -> Iterator[tuple[int, int, int, int]]:
    """Cut at words that are unique on both sides, along the longest run that keeps order."""
    once = Counter(before[i1:i2])
    there = Counter(after[j1:j2])
    place = {word: j for j, word in enumerate(after[j1:j2], j1) if there[word] == 1}
    anchors = [
        (i, place[word])
        for i, word in enumerate(before[i1:i2], i1)
        if once[word] == 1 and word in place
    ]
    # Grow each piece over several anchors: few long calls are faster than many short ones.
    at_i, at_j = i1, j1
    for i, j in _longest_increasing(anchors):
        if max(i - at_i, j - at_j) >= _PIECE:
            yield at_i, i, at_j, j
            at_i, at_j = i, j
    yield at_i, i2, at_j, j2


def _longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    holders: list[int] = []
    previous: list[int] = []
    for k, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        previous.append(holders[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            holders.append(k)
        else:
            tails[at], holders[at] = j, k
    run: list[tuple[int, int]] = []
    k = holders[-1] if holders else -1
    while k >= 0:
        run.append(pairs[k])
        k = previous[k]
    run.reverse()
    return run
