"""Bits per byte on native prose that no training step saw, by genre.

Bytes, because models cut text into tokens of their own; the same folded text for all, because a
model that has to spell out a curly quote pays for what another never sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtqa.evaluation.metrics import Estimate, Vector, bootstrap
from mtqa.lm.base import SurprisalModel
from mtqa.train.corpus import bucket, iter_corpus

#: A shorter paragraph is a heading; a longer one would be half the sample.
_MIN_CHARACTERS, _MAX_CHARACTERS = 100, 1_500


@dataclass(frozen=True, slots=True)
class HeldOutText:
    """A paragraph of a held-out document; ``document`` is the resampling block."""

    genre: str
    document: str
    text: str


def sample_held_out(folder: Path, per_genre: int) -> list[HeldOutText]:
    """Draw ``per_genre`` paragraphs of each genre from the held-out documents of ``folder``.

    A hash of the paragraph decides, so the sample is the same in every run. Genres that have
    fewer give what they have.

    Raises:
        TrainingError: the folder holds no corpus.
    """
    found: dict[str, list[HeldOutText]] = defaultdict(list)
    for document in iter_corpus(folder):
        if document.held_out:
            genre = document.genre.split(":", maxsplit=1)[0]
            found[genre].extend(
                HeldOutText(genre, document.key, paragraph)
                for paragraph in document.paragraphs
                if _MIN_CHARACTERS <= len(paragraph) <= _MAX_CHARACTERS
            )
    return [
        text
        for genre in sorted(found)
        for text in sorted(found[genre], key=lambda t: bucket(t.text, 1 << 64))[:per_genre]
    ]


def bits_per_byte(model: SurprisalModel, texts: Sequence[HeldOutText]) -> dict[str, Estimate]:
    """Return bits per UTF-8 byte by genre and over ``all`` texts, with 95 % intervals."""
    scored = model.surprisals([text.text for text in texts])
    bits = np.array([sum(token.bits for token in tokens) for tokens in scored])
    size = np.array([len(text.text.encode()) for text in texts], dtype=float)
    genres = [*sorted({text.genre for text in texts}), "all"]
    rows = {
        genre: [i for i, text in enumerate(texts) if genre in (text.genre, "all")]
        for genre in genres
    }
    return {
        genre: _ratio(bits[own], size[own], [texts[i].document for i in own])
        for genre, own in rows.items()
    }


def _ratio(bits: Vector, size: Vector, blocks: Sequence[str]) -> Estimate:
    return bootstrap(lambda rows: float(bits[rows].sum() / size[rows].sum()), None, blocks)
