"""Phrases that look like spun technical terms and that native prose holds: a small fitted table.

It tells two things of the lists in :mod:`mtqa.detectors.spun_terms` and holds no text: which
phrases that they lead back to a term stand in native prose, and in how many different ones of them
each swap was met there. Both are known by 32-bit hashes. ``mtqa.train.terms`` fits it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from mtqa.errors import ConfigError

#: File of the table in ``mtqa/detectors/data``.
TABLE = "attested.npz"
#: More native phrases of a swap than this say no more.
MOST = 255


class Attested:
    """What native prose holds.

    Args:
        phrases: hashes of phrases.
        swaps: hash of a swap → native phrases it was met in; swaps never met are not there.
    """

    def __init__(self, phrases: Iterable[int] = (), swaps: Mapping[int, int] | None = None) -> None:
        self._phrases = frozenset(phrases)
        self._swaps = swaps or {}

    def holds(self, phrase: tuple[str, ...]) -> bool:
        """Tell whether native prose holds a phrase, in base forms."""
        return phrase_key(phrase) in self._phrases

    def phrases_of(self, found: str, word: str) -> int:
        """Return in how many native phrases ``found`` could have stood for ``word``."""
        return self._swaps.get(swap_key(found, word), 0)

    def save(self, path: Path) -> None:
        """Write a file that :func:`attested` reads."""
        phrases = np.array(sorted(self._phrases), dtype=np.uint32)
        swaps = np.array(sorted(self._swaps), dtype=np.uint32)
        counts = [min(self._swaps[int(key)], MOST) for key in swaps]
        np.savez_compressed(
            path,
            # Differences of sorted keys need fewer bits than the keys.
            phrases=np.diff(phrases, prepend=np.uint32(0)),
            swaps=np.diff(swaps, prepend=np.uint32(0)),
            counts=np.array(counts, dtype=np.uint8),
        )


def phrase_key(phrase: tuple[str, ...]) -> int:
    """Return the hash of a phrase, in [0, 2**32)."""
    return zlib.crc32(" ".join(phrase).encode())


def swap_key(found: str, word: str) -> int:
    """Return the hash of a swap, in [0, 2**32)."""
    return zlib.crc32(f"{found}>{word}".encode())


@cache
def attested() -> Attested:
    """Return the shipped table.

    Raises:
        ConfigError: it is missing or damaged.
    """
    try:
        with as_file(files("mtqa") / "detectors" / "data" / TABLE) as path, np.load(path) as table:
            phrases = np.cumsum(table["phrases"], dtype=np.uint32).tolist()
            swaps = np.cumsum(table["swaps"], dtype=np.uint32).tolist()
            return Attested(phrases, dict(zip(swaps, table["counts"].tolist(), strict=True)))
    except (OSError, EOFError, BadZipFile, KeyError, ValueError) as error:
        raise ConfigError(f"data/{TABLE} is missing or damaged; reinstall mtqa") from error
