"""The linear evidence model: one weight a bucket, for each of three targets.

A text's vector is ``log(1 + count) · idf`` of its hashed n-grams, scaled to length one; its
score is the dot product with the weights plus the bias. Weights, idf and biases lie in one
safetensors file of about 2 MB, so scoring needs numpy only.
"""

from __future__ import annotations

import json
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

EVIDENCE_NAME = "evidence.safetensors"
TARGETS = ("p_mt", "ranking", "fluency")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Raw scores of one text.

    Attributes:
        p_mt: log-odds of machine translation against human text of any source.
        ranking: rises from human to machine translation of one source; its zero means nothing.
        fluency: the judgement to expect, about 0 to 1.
    """

    p_mt: float
    ranking: float
    fluency: float


class LinearEvidence:
    """Score texts with a trained file.

    Args:
        path: ``evidence.safetensors`` of a model folder.

    Raises:
        ModelError: the file is missing or of another kind.
    """

    def __init__(self, path: Path) -> None:
        try:
            with safe_open(path, framework="np") as stored:
                header = json.loads(stored.metadata()["mtqa"])
                self._idf = stored.get_tensor("idf").astype(np.float32)
                self._weights = np.stack(
                    [stored.get_tensor(target).astype(np.float32) for target in TARGETS]
                )
        except (OSError, SafetensorError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: no evidence model ({error}); reinstall the model") from error
        self._spec = NgramSpec(header["bits"], tuple(header["characters"]), tuple(header["words"]))
        self._biases = np.array([header["biases"][target] for target in TARGETS])

    def score(self, text: str) -> Evidence:
        """Return the evidence of one text."""
        buckets, counts = ngram_buckets(mask_topic(text), self._spec)
        values = np.log1p(counts).astype(np.float32) * self._idf[buckets]
        norm = float(np.sqrt(np.dot(values, values))) or 1.0
        scores = self._weights[:, buckets] @ values / norm + self._biases
        return Evidence(*map(float, scores))


def save_evidence(
    path: Path,
    spec: NgramSpec,
    idf: npt.NDArray[np.float32],
    weights: dict[str, npt.NDArray[np.float32]],
    biases: dict[str, float],
) -> None:
    """Write a model that :class:`LinearEvidence` reads; arrays have ``2 ** spec.bits`` cells."""
    header: dict[str, Any] = {
        "bits": spec.bits,
        "characters": spec.characters,
        "words": spec.words,
        "biases": {target: float(biases[target]) for target in TARGETS},
    }
    tensors = {"idf": idf.astype(np.float16)}
    tensors.update({target: weights[target].astype(np.float16) for target in TARGETS})
    save_file(tensors, path, metadata={"mtqa": json.dumps(header)})
