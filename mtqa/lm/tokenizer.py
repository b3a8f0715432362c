"""The project's sentencepiece tokenizer, with exact code-point offsets.

The model is a unigram model with byte fallback and *identity* normalisation: NFKC would
change the text's length (``…`` becomes three dots), and every offset after it would be
off. Pieces therefore cover the text without gaps; of several byte pieces of one character
all but the last are empty spans at its start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import sentencepiece as spm

from mtqa.errors import ModelError

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """Token ids with the half-open code-point span of each."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)


class SentencePieceTokenizer:
    """Wrap a sentencepiece model file.

    Args:
        path: the ``spm.model`` file.

    Raises:
        ModelError: the file is missing or no sentencepiece model.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ModelError(f"{path}: no tokenizer there; pass --model a folder with spm.model")
        try:
            self._processor = spm.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise ModelError(f"{path}: not a sentencepiece model ({error})") from error
        self.bos_id: int = self._processor.bos_id()
        self.vocab_size: int = self._processor.vocab_size()

    def encode(self, text: str) -> Encoding:
        """Split ``text`` into pieces.

        A lone surrogate cannot be written in UTF-8, which sentencepiece needs; it stands
        as U+FFFD for the model, one code point for one, so offsets hold.
        """
        clean = _SURROGATE.sub("\ufffd", text)
        pieces = self._processor.encode(clean, return_type="offset_mapping")
        starts, ends = zip(*pieces["offsets"], strict=True) if pieces["ids"] else ((), ())
        return Encoding(tuple(pieces["ids"]), starts, ends)
