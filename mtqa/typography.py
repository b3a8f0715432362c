"""Fold typographic variants that must not carry a decision.

Curly or straight quotes and the kind of dash tell about an editor, not about a machine;
spaces before marks (``he said , and did n't``) about a tokeniser or a typist; entities
(``didn&#039;t``) about how a page was copied.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_FOLDS = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    " ": "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t",
}
#: A space that typesetting does without, in text with folded quotation marks.
LOOSE_SPACE = re.compile(r" (?=[,.;:!?)\]%]|'s\b|n't\b)|(?<=[(\[]) (?=\S)")
_BREAKS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BLOCK_TAG = (
    r"</?(?i:p|br|div|li|ul|ol|dl|dt|dd|t[dhr]|table|h[1-6]|hr|blockquote|pre|img)\b[^<>]{0,300}>"
)
_INLINE_TAG = (
    r"</?(?i:a|abbr|b|big|cite|code|em|font|i|mark|q|s|small|span|strong|su[bp]|tt|u)\b"
    r"[^<>]{0,300}>"
)
#: Emphasis and links of Markdown and of wikis.
_MARKUP = (
    r"(?<![\w*])[*_]{1,3}(?=[\w\"'(])|(?<=[\w.!?,;:\"')])[*_]{1,3}(?![\w*])"
    r"|\[\[(?:[^\[\]|\n]{1,100}\|)?|\]\]|\[(?=[^\[\]\n]{1,200}\]\()|\]\([^()\s]{1,400}\)"
)
#: What is one space to a reader: white space, where a line ends with the marks of a quoted mail
#: before the next one, where a block of a page begins or ends.
_GAP = re.compile(rf"(?:[{_BREAKS}](?:\s|>(?=[ >\w]))*|\s|{_BLOCK_TAG})+")
#: What is nothing to a reader: marks at the head of a quoted mail, characters that show nothing,
#: tags, marks of emphasis and links, numbers of notes, the stroke that escapes a quotation mark.
_NOTHING = re.compile(
    rf"\A>(?:\s|>)*(?=\S)|[\u00ad\u200b-\u200f\u2060\ufeff]|{_INLINE_TAG}"
    rf"|\[(?:[0-9]{{1,3}}|citation needed)\]|\\(?=[\"'])|{_MARKUP}"
)
#: Without one of these there is neither.
_UNTIDY = re.compile(rf"  |[{_BREAKS}<>\[\\*_\u00ad\u200b-\u200f\u2060\ufeff]")
#: Also escaped twice: ``&amp;#39;``.
_ENTITY = re.compile(
    r"&(?:amp;){0,2}(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}[0-9]{0,2});"
)
_VARIANTS = [(variant, plain) for plain, variants in _FOLDS.items() for variant in variants]


def fold_typography(text: str) -> str:
    """Return ``text`` with straight quotes, hyphens and plain spaces.

    The length is kept: offsets into the folded text are offsets into the original.
    """
    # Most texts have none or a few of the variants: looking for each is several times as fast as
    # translating every character.
    for variant, plain in _VARIANTS:
        if variant in text:
            text = text.replace(variant, plain)
    return text


@dataclass(frozen=True, slots=True)
class ClosedText:
    """A text without its loose spaces and entities, and where it came from.

    Attributes:
        text: what is left.
        removed: places of what is gone in the original, rising.
    """

    text: str
    removed: tuple[int, ...]

    def boundaries(self) -> list[int]:
        """Return the original's boundary for each boundary of ``text``, [len(text) + 1].

        What is gone falls to what follows it, so that spans without gaps stay so.
        """
        found: list[int] = []
        start = 0
        for place in self.removed:
            found.extend(range(start, place + 1))
            start = place + 2
        end = len(self.text) + len(self.removed)
        found.extend(range(start, end + 1))
        found[-1] = end  # what is gone at the end falls to what is left before it
        return found


def unescape(text: str) -> ClosedText:
    """Put the plain character that it stands for in each HTML entity's last place."""
    if "&" not in text:
        return ClosedText(text, ())
    pieces: list[str] = []
    removed: list[int] = []
    at = 0
    for found in _ENTITY.finditer(text):
        plain = found.group()
        while (after := html.unescape(plain)) != plain:
            plain = after
        if len(plain) == 1:
            start, end = found.span()
            pieces += (text[at:start], fold_typography(plain))
            removed.extend(range(start, end - 1))
            at = end
    return ClosedText("".join((*pieces, text[at:])), tuple(removed))


def close_up(text: str) -> ClosedText:
    """Fold a text's typography and entities, and leave out what a reader does not read.

    That are spaces before marks, all but one space in a row, ends of lines, and what
    :data:`_NOTHING` names.
    """
    unescaped = unescape(fold_typography(text))
    folded = unescaped.text
    gone: set[int] = set()
    if _UNTIDY.search(folded):
        folded = _without_gaps(folded, gone)
    for found in LOOSE_SPACE.finditer(folded):
        gone.add(found.start())
    if len(gone) == len(folded) or (not gone and folded is unescaped.text):
        return unescaped
    places = sorted(gone)
    left = "".join([character for i, character in enumerate(folded) if i not in gone])
    if unescaped.removed:
        # A place of what is left, by the boundary behind it.
        boundaries = unescaped.boundaries()
        places = [boundaries[place + 1] - 1 for place in places]
    return ClosedText(left, tuple(sorted((*unescaped.removed, *places))))


def _without_gaps(folded: str, gone: set[int]) -> str:
    """Add to ``gone`` the places of what nobody reads; return the text with gaps as spaces."""
    for found in _NOTHING.finditer(folded):
        gone.update(range(*found.span()))
    pieces: list[str] = []
    at = 0
    for found in _GAP.finditer(folded):
        start, end = found.span()
        if found.group() != " ":
            # The last one stays: something has to follow what is left out.
            gone.update(range(start, end - 1))
            gone.discard(end - 1)
            pieces += (folded[at:start], " " * (end - start))
            at = end
    return "".join((*pieces, folded[at:]))
