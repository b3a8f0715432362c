"""Surprisal from a causal language model: the shipped one or any other.

One window is one forward pass: a result that is computed alone cannot depend on its neighbours
or on a batch size. A model this small keeps a CPU busy with one window.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from mtqa.arithmetic import Arithmetic, quickest_arithmetic
from mtqa.errors import ModelError
from mtqa.lm.llama import LlamaNetwork
from mtqa.lm.metadata import METADATA_NAME, verify_model
from mtqa.lm.reading import Reading
from mtqa.lm.spans import join_pieces
from mtqa.lm.tokenizer import Encoding, SentencePieceTokenizer
from mtqa.lm.windows import windows
from mtqa.network import Floats
from mtqa.types import TokenSurprisal
from mtqa.typography import close_up

_WEIGHTS = "model.safetensors"
_GGUF = ".gguf"
_NATS_TO_BITS = 1 / math.log(2)


class CausalNetwork(Protocol):
    """The forward pass of a causal model, one text at a time."""

    n_parameters: int

    def nats(self, ids: npt.NDArray[np.int64], first: int) -> tuple[Floats, Floats]:
        """Read ``ids`` [n].

        Returns:
            −ln p of the ids behind place ``first``, [n − 1 − first], and the hidden states that
            foretell them, [n − 1 − first, width].
        """
        ...


class Pieces(Protocol):
    """A tokenizer that knows where its pieces stand."""

    bos_id: int

    def encode(self, text: str) -> Encoding:
        """Split ``text`` into pieces with code-point spans."""
        ...


class CausalModel:
    """Score tokens with a causal language model.

    Use :func:`load_causal_model` to make one.

    Args:
        network: the forward pass.
        tokenizer: gives ids and code-point spans.
        context: longest input in tokens, ``<s>`` included.
        signature: names the weights.
        fold: whether typography is folded first, as in training of the shipped model, and loose
            spaces and entities closed up, of which its training text has next to none.
    """

    def __init__(
        self,
        network: CausalNetwork,
        tokenizer: Pieces,
        *,
        context: int,
        signature: str,
        fold: bool,
    ) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._size = context - 1
        self._fold = fold
        self.signature = signature

    @property
    def n_parameters(self) -> int:
        """How many weights the model has; tied ones count once."""
        return self._network.n_parameters

    def surprisals(self, texts: Sequence[str]) -> list[tuple[TokenSurprisal, ...]]:
        """Return the surprisal of every token of every text, in bits."""
        return [self._score(text) for text in texts]

    def _score(self, text: str) -> tuple[TokenSurprisal, ...]:
        encoding = self._encode(text)
        bits = [value for part, _ in self._windows(encoding) for value in part]
        return join_pieces(text, encoding, bits)

    def _windows(self, encoding: Encoding) -> Iterator[tuple[list[float], Floats]]:
        """Yield bits and hidden states, [fresh, width], of what is new in each window."""
        for window in windows(len(encoding), self._size):
            ids = [self._tokenizer.bos_id, *encoding.ids[window.start : window.end]]
            nats, hidden = self._network.nats(np.array(ids, np.int64), window.fresh - window.start)
            yield (nats * _NATS_TO_BITS).tolist(), hidden

    def _encode(self, text: str) -> Encoding:
        """Return the ids the model reads, with spans in ``text`` itself."""
        if not self._fold:
            return self._tokenizer.encode(text)
        closed = close_up(text)
        encoding = self._tokenizer.encode(closed.text)
        if not closed.removed:
            return encoding
        boundaries = closed.boundaries()
        return Encoding(
            encoding.ids,
            tuple(boundaries[start] for start in encoding.starts),
            tuple(boundaries[end] for end in encoding.ends),
        )


class OwnModel(CausalModel):
    """A model trained by this project.

    Its places can be asked for rival words (:class:`~mtqa.lm.reading.ReadingModel`).

    Args:
        folder: where it lies.
        signature: names the weights.
        arithmetic: of its products.
        threads: that it runs on.

    Raises:
        ModelError: the model is damaged or of another kind.
    """

    def __init__(self, folder: Path, signature: str, arithmetic: Arithmetic, threads: int) -> None:
        network = LlamaNetwork(folder, arithmetic, threads)
        super().__init__(
            network,
            SentencePieceTokenizer(folder / "spm.model"),
            context=network.config.max_position_embeddings,
            signature=signature,
            fold=True,
        )
        self._embeddings = network.embeddings

    def read(self, text: str) -> Reading:
        """Read one text; its tokens are those of :meth:`surprisals`."""
        encoding = self._encode(text)
        bits: list[float] = []
        parts: list[Floats] = []
        for values, hidden in self._windows(encoding):
            bits.extend(values)
            parts.append(hidden)

        def rival_bits(places: Sequence[int], pieces: Sequence[int]) -> Floats:
            states = np.concatenate(parts)[list(places)]
            own = self._embeddings[[encoding.ids[place] for place in places]]
            gap = (states * (own - self._embeddings[list(pieces)])).sum(1) * _NATS_TO_BITS
            found: Floats = np.array([bits[place] for place in places], np.float32) + gap
            return found

        return Reading(
            tokens=join_pieces(text, encoding, bits),
            ids=encoding.ids,
            bits=tuple(bits),
            starts=_word_starts(text, encoding),
            rival_bits=rival_bits,
            piece_of=self._piece_of,
        )

    def _piece_of(self, word: str) -> int | None:
        ids = self._tokenizer.encode(word).ids
        return ids[0] if len(ids) == 1 else None


def _word_starts(text: str, encoding: Encoding) -> dict[int, int]:
    """Return the place of the piece that holds a space and what begins behind it."""
    found: dict[int, int] = {}
    for place, (start, end) in enumerate(zip(encoding.starts, encoding.ends, strict=True)):
        if end - start > 1 and text[start].isspace() and not text[start + 1].isspace():
            found[start + 1] = place
    return found


def load_causal_model(
    name: str | Path, arithmetic: Arithmetic | None = None, threads: int = 1
) -> CausalModel:
    """Load a model folder of this project, a transformers folder, a GGUF file or a hub model.

    A folder with ``metadata.json`` is verified and read offline; a ``.gguf`` file (llama.cpp's
    format; needs ``mtqa[gguf]``) is unpacked to float32. Anything else goes to transformers,
    which may download where the name is a hub id that the user gave, and runs in float32.

    Args:
        name: a folder, a file or a hub id.
        arithmetic: of a model of this project; what this processor is fastest in by default.
        threads: that it runs on.

    Raises:
        ModelError: the model is missing, damaged or of another kind.
    """
    folder = Path(name)
    if (folder / METADATA_NAME).is_file():
        return load_own_model(folder, arithmetic, threads)
    if folder.is_dir() and not (folder / "config.json").is_file():
        raise ModelError(f"{folder}: no model folder; it lacks {METADATA_NAME} and config.json")
    # torch and transformers are large and slow to import, and the shipped model does without.
    import torch

    from mtqa.lm.hub import load_gguf, load_transformers

    torch.set_num_threads(threads)
    return load_gguf(folder) if folder.suffix == _GGUF else load_transformers(str(name))


def load_own_model(
    folder: Path, arithmetic: Arithmetic | None = None, threads: int = 1
) -> OwnModel:
    """Load and verify a model folder of this project.

    Args:
        folder: where it lies.
        arithmetic: of its products; what this processor is fastest in by default.
        threads: that it runs on.

    Raises:
        ModelError: the model is missing or damaged.
    """
    metadata = verify_model(folder)
    weights = metadata["files"].get(_WEIGHTS)
    if weights is None:
        raise ModelError(f"{folder}: {METADATA_NAME} names no {_WEIGHTS}; reinstall the model")
    signature = f"{metadata.get('name', folder.name)}@{weights[:12]}"
    return OwnModel(folder, signature, arithmetic or quickest_arithmetic(), threads)
