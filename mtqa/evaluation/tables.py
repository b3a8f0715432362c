"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; cells are printed as they are.

    Raises:
        ValueError: a row has more or fewer cells than the head.
    """
    lines = [head, ["---"] * len(head), *rows]
    for line in lines:
        if len(line) != len(head):
            raise ValueError(f"{len(line)} cells under {len(head)} headings: {line}")
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
