r"""Wrong dash or ellipsis.

What it finds
    Sequences that no English style knows: ``- -``, ``–-``, ``——``, ``……``, ``…..``.

Why it suggests machine translation
    Chinese writes a dash as ``——`` and an ellipsis as ``……``; engines copy them, or break dashes
    into tokens and leave the space.

Examples
    ``He waited…… nobody came.``

When it is wrong
    ``--`` (typewriter), three or four dots, spaced dots and option names (``--help``) stay
    silent, and so do dashes for a name or the letters of an oath (``Mr. B——``, ``d - - n``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.types import Severity

#: Any run of dashes and dots that begins with a dash or an ellipsis mark.
_RUN = re.compile(r"[…。–—-](?:[…。–—.-]+| -(?= \w))")
_WRONG = re.compile(r"……+|…\.{2,}|。。+|[–—]-+|-+[–—]|- -|——|–—|—–")
_LEFT_OUT = re.compile(r"(?:\b[A-Za-z]{1,2}|\s|\A)\Z")
#: ``f - - k``: the dashes stand for the letters of an oath.
_OATH = re.compile(r"(?:\b[B-HJ-Zb-z]|\bmotherf) ?\Z")


def find(view: View) -> Iterator[Match]:
    """Yield the run of marks."""
    text = view.text
    for found in _RUN.finditer(text):
        start, end = found.span()
        run = found.group()
        if not _WRONG.fullmatch(run) or (run == "- -" and text[start - 1 : start] != " "):
            continue
        if run == "——" and _LEFT_OUT.search(text[max(0, start - 3) : start]):
            continue
        if _OATH.search(text[max(0, start - 10) : start]):
            continue
        suggestion = {"……": "…", "——": "—"}.get(run)
        yield Match(start, end, f"“{run}” is no English dash or ellipsis", suggestion)


DETECTOR = Detector(
    id="punctuation.dash_or_ellipsis",
    summary="a sequence of dashes or dots that no English style knows",
    severity=Severity.MINOR,
    confidence=0.97,
    find=find,
    bad=(
        "He waited by the gate⟦……⟧ nobody came.",
        "It was the river⟦——⟧the longest in the country.",
        "She left ⟦- -⟧ and never came back.",
    ),
    good=(
        "He waited -- and waited -- and left.",
        "He waited.... And then . . . nothing.",
        "It was the river—the longest—that he loved.",
        "It is a d - - n shame, and the b—-d got away with it.",
        "Mr. B—— and Lady C—— met in the park.",
        "Run it with --help or -v.",
        "Pages 3–5, 1990–95, Monday-Friday…",
    ),
)
