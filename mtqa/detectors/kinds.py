"""What several detectors do alike: map a pattern or the critic's edits to matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from mtqa.critic.edits import Kind
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


def edit_matches(view: View, messages: Mapping[Kind, str]) -> Iterator[Match]:
    """Yield a match for every edit of the critic whose kind has a message.

    Args:
        view: what the language model read; without edits where it did not.
        messages: the reason by kind; ``{before}`` and ``{after}`` stand for the words.
    """
    for edit in view.edits:
        if edit.kind in messages:
            before = edit.span.of(view.original)
            message = messages[edit.kind].format(before=before, after=edit.after)
            yield Match(edit.span.start, edit.span.end, message, edit.after)
