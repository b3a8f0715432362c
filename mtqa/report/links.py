"""A path or an id as a relative URL, which can name no scheme and no other host."""

from __future__ import annotations

import re
from urllib.parse import quote

#: Surrogates other than the ones by which Python holds a file name's undecodable bytes.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def relative_url(path: str) -> str:
    """Return ``path`` percent-encoded; ``:`` too, so that ``javascript:x`` stays a path."""
    return quote(_NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape"), safe="/")


def href(path: str) -> str:
    """Return a link to ``path``, relative to the page that holds it."""
    return "./" + relative_url(path).lstrip("/")
