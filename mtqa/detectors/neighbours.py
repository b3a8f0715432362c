"""How often words stand beside each other in native prose: a small fitted table.

The table holds counts only where a word of ``data/spinner_swaps.yaml`` (or what it stands for)
is one of the two, and no text. A pair is known by a 32-bit hash, its count by its size class
(see :func:`level`), so the whole costs few bytes a pair. ``mtqa.train.neighbours`` fits it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mtqa.errors import ConfigError

#: File of the table in ``mtqa/detectors/data``.
TABLE = "neighbours.npz"
#: Stands for any number, which says little by itself.
NUMBER = "0"
_LEVELS_PER_DOUBLING = 4


def pair_key(left: str, right: str) -> int:
    """Return the hash of two words side by side, in [0, 2**32)."""
    return next_key(word_key(left), right)


def next_key(left: int, right: str) -> int:
    """Return :func:`pair_key` of a word whose :func:`word_key` is ``left`` and of ``right``."""
    return zlib.crc32(f" {right}".encode(), left)


def word_key(word: str) -> int:
    """Return the hash of a word alone, in [0, 2**32)."""
    return zlib.crc32(word.encode())


def level(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return size classes of positive counts: four a doubling, 1 for a count of 1."""
    classes = np.round(np.log2(counts.astype(np.float64)) * _LEVELS_PER_DOUBLING)
    return (classes + 1).astype(np.uint8)


class Neighbours:
    """The table: counts by hash."""

    def __init__(self, keys: NDArray[np.uint32], levels: NDArray[np.uint8], words: int) -> None:
        """Keep a table.

        Args:
            keys: hashes in rising order, each once.
            levels: the size class of each.
            words: running words that were counted.
        """
        self._keys = keys
        self._levels = levels
        self.words = words

    def counts(self, keys: Sequence[int]) -> NDArray[np.float64]:
        """Return the counts of ``keys``, shape ``(len(keys),)``; 0 for what is not there."""
        wanted = np.asarray(keys, dtype=np.uint32)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        sizes = np.exp2((self._levels[at].astype(np.float64) - 1) / _LEVELS_PER_DOUBLING)
        return np.where(self._keys[at] == wanted, sizes, 0.0)


def save_neighbours(path: Path, counts: dict[int, int], words: int) -> None:
    """Write ``counts`` (positive, by hash) as a table that :func:`neighbours` reads."""
    keys = np.array(sorted(counts), dtype=np.uint32)
    levels = level(np.array([counts[int(key)] for key in keys], dtype=np.int64))
    # Differences of sorted keys need fewer bits than the keys.
    steps = np.diff(keys, prepend=np.uint32(0))
    np.savez_compressed(path, steps=steps, levels=levels, words=np.array(words))


@cache
def neighbours() -> Neighbours:
    """Return the shipped table.

    Raises:
        ConfigError: the file is missing or damaged.
    """
    try:
        with (
            as_file(files("mtqa.detectors") / "data" / TABLE) as path,
            np.load(path, allow_pickle=False) as table,
        ):
            keys = np.cumsum(table["steps"], dtype=np.uint32)
            return Neighbours(keys, table["levels"], int(table["words"]))
    except (OSError, EOFError, BadZipFile, KeyError, ValueError) as error:
        raise ConfigError(f"data/{TABLE} is missing or damaged; reinstall mtqa") from error
