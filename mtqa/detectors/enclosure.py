"""Tell whether a place stands inside brackets or quotation marks.

Writers put foreign words, glosses and samples of code there on purpose. Only a window around
the place is read, so that a detector stays linear however often it asks.
"""

from __future__ import annotations

#: How far, in code points, an opening and a closing mark may stand from the place.
WINDOW = 160

_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "„": "“", "‘": "’", "「": "」", "『": "』"}
_STRAIGHT = ('"', "'", "`", "*", "_")


def enclosed(text: str, start: int, end: int, window: int = WINDOW) -> bool:
    """Tell whether ``text[start:end]`` stands inside brackets or quotation marks.

    Both marks must be within ``window`` code points. A straight quote counts as opening
    only after white space or a bracket, as closing only before a space or a mark.
    """
    before = text[max(0, start - window) : start]
    after = text[end : end + window]
    for opening, closing in _PAIRS.items():
        at = before.rfind(opening)
        if at >= 0 and closing not in before[at + 1 :] and closing in after:
            return True
    return any(_opens(before, mark) and _closes(after, mark) for mark in _STRAIGHT if mark in after)


def _opens(before: str, mark: str) -> bool:
    at = before.rfind(mark)
    return at >= 0 and (at == 0 or not before[at - 1].isalnum()) and not before.endswith(mark + " ")


def _closes(after: str, mark: str) -> bool:
    at = after.find(mark)
    return at >= 0 and (at + 1 == len(after) or not after[at + 1].isalnum())
