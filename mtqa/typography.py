"""Fold typographic variants that must not carry a decision, one code point for one.

Curly or straight quotes and the kind of dash tell about an editor, not about a machine. The
fold keeps the length of the text, so offsets into the folded text are offsets into the
original.
"""

from __future__ import annotations

_FOLDS = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    " ": "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t",
}
_VARIANTS = [(variant, plain) for plain, variants in _FOLDS.items() for variant in variants]


def fold_typography(text: str) -> str:
    """Return ``text`` with straight quotes, hyphens and plain spaces; the length is kept."""
    # Most texts have none or a few of the variants: looking for each is several times as fast as
    # translating every character.
    for variant, plain in _VARIANTS:
        if variant in text:
            text = text.replace(variant, plain)
    return text
