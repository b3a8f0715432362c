"""What several detectors do alike: find a pattern, map it to matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mtqa.detectors.base import Match, View


def pattern_matches(
    pattern: re.Pattern[str],
    view: View,
    message: Callable[[str], str],
    suggestion: Callable[[re.Match[str]], str | None] | None = None,
    group: int | str = 0,
) -> Iterator[Match]:
    """Yield a match for every place where ``pattern`` stands in ``view.text``.

    Args:
        pattern: must be linear: no nested or adjacent unbounded repeats over the same class.
        view: where to look.
        message: makes the reason from the matched text.
        suggestion: makes the repair from the match; None where it is not certain.
        group: the group of ``pattern`` that is the span.
    """
    for found in pattern.finditer(view.text):
        start, end = found.span(group)
        yield Match(
            start,
            end,
            message(view.original[start:end]),
            suggestion(found) if suggestion else None,
        )
