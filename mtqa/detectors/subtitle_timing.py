r"""Subtitle timing.

What it finds
    Time codes of subtitle files (``00:01:02,500 --> 00:01:05,000``, ``[00:12.30]``) in the text.

Why it suggests machine translation
    Subtitle files go through a translator line by line, codes and all.

Examples
    ``00:00:01,000 --> 00:00:04,000 Welcome back.``

When it is wrong
    A manual of a subtitle format shows such lines; results of races have no arrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

_CODE = r"(?:[0-9]{1,2}:)?[0-9]{2}:[0-9]{2}[.,:][0-9]{2,3}"
_TIMING = re.compile(
    rf"(?<![\d:]){_CODE}[ ]?-{{1,2}}[>＞][ ]?{_CODE}|\[[0-9]{{2}}:[0-9]{{2}}\.[0-9]{{2,3}}\]"
)


def find(view: View) -> Iterator[Match]:
    """Yield time codes."""
    if ">" not in view.text and "＞" not in view.text and "[" not in view.text:
        return
    for found in _TIMING.finditer(view.text):
        yield Match(
            found.start(), found.end(), f"“{found.group()}” is the time code of a subtitle", ""
        )


DETECTOR = Detector(
    id="residue.subtitle_timing",
    summary="time codes of subtitles in the text",
    severity=Severity.MAJOR,
    confidence=0.8,
    find=find,
    preview=True,
    bad=(
        "⟦00:00:01,000 --> 00:00:04,000⟧ Welcome back to the show.",
        "He left. ⟦01:12.500 --> 01:15.000⟧ She stayed.",
        "⟦[00:12.30]⟧ And then we danced ⟦[00:15.10]⟧ all night.",
    ),
    good=(
        "She won in 1:02:03.5 ahead of a field of ten.",
        "The train runs 10:30 --> 12:45 on weekdays.",
        "At 00:01:02 the clock stopped.",
        "The verse [12:30] is well known.",
        "The ratio 10:20:30 -> 1:2:3 is simple.",
    ),
)
