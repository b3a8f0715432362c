"""A unified diff of the two texts, line by line, that ``patch`` can apply.

A paragraph is one line, or the few lines that it is wrapped to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqa.diff.model import DocumentDiff
from mtqa.diff.words import WordEdit, align_words, join_edits
from mtqa.report.visible import one_line

#: Unchanged lines shown before and after a change.
_CONTEXT = 3

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified_diff(diff: DocumentDiff) -> str:
    """Return the diff, or an empty text where the documents are equal.

    Its lines hold the documents' own characters unchanged, so that it can be applied; a
    terminal should get it through :func:`mtqa.report.visible.visible`.
    """
    before, after = _lines(diff.before.text), _lines(diff.after.text)
    hunks = list(_hunks(list(align_words(before, after, keep_most=True))))
    if not hunks:
        return ""
    pieces = [f"--- {one_line(diff.before.id)}\n", f"+++ {one_line(diff.after.id)}\n"]
    for hunk in hunks:
        _, i1, _, j1, _ = hunk[0]
        _, _, i2, _, j2 = hunk[-1]
        pieces.append(f"@@ -{_range(i1, i2)} +{_range(j1, j2)} @@\n")
        for equal, a1, a2, b1, b2 in hunk:
            if equal:
                pieces.extend(_marked(" ", before[a1:a2]))
            else:
                pieces.extend(_marked("-", before[a1:a2]))
                pieces.extend(_marked("+", after[b1:b2]))
    return "".join(pieces)


def _lines(text: str) -> list[str]:
    """Cut after line feeds only: other line ends are characters like any to ``patch``."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line if line.endswith("\n") else mark + line + _NO_NEWLINE


def _range(start: int, end: int) -> str:
    """Number lines from 1; an empty range names the line before it."""
    length = end - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


def _hunks(edits: Sequence[WordEdit]) -> Iterator[list[WordEdit]]:
    """Group changes whose contexts meet; cut long equal stretches down to the context."""
    joined = list(join_edits(edits))
    hunk: list[WordEdit] = []
    for k, edit in enumerate(joined):
        equal, i1, i2, j1, j2 = edit
        inner = 0 < k < len(joined) - 1
        if not equal or (inner and i2 - i1 <= 2 * _CONTEXT):
            hunk.append(edit)
            continue
        n = min(_CONTEXT, i2 - i1)
        if hunk:
            yield [*hunk, (True, i1, i1 + n, j1, j1 + n)]
        hunk = [(True, i2 - n, i2, j2 - n, j2)] if k < len(joined) - 1 else []
    if hunk:
        yield hunk
