"""Fit the read-outs of the encoder's inner layers (:mod:`mtqa.evidence.probes`).

Machine translation: a logistic regression on paragraphs of the training sets and native passages.
Round trips: another one, of round trips (most made of native prose, for that very end) against the
rest. Fluency: a ridge regression on human judgements of segments. All are held tight, for the
layers come from an encoder that has read most of these texts; the blocks kept out of it are left
aside, so that the fusion can be fitted on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track
from sklearn.linear_model import LogisticRegression, Ridge

from mtqa.arithmetic import quickest_arithmetic
from mtqa.evidence.bert import BertNetwork, read_weights
from mtqa.evidence.encoder import ENCODER_NAME, PieceEncoder
from mtqa.evidence.probes import PROBES_NAME, TARGETS, Probes, States
from mtqa.lm.metadata import seal_model
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.evidence import match_topics
from mtqa.train.examples import Example, Judged, iter_examples, iter_judged, native_passages
from mtqa.train.judgements import even_judgements
from mtqa.train.roundtrips import iter_made
from mtqa.train.settings import ProbeSettings

#: Machine texts beside all human ones of a source.
_MACHINES_A_SOURCE = 2
#: One judgement of WMT in this many is read, and weighs so much beside one of MLQE: raters of
#: WMT agree less on its good systems than those of MLQE on its weak ones.
_WMT_ONE_IN, _WMT_WEIGHT = 3, 0.3

#: Of the fit that tells what is translated from native prose, on standardised states.
_TOPIC_REGULARISATION = 1e-3

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float64]


def train_probes(settings: ProbeSettings) -> Path:
    """Fit all probes and write ``probes.safetensors`` into the model folder.

    Raises:
        ModelError: the folder has no encoder.
        TrainingError: data are missing.
    """
    console = Console(stderr=True)
    reader = StateReader(settings.model / ENCODER_NAME, settings.layers, settings.threads)
    texts = translated_texts(settings)
    made = made_texts(settings)
    judged = judged_segments(settings.data_dir)
    console.print(f"reading {len(texts) + len(made)} texts and {len(judged)} judged segments …")
    of_texts = reader.means([example.text for example in texts])
    of_made = reader.means([example.text for example in made])
    of_judged = reader.means([own.text for own in judged])
    probes = fit_probes(settings, (texts, of_texts), (made, of_made), (judged, of_judged))
    path = settings.model / PROBES_NAME
    probes.save(path)
    seal_model(settings.model, {})
    return path


class StateReader:
    """Read texts with the shipped arithmetic and keep the inner layers' mean states.

    Args:
        path: ``encoder.safetensors``.
        layers: which layers, from 1, rising.
        threads: that the encoder runs on.
    """

    def __init__(self, path: Path, layers: Sequence[int], threads: int) -> None:
        weights = read_weights(path)
        self._network = BertNetwork(weights, path.parent, quickest_arithmetic(), threads)
        self._pieces = PieceEncoder(weights.pieces)
        self._layers = [layer - 1 for layer in layers]

    def means(self, texts: Sequence[str]) -> Matrix:
        """Return [texts, layers, width]; those of an unknown word where a text has none."""
        shown = track(texts, description="", console=Console(stderr=True))
        return np.stack([self._mean(text) for text in shown])

    def _mean(self, text: str) -> States:
        windows = self._pieces.windows(self._pieces.encode(text).ids or [self._pieces.unknown_id])
        total = np.sum(
            [self._network.read(np.array(w)).sums[self._layers] for w in windows], axis=0
        )
        mean: States = (total / sum(map(len, windows))).astype(np.float32)
        return mean


def translated_texts(settings: ProbeSettings) -> list[Example]:
    """Return paragraphs of all people and some machines a source, and native passages."""
    draw = np.random.default_rng(settings.seed)
    texts: list[Example] = []
    machines: dict[str, list[Example]] = defaultdict(list)
    for example in iter_examples(settings.data_dir, "train", 5):
        if not is_kept_out(example.block):
            (machines[example.source] if example.is_mt else texts).append(example)
    for own in machines.values():
        texts.extend(own[i] for i in draw.permutation(len(own))[:_MACHINES_A_SOURCE])
    passages = [
        e
        for e in native_passages(settings.data_dir, settings.seed, "encoder")
        if not is_kept_out(e.block)
    ]
    texts.extend(passages[i] for i in draw.permutation(len(passages))[: settings.passages])
    return texts


def made_texts(settings: ProbeSettings) -> list[Example]:
    """Return round trips that were made, paragraphs and sentences, and half as many originals."""
    draw = np.random.default_rng(settings.seed)
    made = [e for e in iter_made(settings.roundtrips) if not is_kept_out(e.block)]
    trips = [e for e in made if e.is_mt]
    originals = [e for e in made if not e.is_mt]
    return [
        *(trips[i] for i in draw.permutation(len(trips))[: settings.made]),
        *(originals[i] for i in draw.permutation(len(originals))[: settings.made // 2]),
    ]


def judged_segments(data: Path) -> list[Judged]:
    """Return the judged segments of MLQE and a part of WMT's."""
    return list(_judged(iter_judged(data, "train")))


def _judged(segments: Iterator[Judged]) -> Iterator[Judged]:
    for place, own in enumerate(segments):
        wanted = own.set == "mlqe" or (own.set != "native" and place % _WMT_ONE_IN == 0)
        if wanted and not is_kept_out(own.block):
            yield own


def fit_probes(
    settings: ProbeSettings,
    translated: tuple[Sequence[Example], Matrix],
    made: tuple[Sequence[Example], Matrix],
    judged: tuple[Sequence[Judged], Matrix],
) -> Probes:
    """Fit all read-outs.

    Args:
        settings: which layers each reads, and how tightly it is held.
        translated: texts and their mean states, [texts, layers, width].
        made: made round trips, originals among them, and theirs.
        judged: segments and theirs.
    """
    (texts, of_texts), (segments, of_segments) = translated, judged
    width = of_texts.shape[2]
    weights = np.zeros((len(TARGETS), len(settings.layers), width))
    biases = np.zeros(len(TARGETS))

    rows = _Standard(of_texts, _places(settings, settings.p_mt_layers))
    model = LogisticRegression(C=1 / (settings.p_mt_penalty * len(texts)), max_iter=500)
    labels = [int(example.is_mt) for example in texts]
    model.fit(
        rows.values, labels, sample_weight=match_topics(rows.values, texts, _TOPIC_REGULARISATION)
    )
    at = TARGETS.index("p_mt")
    weights[at], biases[at] = rows.unfold(model.coef_[0], float(model.intercept_[0]))

    all_texts = [*texts, *made[0]]
    rows = _Standard(
        np.concatenate([of_texts, made[1]]), _places(settings, settings.round_trip_layers)
    )
    model = LogisticRegression(C=1 / settings.round_trip_penalty, max_iter=500)
    model.fit(rows.values, [int(example.kind == "roundtrip") for example in all_texts])
    at = TARGETS.index("round_trip")
    weights[at], biases[at] = rows.unfold(model.coef_[0], float(model.intercept_[0]))

    rows = _Standard(of_segments, _places(settings, settings.fluency_layers))
    share = even_judgements(segments)
    ridge = Ridge(alpha=settings.fluency_penalty * len(segments))
    importance = [1.0 if own.set == "mlqe" else _WMT_WEIGHT for own in segments]
    ridge.fit(rows.values, np.log(share / (1 - share)), sample_weight=importance)
    at = TARGETS.index("fluency")
    weights[at], biases[at] = rows.unfold(ridge.coef_, float(ridge.intercept_))
    return Probes(
        settings.layers,
        weights.reshape(len(TARGETS), -1).astype(np.float32),
        biases.astype(np.float32),
    )


def _places(settings: ProbeSettings, layers: Sequence[int]) -> list[int]:
    return [settings.layers.index(layer) for layer in layers]


class _Standard:
    """States of some layers, each unit of mean 0 and deviation 1 over the texts."""

    def __init__(self, states: Matrix, places: list[int]) -> None:
        self._shape = states.shape[1:]
        self._places = places
        own = states[:, places]
        self._mean = own.mean(0)
        self._scale = own.std(0)
        self._scale[self._scale < 1e-6] = 1.0
        self.values = ((own - self._mean) / self._scale).reshape(len(own), -1)

    def unfold(self, coefficients: Vector, bias: float) -> tuple[Vector, float]:
        """Return weights for raw states of all layers, [layers, width], and the bias."""
        weights = np.zeros(self._shape)
        weights[self._places] = coefficients.reshape(self._scale.shape) / self._scale
        return weights, bias - float((weights[self._places] * self._mean).sum())
