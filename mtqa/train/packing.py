"""Turn the corpus into one shuffled stream of token ids on disk.

Paragraphs are the unit: the scorer sees each paragraph alone, behind ``<s>``, so training
does too. The stream is a ``uint16`` file that is mapped, never read whole; step ``i`` of a
run reads its slice, which makes resuming trivial.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mtqa.lm.tokenizer import SentencePieceTokenizer
from mtqa.train.corpus import iter_corpus

Tokens = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class PackedCorpus:
    """The mapped training stream and the held-out paragraphs."""

    train: Tokens
    held_out: tuple[HeldOutParagraph, ...]

    def batch(self, step: int, batch_size: int, length: int) -> npt.NDArray[np.int64]:
        """Return rows of ``length + 1`` ids for ``step``, wrapping at the end of the stream."""
        per_epoch = (len(self.train) - 1) // length
        rows = [(step * batch_size + row) % per_epoch for row in range(batch_size)]
        return np.stack(
            [self.train[row * length : row * length + length + 1] for row in rows]
        ).astype(np.int64)


@dataclass(frozen=True, slots=True)
class HeldOutParagraph:
    """A paragraph that no training step sees."""

    genre: str
    text: str


def pack_corpus(
    data_dir: Path,
    tokenizer: SentencePieceTokenizer,
    work_dir: Path,
    *,
    seed: int,
    held_out_limit: int = 500,
) -> PackedCorpus:
    """Tokenise ``data_dir`` into ``work_dir`` once, and map the result.

    Args:
        data_dir: folder of ``*.jsonl.xz`` shards.
        tokenizer: the trained tokenizer.
        work_dir: where ``train.bin`` and ``held_out.jsonl`` are kept between runs.
        seed: order of the paragraphs.
        held_out_limit: how many held-out paragraphs to keep, spread over all sources.
    """
    train_path, held_path = work_dir / "train.bin", work_dir / "held_out.jsonl"
    if not train_path.is_file():
        work_dir.mkdir(parents=True, exist_ok=True)
        held_out, starts = _tokenise(data_dir, tokenizer, work_dir / "unshuffled.bin")
        _shuffle(work_dir / "unshuffled.bin", starts, train_path, seed)
        order = np.random.default_rng(seed).permutation(len(held_out))[:held_out_limit]
        with held_path.open("w", encoding="utf-8") as out:
            for i in order:
                out.write(json.dumps({"genre": held_out[i].genre, "text": held_out[i].text}) + "\n")
    with held_path.open(encoding="utf-8") as lines:
        paragraphs = tuple(HeldOutParagraph(**json.loads(line)) for line in lines)
    return PackedCorpus(np.memmap(train_path, dtype=np.uint16, mode="r"), paragraphs)


def _tokenise(
    data_dir: Path, tokenizer: SentencePieceTokenizer, path: Path
) -> tuple[list[HeldOutParagraph], array[int]]:
    """Write ``<s> paragraph`` after ``<s> paragraph`` and return where each begins."""
    starts: array[int] = array("q")
    held_out: list[HeldOutParagraph] = []
    written = 0
    with path.open("wb") as out:
        for document in iter_corpus(data_dir):
            if document.held_out:
                genre = document.genre.split(":", maxsplit=1)[0]
                held_out.extend(HeldOutParagraph(genre, p) for p in document.paragraphs)
                continue
            for paragraph in document.paragraphs:
                ids = np.array([tokenizer.bos_id, *tokenizer.encode(paragraph).ids], np.uint16)
                starts.append(written)
                written += len(ids)
                out.write(ids.tobytes())
    starts.append(written)
    return held_out, starts


def _shuffle(source: Path, starts: array[int], target: Path, seed: int) -> None:
    """Copy the paragraphs of ``source`` to ``target`` in a seeded order."""
    tokens = np.memmap(source, dtype=np.uint16, mode="r")
    partial = target.with_suffix(".part")
    with partial.open("wb") as out:
        for i in np.random.default_rng(seed).permutation(len(starts) - 1):
            out.write(tokens[starts[i] : starts[i + 1]].tobytes())
    partial.rename(target)
    source.unlink()
