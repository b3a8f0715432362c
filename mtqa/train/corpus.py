"""Stream prose for the language model: fold, de-duplicate, split by document.

Nothing here holds the corpus in memory: documents are read one by one, and only a 64-bit
digest of each paragraph is kept to drop repeats.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqa.errors import TrainingError
from mtqa.typography import fold_typography

#: Publishers that no training step sees; false-alarm rates are measured on them.
HELD_OUT_OUTLETS = frozenset({"The Guardian", "Al Jazeera", "New York Post", "Reuters"})
HELD_OUT_SOURCES = frozenset({"wikinews_2019_20", "stackexchange_blog"})
#: One document in this many is held out of every other source.
HELD_OUT_ONE_IN = 50


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A human text with its origin; ``paragraphs`` are folded and never empty."""

    key: str
    source: str
    genre: str
    publisher: str
    paragraphs: tuple[str, ...]
    held_out: bool


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a ``.jsonl`` or ``.jsonl.xz`` file."""
    with (
        lzma.open(path, "rt", encoding="utf-8")
        if path.suffix == ".xz"
        else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            yield json.loads(line)


def bucket(key: str, of: int) -> int:
    """Return a stable pseudo-random number in [0, of) for ``key``."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") % of


def iter_corpus(folder: Path, *, fold: bool = True) -> Iterator[CorpusDocument]:
    """Yield the documents of ``folder`` (``*.jsonl.xz``), file by file, repeats dropped.

    Raises:
        TrainingError: the folder holds no shards.
    """
    shards = sorted(folder.glob("*.jsonl.xz"))
    if not shards:
        raise TrainingError(f"{folder}: no *.jsonl.xz there; point data_dir at the human/ folder")
    seen: set[int] = set()
    for shard in shards:
        for record in read_jsonl(shard):
            key = f"{record['source']}/{record['id']}"
            publisher = record.get("outlet") or record["source"]
            paragraphs = []
            for block in record["text"].split("\n\n"):
                text = fold_typography(block) if fold else block
                digest = bucket(text, 1 << 64)
                if text.strip() and digest not in seen:
                    seen.add(digest)
                    paragraphs.append(text.strip())
            if paragraphs:
                yield CorpusDocument(
                    key=key,
                    source=record["source"],
                    genre=record["genre"],
                    publisher=publisher,
                    paragraphs=tuple(paragraphs),
                    held_out=(
                        publisher in HELD_OUT_OUTLETS
                        or record["source"] in HELD_OUT_SOURCES
                        or bucket(key, HELD_OUT_ONE_IN) == 0
                    ),
                )
