"""The evidence encoder: a small pretrained transformer, fine-tuned on translation and judgement.

It reads a paragraph as masked words (no names, numbers, case or typography). What its layers say of
the paragraph and of each word is read by :mod:`mtqa.evidence.probes`; the weights are those of
:mod:`mtqa.evidence.bert`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from mtqa.arithmetic import Arithmetic, quickest_arithmetic
from mtqa.errors import ModelError
from mtqa.evidence.base import EncoderEvidence, WordEvidence
from mtqa.evidence.bert import BertNetwork, broken, read_weights
from mtqa.evidence.probes import PROBES_NAME, WORD_TARGETS, Probes, read_probes
from mtqa.evidence.words import masked_words
from mtqa.network import Floats
from mtqa.odds import sigmoid
from mtqa.types import Span

ENCODER_NAME = "encoder.safetensors"
PAD, UNKNOWN, FIRST, LAST = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
#: Word pieces that the network reads at once, [CLS] and [SEP] among them.
WINDOW = 256


@dataclass(frozen=True, slots=True)
class EncodedText:
    """Piece ids of a text, and the span of the word that each piece belongs to."""

    ids: list[int]
    spans: list[Span]


class PieceEncoder:
    """Cut texts into the encoder's word pieces.

    Args:
        pieces: the vocabulary, in the order of the ids.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        vocabulary = {piece: number for number, piece in enumerate(pieces)}
        model = WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=60)
        self._tokenizer = Tokenizer(model)
        self.pad_id, self.unknown_id = vocabulary[PAD], vocabulary[UNKNOWN]
        self.first_id, self.last_id = vocabulary[FIRST], vocabulary[LAST]

    def encode(self, text: str) -> EncodedText:
        """Return the pieces of ``text``, without [CLS] and [SEP]."""
        words = masked_words(text)
        if not words:
            return EncodedText([], [])
        encoding = self._tokenizer.encode(
            [word.form for word in words], is_pretokenized=True, add_special_tokens=False
        )
        return EncodedText(
            encoding.ids, [words[i].span for i in encoding.word_ids if i is not None]
        )

    def windows(self, ids: Sequence[int]) -> list[list[int]]:
        """Cut ``ids`` into even windows of at most :data:`WINDOW`, each with its frame."""
        room = WINDOW - 2
        count = -(-len(ids) // room)
        bounds = [len(ids) * k // max(1, count) for k in range(count + 1)]
        return [[self.first_id, *ids[start:end], self.last_id] for start, end in pairwise(bounds)]


class EvidenceEncoder:
    """Score texts with a trained file.

    One window is one forward pass, so a score never depends on what is scored beside it.

    Args:
        path: ``encoder.safetensors`` of a model folder.
        probes: the read-outs of its layers.
        arithmetic: of its products; what this processor is fastest in by default.
        threads: that it runs on.

    Raises:
        ModelError: the file is missing or of another kind, or the probes are another encoder's.
    """

    def __init__(
        self,
        path: Path,
        probes: Probes,
        arithmetic: Arithmetic | None = None,
        threads: int = 1,
    ) -> None:
        weights = read_weights(path)
        self._probes = probes
        try:
            width = weights.architecture["hidden_size"]
            if (
                probes.layers[-1] != weights.architecture["num_hidden_layers"]
                or probes.weights.shape[1] != 2 * len(probes.layers) * width
                or probes.word_weights.shape[1] != width
            ):
                raise ModelError(f"{path}: the probes beside it are another encoder's; train them")
            self._network = BertNetwork(
                weights, path.parent, arithmetic or quickest_arithmetic(), threads
            )
            self._pieces = PieceEncoder(weights.pieces)
        except KeyError as error:
            raise broken(path, error) from error

    def score(self, text: str) -> EncoderEvidence | None:
        """Return the evidence of one text; None where it has no word."""
        encoded = self._pieces.encode(text)
        if not encoded.ids:
            return None
        readings = [
            self._network.read(np.array(w, np.int64)) for w in self._pieces.windows(encoded.ids)
        ]
        of_text = self._probes.read(readings)
        # [CLS] and [SEP] are no pieces of the text.
        pieces = np.concatenate([self._probes.read_words(r.states[1:-1]) for r in readings])
        return EncoderEvidence(
            p_mt=of_text["p_mt"],
            against_native=of_text["against_native"],
            round_trip=of_text["round_trip"],
            spun=of_text["spun"],
            fluency=of_text["fluency"],
            error=float(pieces[:, WORD_TARGETS.index("error")].mean()),
            words=_by_word(encoded.spans, pieces),
        )


@cache
def load_encoder(
    folder: Path, arithmetic: Arithmetic | None = None, threads: int = 1
) -> EvidenceEncoder:
    """Return the encoder of a model folder; it does not change, so pipelines share one.

    Raises:
        ModelError: a file is missing or of another kind.
    """
    return EvidenceEncoder(
        folder / ENCODER_NAME, read_probes(folder / PROBES_NAME), arithmetic, threads
    )


def _by_word(spans: Sequence[Span], logits: Floats) -> tuple[WordEvidence, ...]:
    """Average the pieces of each word."""
    # The pieces of a word share one span, and no two words do.
    starts = [i for i, span in enumerate(spans) if not i or span is not spans[i - 1]]
    counts = np.diff([*starts, len(spans)])
    means = np.add.reduceat(logits, starts, axis=0) / counts[:, None]
    return tuple(
        WordEvidence(spans[start], sigmoid(p_mt), sigmoid(error))
        for start, (p_mt, error) in zip(starts, means.tolist(), strict=True)
    )
