"""The linear evidence model: n-grams in three spaces, one weight an n-gram and target.

A text's vector in a space is ``log(1 + count) · idf`` of those of its n-grams that the space
knows, scaled to length one; a score is the dot product with the target's weights plus its bias.
N-grams are known by 32-bit hashes, kept in order: rare ones share a key too seldom to matter,
while a table of a few hundred thousand cells that they all fall into costs .01 to .02 of AUROC.
Everything lies in one safetensors file of about 5 MB, so scoring needs numpy only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from mtqa.errors import ModelError
from mtqa.evidence.masking import mask_topic
from mtqa.evidence.ngrams import Keys, NgramSpec, code_texts, ngrams_of_all
from mtqa.evidence.structure import structure_of

EVIDENCE_NAME = "evidence.safetensors"
_KEYS, _IDF = "keys", "idf"
_KEY_BITS = 32
#: Those of a key that an index leaves to be compared.
_LOWER_BITS = 14
#: log(1 + count) of every count up to the last; of more, that of the last.
_MOST_COUNTED = 4_095
_LOGARITHMS = np.log1p(np.arange(_MOST_COUNTED + 1)).astype(np.float32)
#: Code points that are read at once: their n-grams stay in the processor's cache.
_BATCH = 10_000

Weights = npt.NDArray[np.float32]
Sums = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Raw scores of one text.

    Attributes:
        p_mt: log-odds of machine translation against human text of any source.
        ranking: rises from human to machine translation of one source; its zero means nothing.
        round_trip: log-odds of a rule-based round trip against its original.
        fluency: the judgement to expect, about 0 to 1.
        words_p_mt, words_ranking: from whole words alone.
        structure_p_mt, structure_ranking: from the skeleton alone.
    """

    p_mt: float
    ranking: float
    round_trip: float
    fluency: float
    words_p_mt: float
    words_ranking: float
    structure_p_mt: float
    structure_ranking: float


@dataclass(frozen=True, slots=True)
class Space:
    """A way to read a text as n-grams.

    Attributes:
        name: in the file.
        read: gives the text whose n-grams count, from a masked text.
        characters: lengths of character n-grams.
        words: lengths of word n-grams.
        p_mt: the field of :class:`Evidence` for P(MT) in this space.
        ranking: the field that ranks renderings of one source.
        others: further fields that are fitted in it.
    """

    name: str
    read: Callable[[str], str]
    characters: tuple[int, ...]
    words: tuple[int, ...]
    p_mt: str
    ranking: str
    others: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """All fields of :class:`Evidence` that are fitted in this space."""
        return (self.p_mt, self.ranking, *self.others)

    def spec(self, bits: int = _KEY_BITS) -> NgramSpec:
        """Return the n-grams of the space, under keys of ``bits`` bits."""
        return NgramSpec(bits, self.characters, self.words)


WORDING = Space(
    "wording", str, (2, 3, 4, 5), (1, 2, 3), "p_mt", "ranking", ("round_trip", "fluency")
)
WORDS = Space("words", str, (), (1, 2, 3, 4), "words_p_mt", "words_ranking")
STRUCTURE = Space(
    "structure", structure_of, (), (1, 2, 3, 4), "structure_p_mt", "structure_ranking"
)
SPACES = (WORDING, WORDS, STRUCTURE)


@dataclass(frozen=True, slots=True)
class FittedSpace:
    """What was fitted in one space.

    Attributes:
        spec: its n-grams.
        keys: those that it knows, ascending, [n-grams].
        idf: of each, [n-grams].
        weights: target → of each, [n-grams].
        biases: target → its bias.
    """

    spec: NgramSpec
    keys: Keys
    idf: Weights
    weights: Mapping[str, Weights]
    biases: Mapping[str, float]


class _Index:
    """Where keys stand in an ascending array, by their upper bits.

    A few keys share those, so most are found at the first place that is looked at: a quarter of
    the time of a binary search.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        counts = np.bincount(keys >> _LOWER_BITS, minlength=1 << (_KEY_BITS - _LOWER_BITS))
        self._starts = np.append(0, np.cumsum(counts)).astype(np.int32)

    def find(self, keys: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]:
        """Return which of ``keys`` are there, rising, and where."""
        upper = keys >> _LOWER_BITS
        places, ends = self._starts[upper], self._starts[upper + 1]
        open_ = np.flatnonzero(places < ends)
        found = np.zeros(len(keys), bool)
        while len(open_):
            same = self._keys[places[open_]] == keys[open_]
            found[open_[same]] = True
            open_ = open_[~same]
            places[open_] += 1
            open_ = open_[places[open_] < ends[open_]]
        known = np.flatnonzero(found)
        return known, places[known]


class LinearEvidence:
    """Score texts with fitted spaces, by name."""

    def __init__(self, fitted: Mapping[str, FittedSpace]) -> None:
        self._fitted = fitted
        # One row an n-gram, [idf, weight of each target]: those of a text lie anywhere, and so
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
        self._indices = {name: _Index(own.keys) for name, own in fitted.items()}

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
                    fitted[space.name] = FittedSpace(
                        space.spec(own["bits"]),
                        stored.get_tensor(f"{space.name}.{_KEYS}"),
                        arrays.pop(_IDF),
                        arrays,
                        own["biases"],
                    )
        except (OSError, SafetensorError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: no evidence model ({error}); reinstall the model") from error
        return cls(fitted)

    def save(self, path: Path) -> None:
        """Write a file that :meth:`load` reads; weights are rounded to 16 bits."""
        header: dict[str, Any] = {}
        tensors: dict[str, npt.NDArray[np.generic]] = {}
        for name, own in self._fitted.items():
            tensors[f"{name}.{_KEYS}"] = own.keys
            header[name] = {"bits": own.spec.bits, "biases": dict(own.biases)}
            for key, array in {_IDF: own.idf, **own.weights}.items():
                tensors[f"{name}.{key}"] = array.astype(np.float16)
        save_file(tensors, path, metadata={"mtqa": json.dumps(header)})

    def score(self, text: str) -> Evidence:
        """Return the evidence of one text."""
        return self.score_all([text])[0]

    def score_all(self, texts: Iterable[str]) -> list[Evidence]:
        """Return the evidence of each text; it does not depend on the others."""
        found: list[Evidence] = []
        batch: list[str] = []
        size = 0
        for text in texts:
            batch.append(mask_topic(text))
            size += len(text)
            if size >= _BATCH:
                found.extend(self._score_masked(batch))
                batch, size = [], 0
        return [*found, *self._score_masked(batch)] if batch else found

    def _score_masked(self, masked: Sequence[str]) -> Iterator[Evidence]:
        coded = {
            read: code_texts([read(text) for text in masked])
            for read in {space.read for space in SPACES}
        }
        scores: dict[str, list[float]] = {}
        for space in SPACES:
            own = self._fitted[space.name]
            counted = ngrams_of_all(coded[space.read], own.spec)
            known, places = self._indices[space.name].find(counted.keys)
            rows, owners = self._rows[space.name][places], counted.owners[known]
            values = _LOGARITHMS[np.minimum(counted.counts[known], _MOST_COUNTED)] * rows[:, 0]

            # Summed in their order, each text on its own.
            def total(terms: Weights, owners: npt.NDArray[np.intp] = owners) -> Sums:
                return np.bincount(owners, terms, len(masked)).astype(np.float64)

            norms = np.sqrt(total(values * values))
            norms[norms == 0] = 1.0
            for column, target in enumerate(space.targets, 1):
                raw = total(values * rows[:, column]) / norms + own.biases[target]
                scores[target] = raw.tolist()
        for own_scores in zip(*scores.values(), strict=True):
            yield Evidence(**dict(zip(scores, own_scores, strict=True)))
