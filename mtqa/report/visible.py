"""Users' text made safe to look at: every invisible control becomes a visible sign.

Escaping for HTML is the template engine's work; this module removes what escaping leaves:
characters that a terminal obeys, that reorder the line, or that no encoding can carry.
"""

from __future__ import annotations

import re

#: C0 but tab and line feed, DEL, C1, bidi marks, embeddings, overrides and isolates,
#: interlinear anchors, lone surrogates, noncharacters of the basic plane.
_UNSAFE = re.compile(
    "\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e"
    "\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return ``text`` with controls shown: NUL as ``␀``, an override as ``[U+202E]``.

    Line feeds and tabs stay, other line ends become line feeds, and a lone surrogate becomes
    U+FFFD, so the result always encodes as UTF-8. Applying it twice changes nothing.
    """
    return _UNSAFE.sub(_sign, text)


def one_line(text: str) -> str:
    """Return :func:`visible` text with every run of white space made one space."""
    return _SPACE.sub(" ", visible(text)).strip()


def _sign(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character[0])
    if character[0] == "\r":
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code >= 0xFFFE:
        return "\ufffd"
    return f"[U+{code:04X}]"
