"""Tell whether a text only mentions words: puts them between quotation marks."""

from __future__ import annotations

import re

#: How far away a mark may stand, in code points: the quotation is hardly longer than the words.
_REACH = 25
_BEFORE = re.compile(r"[\s(\[/=>*_—–-][\"'“‘„‚«‹「『][^\"“”„«»\n.!?]*\Z")
_AFTER = re.compile(r"[^\"“”„«»\n.!?]*?[.,]?(?:[\"”»›」』]|['’](?!\w))")


def is_mentioned(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` stands in a quotation of a few words."""
    before = text[start - _REACH : start] if start >= _REACH else " " + text[:start]
    return bool(_BEFORE.search(before) and _AFTER.match(text, end, end + _REACH))
