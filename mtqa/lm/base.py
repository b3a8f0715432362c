"""What the pipeline asks of a language model, and a fake one for fast tests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Protocol

from mtqa.types import Span, TokenSurprisal


class SurprisalModel(Protocol):
    """Anything that tells how surprising each token of a text is.

    ``signature`` names the weights: equal signatures give equal scores.
    """

    signature: str

    def surprisals(self, texts: Sequence[str]) -> list[tuple[TokenSurprisal, ...]]:
        """Return the tokens of each text, in order, with spans in code points of that text.

        Tokens cover the text's non-space characters; spans are not empty, do not overlap and
        rise. A text's result depends on that text alone.
        """
        ...


class FakeModel:
    """A model without weights: a word's surprisal is a hash of its letters, 1 to 12 bits."""

    signature = "fake"

    def surprisals(self, texts: Sequence[str]) -> list[tuple[TokenSurprisal, ...]]:
        """Return one token a word or mark."""
        return [
            tuple(
                TokenSurprisal(Span(*found.span()), self._bits(found.group()))
                for found in re.finditer(r"\w+|[^\w\s]", text)
            )
            for text in texts
        ]

    @staticmethod
    def _bits(word: str) -> float:
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=2).digest()
        return 1.0 + int.from_bytes(digest, "big") % 1100 / 100
