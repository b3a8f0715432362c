"""What a word costs behind an article or ``to`` when little else is known.

A reading tells how likely ``a`` is at a place, but not how likely the word there would be behind
it: the model would have to read the text again. Behind ``a`` without much context, ``house`` is
cheap, ``because`` and ``they`` are dear, and that leaves a few places to read again.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from mtqa.lm.reading import ReadingModel

INDEFINITE = ("a", "an")
#: Other words are rarely what is missing.
PARTICLES = ("to",)
#: Sentences that leave open what comes behind the added word.
_NOMINAL = ("They are in {} place", "It was {} thing", "She spoke of {} man", "We have {} book")
_VERBAL = ("They want {} go", "It began {} work", "She is ready {} leave", "We have {} stay")
_MOST = 40.0


class Additions:
    """Knows what the model expects behind added words; reads a few sentences once."""

    def __init__(self, model: ReadingModel) -> None:
        self._typical = {
            word: [model.read(sentence.format(word)) for sentence in sentences]
            for words, sentences in ((INDEFINITE, _NOMINAL), (PARTICLES, _VERBAL))
            for word in words
        }
        self.bits = lru_cache(maxsize=50_000)(self._bits)

    def _bits(self, word: str, piece: int) -> float:
        """Return −log2 of the mean probability of ``piece`` behind ``word``, at most 40."""
        readings = self._typical[word]
        bits = [float(r.rival_bits([len(r.ids) - 1], [piece])[0]) for r in readings]
        return min(_MOST, -float(np.log2(np.mean(np.exp2(-np.array(bits))))))
