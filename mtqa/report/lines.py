"""Line and column of an offset, as editors and code-review tools count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE_END = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text; line and column count from 1, columns in code points."""

    line: int
    column: int


class LineIndex:
    r"""Finds positions in one text after one pass over it; lines end at ``\n`` or ``\r\n``."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def at(self, offset: int) -> Position:
        """Return the position of the code point at ``offset`` (the end of the text included)."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)
