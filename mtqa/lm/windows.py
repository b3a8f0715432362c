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
    """Yield windows of at most ``size`` tokens, later ones with some left context.

    The context is a quarter of a window: to read more costs time and tells the shipped model next
    to nothing (docs/lm.md). The ``fresh`` parts partition ``[0, n_tokens)``: nothing is
    truncated, nothing counts twice.
    """
    if size < 2:
        raise ValueError("a window holds at least two tokens")
    context = max(1, size // 4)
    end = min(size, n_tokens)
    if n_tokens:
        yield Window(0, 0, end)
    while end < n_tokens:
        fresh, end = end, min(end + size - context, n_tokens)
        yield Window(fresh - context, fresh, end)
