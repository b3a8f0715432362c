"""Give detectors of markup back what the masks hide from all others.

Masks hide every ``<…>`` tag so that no detector of language reads it. A tag that stands alone in
prose is a fault all the same; a tag inside masked code is not.
"""

from __future__ import annotations

import re

from mtqa.detectors.base import MASK, View

_HIDDEN = re.compile(f"{MASK}+")
_ONLY_TAGS = re.compile(r"(?:</?[A-Za-z][^<>]{0,500}>)+")


def with_tags(view: View) -> str:
    """Return ``view.text`` with masked stretches that are nothing but tags written out."""
    if "<" not in view.original or MASK not in view.text:
        return view.text

    def written_out(hidden: re.Match[str]) -> str:
        stretch = view.original[hidden.start() : hidden.end()]
        return stretch if _ONLY_TAGS.fullmatch(stretch) else hidden.group()

    return _HIDDEN.sub(written_out, view.text)
