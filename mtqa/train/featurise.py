"""Features of many texts at once, for the fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from mtqa.detectors import choose
from mtqa.detectors.base import run_detectors
from mtqa.evidence.base import EvidenceModel
from mtqa.evidence.encoder import load_encoder
from mtqa.evidence.linear import EVIDENCE_NAME, Evidence, LinearEvidence
from mtqa.evidence.reader import ReaderModel
from mtqa.features import paragraph_features
from mtqa.lm.base import SurprisalModel
from mtqa.lm.causal import load_causal_model
from mtqa.masks import find_masks
from mtqa.segment import segment
from mtqa.train.examples import Example
from mtqa.types import Status

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Featurised:
    """Texts with what the scorer knows of them; ``values`` is [texts, len(FEATURES)]."""

    examples: tuple[Example, ...]
    values: Matrix
    n_words: npt.NDArray[np.int64]

    @property
    def is_mt(self) -> Vector:
        """1 for machine translation, else 0."""
        return np.array([e.is_mt for e in self.examples], dtype=float)


@dataclass(frozen=True, slots=True)
class Featuriser:
    """The models behind the features."""

    model: SurprisalModel
    encoder: EvidenceModel
    ngrams: LinearEvidence
    reader: ReaderModel | None = None

    @classmethod
    def load(cls, folder: Path, reader: ReaderModel | None = None) -> Featuriser:
        """Read the models of a folder.

        Args:
            folder: of the shipped model.
            reader: of the accurate tier, where that is fitted, too.

        Raises:
            ModelError: one is missing or damaged.
        """
        return cls(
            load_causal_model(folder),
            load_encoder(folder),
            LinearEvidence.load(folder / EVIDENCE_NAME),
            reader,
        )

    def of(
        self, examples: Sequence[Example], evidence: Sequence[Evidence] | None = None
    ) -> Featurised:
        """Compute the features of texts; those that cannot be scored are left out.

        Args:
            examples: the texts.
            evidence: their n-gram evidence; that of the shipped fit where None is given.
        """
        evidence = evidence or self.ngrams.score_all([e.text for e in examples])
        detectors = choose((), ())
        kept: list[Example] = []
        rows: list[Vector] = []
        words: list[int] = []
        steps = list(zip(examples, evidence, strict=True))
        for example, own in track(steps, description="", console=Console(stderr=True)):
            hidden = find_masks(example.text)
            paragraphs = segment(example.text, hidden)
            if len(paragraphs) != 1 or paragraphs[0].status is not Status.OK:
                continue
            found = run_detectors(detectors, example.text, paragraphs, hidden)
            tokens = self.model.surprisals([example.text])[0]
            encoder = self.encoder.score(example.text)
            n_words = paragraphs[0].n_words
            reader = self.reader.score(example.text) if self.reader is not None else None
            rows.append(
                paragraph_features(example.text, n_words, tokens, found[0], own, encoder, reader)
            )
            words.append(n_words)
            kept.append(example)
        return Featurised(tuple(kept), np.array(rows), np.array(words))


def sample(places: Iterable[int], examples: Sequence[Example], count: int, seed: int) -> list[int]:
    """Draw up to ``count`` of ``places``, as evenly as they allow over kind, set and system."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in places:
        example = examples[place]
        groups[example.kind, example.set, example.lp, example.system].append(place)
    by_kind: dict[str, list[list[int]]] = defaultdict(list)
    draw = np.random.default_rng(seed)
    for key in sorted(groups):
        by_kind[key[0]].append([groups[key][i] for i in draw.permutation(len(groups[key]))])
    chosen: list[int] = []
    for kind in sorted(by_kind):
        quota = count // len(by_kind)
        rounds = zip_longest(*by_kind[kind])
        in_turn = (place for round_ in rounds for place in round_ if place is not None)
        chosen.extend(islice(in_turn, quota))
    return chosen


def sample_examples(examples: Sequence[Example], count: int, seed: int) -> list[Example]:
    """Draw up to ``count`` texts, as :func:`sample` does."""
    return [examples[i] for i in sample(range(len(examples)), examples, count, seed)]
