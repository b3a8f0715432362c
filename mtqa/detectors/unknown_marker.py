r"""Unknown-word marker.

What it finds
    Signs of a model's own vocabulary: ``<unk>``, ``[UNK]``, ``⁇``, ``</s>``, ``<|endoftext|>``,
    subword joints (``trans@@ lation``, ``▁word``).

Why it suggests machine translation
    They exist only inside a model's tokenizer and leak where post-processing failed.

Examples
    ``The mayor of <unk> resigned.``

When it is wrong
    Papers on language models print such markers, mostly in quotation marks or code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqa.detectors.base import Detector, Match, View
from mtqa.detectors.masked_tags import with_tags
from mtqa.types import Severity

_MARKER = re.compile(
    r"(?:<unk>[ ]?)*<unk>|<UNK>|\[UNK\]|⁇|</?s>|<pad>|\[PAD\]|\[SEP\]|\[CLS\]"
    r"|\[MASK\]|<\|[a-z_]{2,30}\|>"
    r"|(?<=[a-z])@@(?= ?[a-z])|▁|(?<=\bthe )UNK\b(?= [a-z])|\bUNK UNK\b"
)
_SIGNS = ("<", "[", "⁇", "@@", "▁", "UNK")


def find(view: View) -> Iterator[Match]:
    """Yield markers that stand bare."""
    text = with_tags(view)
    if not any(sign in text for sign in _SIGNS):
        return
    for found in _MARKER.finditer(text):
        start, end = found.span()
        if start and text[start - 1] in "\"'“‘`" and text[end : end + 1] in "\"'”’`":
            continue
        yield Match(start, end, f"“{found.group()}” is a marker from a model's vocabulary")


DETECTOR = Detector(
    id="residue.unknown_marker",
    summary="a marker from a language model's vocabulary",
    severity=Severity.CRITICAL,
    confidence=0.97,
    find=find,
    bad=(
        "The mayor of ⟦<unk>⟧ resigned.",
        "He paid 30 ⟦⁇⟧ for the ticket.",
        "The trans⟦@@⟧ lation was poor.",
        "They met in ⟦[UNK]⟧ on Monday.",
    ),
    good=(
        "The token “<unk>” stands for any rare word.",
        "Studied at UNK, the University of Nebraska at Kearney.",
        "Write to me @ home or tweet @sam.",
        "What?? Really?!",
        "The tag `<s>` strikes text out.",
    ),
)
