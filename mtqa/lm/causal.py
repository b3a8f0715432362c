"""Surprisal from a causal language model: the shipped one or any other.

One window is one forward pass: a result that is computed alone cannot depend on its neighbours
or on a batch size. A model this small keeps a CPU busy with one window.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F

from mtqa.errors import ModelError
from mtqa.lm.metadata import METADATA_NAME, sha256_of, verify_model
from mtqa.lm.spans import join_pieces
from mtqa.lm.tokenizer import Encoding, SentencePieceTokenizer
from mtqa.lm.windows import windows
from mtqa.precision import inference_dtype
from mtqa.types import TokenSurprisal
from mtqa.typography import close_spaces, fold_typography

_WEIGHTS = "model.safetensors"
_GGUF = ".gguf"
#: Chat models call the mark of a speaker's turn their ``<s>``. A plain text begins behind the mark
#: that ends texts: SmolLM2-135M-Instruct needs 6 % fewer bits for held-out prose so.
_CHAT_TURN, _TEXT_END = "<|im_start|>", "<|endoftext|>"
#: Windows are padded to a multiple of so many tokens.
_LENGTH_STEP = 16
_NATS_TO_BITS = 1 / math.log(2)


class CausalModel:
    """Score tokens with a causal language model.

    Use :func:`load_causal_model` to make one.

    Args:
        model: a transformers causal model in evaluation mode.
        tokenizer: gives ids and code-point spans.
        context: longest input in tokens, ``<s>`` included.
        signature: names the weights.
        fold: whether typography is folded first, as in training of the shipped model, and loose
            spaces closed, of which its training text has next to none.
    """

    def __init__(
        self,
        model: Any,  # noqa: ANN401 (transformers' classes are many)
        tokenizer: SentencePieceTokenizer | HubTokenizer,
        *,
        context: int,
        signature: str,
        fold: bool,
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._size = context - 1
        self._fold = fold
        self.signature = signature

    @property
    def n_parameters(self) -> int:
        """How many weights the model has; tied ones count once."""
        return sum(parameter.numel() for parameter in self._model.parameters())

    def surprisals(self, texts: Sequence[str]) -> list[tuple[TokenSurprisal, ...]]:
        """Return the surprisal of every token of every text, in bits."""
        return [self._score(text) for text in texts]

    def _score(self, text: str) -> tuple[TokenSurprisal, ...]:
        encoding = self._encode(text)
        bits: list[float] = []
        for window in windows(len(encoding), self._size):
            ids = [self._tokenizer.bos_id, *encoding.ids[window.start : window.end]]
            bits.extend(self._window_bits(ids, window.end - window.fresh))
        return join_pieces(text, encoding, bits)

    def _encode(self, text: str) -> Encoding:
        """Return the ids the model reads, with spans in ``text`` itself."""
        if not self._fold:
            return self._tokenizer.encode(text)
        closed = close_spaces(fold_typography(text))
        encoding = self._tokenizer.encode(closed.text)
        if not closed.removed:
            return encoding
        boundaries = closed.boundaries()
        return Encoding(
            encoding.ids,
            tuple(boundaries[start] for start in encoding.starts),
            tuple(boundaries[end] for end in encoding.ends),
        )

    def _window_bits(self, ids: list[int], last: int) -> list[float]:
        """Return −log2 p of the ``last`` ids, each given those before it."""
        # A causal model sees nothing of what follows, so padding behind the text changes nothing;
        # with few distinct lengths, few bf16 kernels are made and kept in memory.
        length = min(len(ids) + -len(ids) % _LENGTH_STEP, self._size + 1)
        row = torch.tensor([[*ids, *[self._tokenizer.bos_id] * (length - len(ids))]])
        first = len(ids) - last - 1
        aligned = first - first % _LENGTH_STEP
        with torch.inference_mode():
            hidden = self._model.base_model(input_ids=row, use_cache=False).last_hidden_state
            logits = self._model.get_output_embeddings()(hidden[0, aligned:])
            own = logits[first - aligned : len(ids) - 1 - aligned].float()
            nats = F.cross_entropy(own, row[0, len(ids) - last : len(ids)], reduction="none")
        return [float(value) for value in (nats * _NATS_TO_BITS).tolist()]


class HubTokenizer:
    """A transformers fast tokenizer behind the interface of the project's own.

    Raises:
        ModelError: the tokenizer gives no offsets.
    """

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401
        if not getattr(tokenizer, "is_fast", False):
            raise ModelError(
                f"{tokenizer.name_or_path}: its tokenizer gives no offsets; "
                "choose a model with a fast tokenizer"
            )
        self._tokenizer = tokenizer
        bos = tokenizer.bos_token_id
        if tokenizer.bos_token == _CHAT_TURN:
            bos = tokenizer.get_vocab().get(_TEXT_END, bos)
        self.bos_id: int = tokenizer.eos_token_id if bos is None else bos

    def encode(self, text: str) -> Encoding:
        """Split ``text`` into pieces with code-point spans."""
        plain = text.encode("utf-8", "replace").decode()
        encoded = self._tokenizer(plain, add_special_tokens=False, return_offsets_mapping=True)
        starts, ends = (
            zip(*encoded["offset_mapping"], strict=True) if encoded["input_ids"] else ((), ())
        )
        return Encoding(tuple(encoded["input_ids"]), starts, ends)


def load_causal_model(name: str | Path) -> CausalModel:
    """Load a model folder of this project, a transformers folder, a GGUF file or a hub model.

    A folder with ``metadata.json`` is verified and read offline; a ``.gguf`` file (llama.cpp's
    format; needs ``mtqa[gguf]``) is unpacked to float32. Anything else goes to transformers,
    which may download where the name is a hub id that the user gave.

    Raises:
        ModelError: the model is missing, damaged or of another kind.
    """
    folder = Path(name)
    if (folder / METADATA_NAME).is_file():
        return _load_own(folder)
    if folder.is_dir() and not (folder / "config.json").is_file():
        raise ModelError(f"{folder}: no model folder; it lacks {METADATA_NAME} and config.json")
    if folder.suffix == _GGUF:
        return _load_gguf(folder)
    return _load_transformers(str(name))


def _load_own(folder: Path) -> CausalModel:
    from transformers import AutoModelForCausalLM

    metadata = verify_model(folder)
    weights = metadata["files"].get(_WEIGHTS)
    if weights is None:
        raise ModelError(f"{folder}: {METADATA_NAME} names no {_WEIGHTS}; reinstall the model")
    try:
        with _no_progress_bar():
            model = AutoModelForCausalLM.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=inference_dtype()
            )
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: the model cannot be loaded ({error})") from error
    return CausalModel(
        model.eval(),
        SentencePieceTokenizer(folder / "spm.model"),
        context=model.config.max_position_embeddings,
        signature=f"{metadata.get('name', folder.name)}@{weights[:12]}",
        fold=True,
    )


def _load_gguf(path: Path) -> CausalModel:
    if not path.is_file():
        raise ModelError(f"{path}: no such file; pass --model the path of a {_GGUF} file")
    if find_spec("gguf") is None or find_spec("accelerate") is None:
        raise ModelError(f"{path}: reading a {_GGUF} file needs the libraries of mtqa[gguf]")
    return _load_transformers(str(path.parent), gguf_file=path.name)


def _load_transformers(name: str, gguf_file: str | None = None) -> CausalModel:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        with _no_progress_bar():
            tokenizer = AutoTokenizer.from_pretrained(name, gguf_file=gguf_file)
            model = AutoModelForCausalLM.from_pretrained(
                name, gguf_file=gguf_file, dtype=torch.float32
            )
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"model {name!r}: neither a model folder nor a hub model at hand ({reason})"
        ) from error
    context = min(getattr(model.config, "max_position_embeddings", 1024), 1024)
    if gguf_file is None:
        revision = getattr(model.config, "_commit_hash", None) or "local"
    else:
        name, revision = gguf_file, sha256_of(Path(name) / gguf_file)
    return CausalModel(
        model.eval(),
        HubTokenizer(tokenizer),
        context=context,
        signature=f"{name}@{revision[:12]}",
        fold=False,
    )


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep transformers' bars off stderr, where they would run into our own messages."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
