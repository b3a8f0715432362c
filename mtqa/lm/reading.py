"""A text that the language model has read, and what it would have given other words in it.

The model computes a distribution over all words at every place anyway. Kept as the hidden states
they come from, the distributions take a kilobyte a token, and the bits of a rival word are
one scalar product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from mtqa.lm.base import SurprisalModel
from mtqa.network import Floats
from mtqa.types import TokenSurprisal


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model read it, piece by piece.

    Attributes:
        tokens: what :meth:`SurprisalModel.surprisals` gives for the text.
        ids: the pieces, [n].
        bits: −log2 p of each piece, [n].
        starts: index of the piece that begins the word at a code point of the text, for words
            behind a space.
        rival_bits: given places [m] and pieces [m], the bits that the model would have given each
            piece at its place, [m].
        piece_of: the piece that is a whole word, or None where the word takes several.
    """

    tokens: tuple[TokenSurprisal, ...]
    ids: tuple[int, ...]
    bits: tuple[float, ...]
    starts: Mapping[int, int]
    rival_bits: Callable[[Sequence[int], Sequence[int]], Floats]
    piece_of: Callable[[str], int | None]


class ReadingModel(SurprisalModel, Protocol):
    """A model that also tells what else it would have read."""

    def read(self, text: str) -> Reading:
        """Read one text; its tokens are those of ``surprisals``."""
        ...


def can_read(model: SurprisalModel | None) -> TypeGuard[ReadingModel]:
    """Tell whether a model is a :class:`ReadingModel`."""
    return hasattr(model, "read")
