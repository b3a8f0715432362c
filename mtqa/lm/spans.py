"""From a tokenizer's pieces to tokens that a reader can see."""

from __future__ import annotations

from collections.abc import Sequence

from mtqa.lm.tokenizer import Encoding
from mtqa.types import Span, TokenSurprisal


def join_pieces(text: str, encoding: Encoding, bits: Sequence[float]) -> tuple[TokenSurprisal, ...]:
    """Join pieces to tokens with spans that are never empty and begin at no white space.

    Byte pieces of one character and a bare space before a word are added to what follows;
    pieces at the very end that cover nothing but space are dropped into the token before.
    """
    tokens: list[TokenSurprisal] = []
    waiting = 0.0
    for start, end, value in zip(encoding.starts, encoding.ends, bits, strict=True):
        waiting += value
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if tokens and start < end <= tokens[-1].span.end:
            continue  # another piece of a character that is already covered
        if tokens and start < tokens[-1].span.end:
            start = tokens[-1].span.end
        if start < end:
            tokens.append(TokenSurprisal(Span(start, end), waiting))
            waiting = 0.0
    if waiting and tokens:
        last = tokens[-1]
        tokens[-1] = TokenSurprisal(last.span, last.bits + waiting)
    return tuple(tokens)
