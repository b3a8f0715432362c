"""The evidence encoder: a small pretrained transformer, fine-tuned on translation and judgement.

It reads a paragraph as masked words (no names, numbers, case or typography) and gives three
numbers a word piece: evidence of machine translation, fluency, and the odds that the piece is
an error. Those of a paragraph are the means over its pieces, so the evidence can be shown word
by word.

Weights lie in ``encoder.safetensors`` as int8 with one scale a row; the header holds the
architecture and the pieces.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from mtqa.errors import ModelError
from mtqa.evidence.base import EncoderEvidence, WordEvidence
from mtqa.evidence.words import masked_words
from mtqa.odds import sigmoid
from mtqa.precision import inference_dtype
from mtqa.types import Span

ENCODER_NAME = "encoder.safetensors"
#: What the network gives for each piece, in this order.
OUTPUTS = ("p_mt", "fluency", "error")
PAD, UNKNOWN, FIRST, LAST = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
#: Word pieces that the network reads at once, [CLS] and [SEP] among them.
WINDOW = 256

#: Windows are padded to a multiple of this: kernels for each new length cost time and memory.
LENGTH_STEP = 16
_SCALE = ".scale"
_SIZES = (
    "hidden_size",
    "intermediate_size",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
)

Logits = npt.NDArray[np.float32]


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
        self.pad_id = vocabulary[PAD]
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


class EncoderNetwork(nn.Module):
    """A BERT trunk with one linear layer that gives :data:`OUTPUTS` for every piece."""

    def __init__(self, trunk: BertModel) -> None:
        super().__init__()
        self.trunk = trunk
        self.heads = nn.Linear(trunk.config.hidden_size, len(OUTPUTS))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return logits [batch, length, 3] of ``ids`` [batch, length]; ``mask`` is 1 on text."""
        hidden = self.trunk(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: Tensor = self.heads(hidden.to(self.heads.weight.dtype))
        return logits


class EvidenceEncoder:
    """Score texts with a trained file.

    One window is one forward pass, so a score never depends on what is scored beside it.

    Args:
        path: ``encoder.safetensors`` of a model folder.

    Raises:
        ModelError: the file is missing or of another kind.
    """

    def __init__(self, path: Path) -> None:
        self._network, pieces = read_encoder(path)
        self._network.eval()
        self._network.trunk.to(inference_dtype())
        self._pieces = PieceEncoder(pieces)

    def score(self, text: str) -> EncoderEvidence | None:
        """Return the evidence of one text; None where it has no word."""
        encoded = self._pieces.encode(text)
        if not encoded.ids:
            return None
        rows = [self._logits(window) for window in self._pieces.windows(encoded.ids)]
        logits = np.concatenate(rows)
        pooled = logits.mean(0)
        inside = np.concatenate([row[1:-1] for row in rows])
        return EncoderEvidence(
            p_mt=float(pooled[0]),
            fluency=float(pooled[1]),
            error=float(inside[:, 2].mean()),
            words=_by_word(encoded.spans, inside),
        )

    def _logits(self, window: list[int]) -> Logits:
        """Return [len(window), outputs]."""
        padding = -len(window) % LENGTH_STEP
        ids = torch.tensor([[*window, *[self._pieces.pad_id] * padding]])
        mask = torch.ones_like(ids)
        mask[0, len(window) :] = 0
        with torch.inference_mode():
            logits: Logits = self._network(ids, mask)[0].float().numpy()
        return logits[: len(window)]


@cache
def load_encoder(path: Path) -> EvidenceEncoder:
    """Return the encoder of ``path``; it does not change, so pipelines share one.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    return EvidenceEncoder(path)


def read_encoder(path: Path) -> tuple[EncoderNetwork, list[str]]:
    """Return the network that :func:`save_encoder` wrote, in float, and its word pieces.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        with safe_open(path, framework="pt") as stored:
            header = json.loads(stored.metadata()["mtqa"])
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        pieces: list[str] = header["pieces"]
        with torch.device("meta"):
            architecture = BertConfig(
                vocab_size=len(pieces), attn_implementation="sdpa", **header["architecture"]
            )
            network = EncoderNetwork(BertModel(architecture, add_pooling_layer=False))
        network.load_state_dict(_unpacked(tensors), strict=False, assign=True)
    except (OSError, SafetensorError, KeyError, TypeError, RuntimeError) as error:
        raise ModelError(f"{path}: no evidence encoder ({error}); reinstall the model") from error
    _restore_buffers(network)
    return network, pieces


def _restore_buffers(network: EncoderNetwork) -> None:
    """Give the position buffers, which no weight file holds, their values."""
    embeddings = network.trunk.embeddings
    count = network.trunk.config.max_position_embeddings
    embeddings.position_ids = torch.arange(count)[None]
    embeddings.token_type_ids = torch.zeros((1, count), dtype=torch.long)


def _unpacked(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return float weights from int8 rows and their scales."""
    return {
        name: tensor.float() * tensors[name + _SCALE][:, None]
        if tensor.dtype == torch.int8
        else tensor
        for name, tensor in tensors.items()
        if not name.endswith(_SCALE)
    }


def _by_word(spans: Sequence[Span], logits: Logits) -> tuple[WordEvidence, ...]:
    """Average the pieces of each word."""
    words = []
    places = groupby(range(len(spans)), key=spans.__getitem__)
    for span, own in places:
        p_mt, _, error = logits[list(own)].mean(0).tolist()
        words.append(WordEvidence(span, sigmoid(p_mt), sigmoid(error)))
    return tuple(words)


def save_encoder(path: Path, network: EncoderNetwork, pieces: Sequence[str]) -> None:
    """Write ``network`` as int8 matrices with a scale for each row; vectors stay bf16."""
    tensors: dict[str, Tensor] = {}
    for name, tensor in network.state_dict().items():
        values = tensor.detach().float().cpu()
        if values.ndim == 2 and not name.startswith("heads"):
            scale = values.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            tensors[name] = (values / scale).round().to(torch.int8)
            tensors[name + _SCALE] = scale.squeeze(1)
        elif values.is_floating_point():
            tensors[name] = values
    config = network.trunk.config
    header = {"pieces": list(pieces), "architecture": {key: getattr(config, key) for key in _SIZES}}
    save_file(tensors, path, metadata={"mtqa": json.dumps(header)})
