"""What several detectors do alike: turn patterns, phrase lists or edits into matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from mtqa.critic.edits import Kind
from mtqa.detectors.base import Match, View
from mtqa.detectors.phrases import Found, PhraseFinder, PhraseList
from mtqa.detectors.shipped_list import read_list


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


def phrase_matches(view: View, name: str, message: str) -> Iterator[Match]:
    """Yield a match for every phrase of a shipped list.

    Args:
        view: where to look.
        name: the list's, in ``mtqa/detectors/data``.
        message: as :func:`phrase_match` takes it.

    Raises:
        ConfigError: the list is damaged.
    """
    for found in shipped_phrases(name).find(view.text):
        yield phrase_match(view, found, message)


@cache
def shipped_phrases(name: str) -> PhraseFinder:
    """Return the compiled list ``mtqa/detectors/data/<name>.yaml``, read once.

    Raises:
        ConfigError: the list is damaged.
    """
    return PhraseFinder(read_list(name, PhraseList))


def phrase_match(view: View, found: Found, message: str) -> Match:
    """Return the match of a phrase found in ``view.text``.

    Args:
        view: where it was found.
        found: the place and the entry of the list.
        message: the reason; ``{quoted}`` stands for the text, ``{intended}`` for what a writer
            would say, ``{source}`` for the language that says it so.
    """
    reason = message.format(
        quoted=view.original[found.start : found.end],
        intended=found.intended,
        source=found.phrase.source,
    )
    return Match(found.start, found.end, reason, found.suggestion)


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
