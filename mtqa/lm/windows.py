"""Cut a long token sequence into windows so that every token is scored exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``[start, end)`` are read; only ``[fresh, end)`` are scored here."""

    start: int
    fresh: int
    end: int


def windows(n_tokens: int, size: int) -> Iterator[Window]:
    """Yield windows of at most ``size`` tokens with half a window of left context.

    The ``fresh`` parts partition ``[0, n_tokens)``: nothing is truncated, nothing counts twice.
    """
    if size < 2:
        raise ValueError("a window holds at least two tokens")
    end = min(size, n_tokens)
    if n_tokens:
        yield Window(0, 0, end)
    while end < n_tokens:
        fresh, end = end, min(end + size // 2, n_tokens)
        yield Window(max(0, end - size), fresh, end)
