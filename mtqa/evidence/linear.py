"""The linear evidence model: hashed n-grams in two spaces, one weight a bucket and target.

A text's vector in a space is ``log(1 + count) · idf`` of its hashed n-grams, scaled to length
one; a score is the dot product with the target's weights plus its bias. Everything lies in one
safetensors file of about 4 MB, so scoring needs numpy only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from mtqa.errors import ModelError
from mtqa.evidence.masking import mask_topic
from mtqa.evidence.ngrams import NgramSpec, ngram_buckets
from mtqa.evidence.structure import structure_of

EVIDENCE_NAME = "evidence.safetensors"
_IDF = "idf"

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Raw scores of one text.

    Attributes:
        p_mt: log-odds of machine translation against human text of any source.
        ranking: rises from human to machine translation of one source; its zero means nothing.
        round_trip: log-odds of a rule-based round trip against its original.
        fluency: the judgement to expect, about 0 to 1.
        structure_ranking: ``ranking`` from the skeleton alone.
    """

    p_mt: float
    ranking: float
    round_trip: float
    fluency: float
    structure_ranking: float


@dataclass(frozen=True, slots=True)
class Space:
    """A way to read a text as n-grams.

    Attributes:
        name: in the file.
        read: gives the text whose n-grams count, from a masked text.
        characters: lengths of character n-grams.
        words: lengths of word n-grams.
        targets: fields of :class:`Evidence` that are fitted in this space.
    """

    name: str
    read: Callable[[str], str]
    characters: tuple[int, ...]
    words: tuple[int, ...]
    targets: tuple[str, ...]

    def spec(self, bits: int) -> NgramSpec:
        """Return the n-grams of the space, hashed into ``2 ** bits`` buckets."""
        return NgramSpec(bits, self.characters, self.words)


WORDING = Space(
    "wording", str, (2, 3, 4, 5), (1, 2, 3), ("p_mt", "ranking", "round_trip", "fluency")
)
STRUCTURE = Space("structure", structure_of, (), (1, 2, 3, 4, 5), ("structure_ranking",))
SPACES = (WORDING, STRUCTURE)


@dataclass(frozen=True, slots=True)
class FittedSpace:
    """What was fitted in one space: arrays have ``2 ** spec.bits`` cells."""

    spec: NgramSpec
    idf: Weights
    weights: Mapping[str, Weights]
    biases: Mapping[str, float]


class LinearEvidence:
    """Score texts with fitted spaces, by name."""

    def __init__(self, fitted: Mapping[str, FittedSpace]) -> None:
        self._fitted = fitted
        # One row a bucket, [idf, weight of each target]: a text's buckets lie anywhere, and so
        # each costs one miss of the cache instead of one for every target.
        self._rows = {
            space.name: np.stack(
                [
                    fitted[space.name].idf,
                    *(fitted[space.name].weights[target] for target in space.targets),
                ],
                axis=1,
            )
            for space in SPACES
        }

    @classmethod
    def load(cls, path: Path) -> LinearEvidence:
        """Read ``evidence.safetensors`` of a model folder.

        Raises:
            ModelError: the file is missing or of another kind.
        """
        try:
            with safe_open(path, framework="np") as stored:
                header = json.loads(stored.metadata()["mtqa"])
                fitted = {}
                for space in SPACES:
                    own = header[space.name]
                    arrays = {
                        name: stored.get_tensor(f"{space.name}.{name}").astype(np.float32)
                        for name in (_IDF, *space.targets)
                    }
                    idf = arrays.pop(_IDF)
                    fitted[space.name] = FittedSpace(
                        space.spec(own["bits"]), idf, arrays, own["biases"]
                    )
        except (OSError, SafetensorError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: no evidence model ({error}); reinstall the model") from error
        return cls(fitted)

    def save(self, path: Path) -> None:
        """Write a file that :meth:`load` reads; weights are rounded to 16 bits."""
        header: dict[str, Any] = {}
        tensors = {}
        for name, own in self._fitted.items():
            header[name] = {"bits": own.spec.bits, "biases": dict(own.biases)}
            for key, array in {_IDF: own.idf, **own.weights}.items():
                tensors[f"{name}.{key}"] = array.astype(np.float16)
        save_file(tensors, path, metadata={"mtqa": json.dumps(header)})

    def score(self, text: str) -> Evidence:
        """Return the evidence of one text."""
        masked = mask_topic(text)
        scores: dict[str, float] = {}
        for space in SPACES:
            own = self._fitted[space.name]
            buckets, counts = ngram_buckets(space.read(masked), own.spec)
            rows = self._rows[space.name][buckets]
            values = np.log1p(counts).astype(np.float32) * rows[:, 0]
            norm = float(np.sqrt(np.dot(values, values))) or 1.0
            raw = values @ rows[:, 1:] / norm
            for target, score in zip(space.targets, raw, strict=True):
                scores[target] = float(score) + own.biases[target]
        return Evidence(**scores)

    def score_all(self, texts: Sequence[str]) -> list[Evidence]:
        """Return the evidence of each text."""
        return [self.score(text) for text in texts]
