"""Fit the read-outs of the encoder (:mod:`mtqa.evidence.probes`), and cut off what none reads.

Machine translation: a logistic regression on paragraphs of the training sets and native passages,
and one on neural systems' texts (back-translations among them) and native passages alone: what
tells a machine from people who translate the same sources is little, and a fit that must find it
reads less of what tells both from native prose, on which few false alarms are allowed. Round
trips: another one, of round trips (most made of native prose, for that very end) against the rest.
Spun text: one on texts whose words a thesaurus exchanged and their originals. Fluency: a ridge
regression on human judgements of segments. A word's translation is read by a fit like the first on
the last layer's means, whose mean over the words is that of the text; its error by a logistic
regression on the pieces of texts with marked errors. All are held tight, for the layers come from
an encoder that has read most of these texts; the blocks kept out of it are left aside, so that the
fusion can be fitted on them.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track
from sklearn.linear_model import LogisticRegression, Ridge

from mtqa.arithmetic import quickest_arithmetic
from mtqa.errors import TrainingError
from mtqa.evidence.bert import BertNetwork, WindowStates, read_weights
from mtqa.evidence.encoder import ENCODER_NAME, EncodedText, PieceEncoder
from mtqa.evidence.probes import PROBES_NAME, Probes, pooled
from mtqa.lm.metadata import seal_model
from mtqa.network import Floats
from mtqa.train.encoder_data import LabelledText, is_kept_out, units_with_errors
from mtqa.train.encoder_network import cut_encoder
from mtqa.train.evidence import match_topics
from mtqa.train.examples import Example, Judged, iter_examples, iter_judged, native_passages
from mtqa.train.judgements import even_judgements
from mtqa.train.roundtrips import iter_made
from mtqa.train.settings import ProbeSettings, TextSettings
from mtqa.train.spins import iter_spins

#: Machine texts beside all human ones of a source.
_MACHINES_A_SOURCE = 2
#: One judgement of WMT in this many is read, and weighs so much beside one of MLQE: raters of
#: WMT agree less on its good systems than those of MLQE on its weak ones.
_WMT_ONE_IN, _WMT_WEIGHT = 3, 0.3

#: What is read of machine translation against native prose alone. Round trips by rules have a probe
#: of their own, and with them here a few hundred of them cost more than they bring.
SYSTEMS_AND_NATIVE = frozenset({"mt", "bt", "native"})

#: Of the fit that tells what is translated from native prose, on standardised states.
TOPIC_REGULARISATION = 1e-3

Vector = npt.NDArray[np.float64]
#: Weights of a read-out for raw states, and its bias.
Fit = tuple[Vector, float]


def train_probes(settings: ProbeSettings) -> Path:
    """Cut the encoder, fit all probes and write ``probes.safetensors`` into the model folder.

    Raises:
        ModelError: the folder has no encoder.
        TrainingError: data are missing.
    """
    console = Console(stderr=True)
    read_weights(settings.model / ENCODER_NAME)  # a missing encoder is told before data are read
    texts = translated_texts(settings)
    if {example.kind == "native" for example in texts} != {True, False}:
        raise TrainingError(
            f"{settings.data_dir}: no native passages beside translations; the probes need both"
        )
    made = made_texts(settings)
    spun = spun_texts(settings)
    judged = judged_segments(settings.data_dir)
    marked = marked_texts(settings)
    with TemporaryDirectory() as folder:
        # The folder of the model is left alone until all is fitted.
        encoder = Path(folder) / ENCODER_NAME
        shutil.copyfile(settings.model / ENCODER_NAME, encoder)
        cut_encoder(encoder, settings.layers[-1])
        probes = _fitted(settings, encoder, texts, made, spun, judged, marked, console)
        for file in Path(folder).iterdir():
            shutil.copyfile(file, settings.model / file.name)
    path = settings.model / PROBES_NAME
    probes.save(path)
    seal_model(settings.model, {})
    return path


def _fitted(
    settings: ProbeSettings,
    encoder: Path,
    texts: Sequence[Example],
    made: Sequence[Example],
    spun: Sequence[Example],
    judged: Sequence[Judged],
    marked: Sequence[LabelledText],
    console: Console,
) -> Probes:
    """Read all texts with a cut encoder and fit its probes."""
    reader = StateReader(encoder, settings.layers, settings.threads)
    count = len(texts) + len(made) + len(spun)
    console.print(f"reading {count} texts and {len(judged)} judged segments …")
    of_texts = reader.pooled([example.text for example in texts])
    of_made = reader.pooled([example.text for example in made])
    of_spun = reader.pooled([example.text for example in spun])
    of_judged = reader.pooled([own.text for own in judged])
    console.print(f"reading the words of {len(marked)} texts …")
    return fit_probes(
        settings,
        (texts, of_texts),
        (made, of_made),
        (spun, of_spun),
        (judged, of_judged),
        reader.words(marked),
    )


class StateReader:
    """Read texts with the shipped arithmetic and keep the encoder's states.

    Args:
        path: ``encoder.safetensors``.
        layers: which layers are pooled, from 1, rising.
        threads: that the encoder runs on.
    """

    def __init__(self, path: Path, layers: Sequence[int], threads: int) -> None:
        weights = read_weights(path)
        self._network = BertNetwork(weights, path.parent, quickest_arithmetic(), threads)
        self._pieces = PieceEncoder(weights.pieces)
        self._layers = layers

    def pooled(self, texts: Sequence[str]) -> Floats:
        """Return :func:`mtqa.evidence.probes.pooled` states, [texts, 2, layers, width].

        Those of a text without words are an unknown word's.
        """
        shown = track(texts, description="", console=Console(stderr=True))
        return np.stack([pooled(self._read(text)[1], self._layers) for text in shown])

    def words(self, texts: Sequence[LabelledText]) -> tuple[Floats, Vector]:
        """Return the last layer's state of every piece, [pieces, width], and whether it is wrong.

        Half precision is kept: there are half a million of them.
        """
        states: list[npt.NDArray[np.float16]] = []
        wrong: list[bool] = []
        for text in track(texts, description="", console=Console(stderr=True)):
            encoded, readings = self._read(text.text)
            errors = text.errors or ()
            wrong.extend(any(span.overlaps(e) for e in errors) for span in encoded.spans)
            inside = [reading.states[1:-1] for reading in readings] if encoded.spans else []
            states.extend(own.astype(np.float16) for own in inside)
        return np.concatenate(states).astype(np.float32), np.array(wrong, float)

    def _read(self, text: str) -> tuple[EncodedText, list[WindowStates]]:
        encoded = self._pieces.encode(text)
        windows = self._pieces.windows(encoded.ids or [self._pieces.unknown_id])
        return encoded, [self._network.read(np.array(own, np.int64)) for own in windows]


def translated_texts(settings: TextSettings, machines: int = _MACHINES_A_SOURCE) -> list[Example]:
    """Return paragraphs of all people and some machines a source, and native passages."""
    draw = np.random.default_rng(settings.seed)
    texts: list[Example] = []
    of_machines: dict[str, list[Example]] = defaultdict(list)
    for example in iter_examples(settings.data_dir, "train", 5):
        if not is_kept_out(example.block):
            (of_machines[example.source] if example.is_mt else texts).append(example)
    for own in of_machines.values():
        texts.extend(own[i] for i in draw.permutation(len(own))[:machines])
    passages = [
        e
        for e in native_passages(settings.data_dir, settings.seed, "encoder")
        if not is_kept_out(e.block)
    ]
    texts.extend(passages[i] for i in draw.permutation(len(passages))[: settings.passages])
    return texts


def made_texts(settings: TextSettings) -> list[Example]:
    """Return round trips that were made, paragraphs and sentences, and half as many originals."""
    draw = np.random.default_rng(settings.seed)
    made = [e for e in iter_made(settings.roundtrips) if not is_kept_out(e.block)]
    trips = [e for e in made if e.is_mt]
    originals = [e for e in made if not e.is_mt]
    return [
        *(trips[i] for i in draw.permutation(len(trips))[: settings.made]),
        *(originals[i] for i in draw.permutation(len(originals))[: settings.made // 2]),
    ]


def spun_texts(settings: TextSettings) -> list[Example]:
    """Return spun paragraphs and sentences, each beside its original."""
    own = [e for e in iter_spins(settings.spins, "train") if not is_kept_out(e.block)]
    pairs = list(zip(own[::2], own[1::2], strict=True))
    draw = np.random.default_rng(settings.seed)
    return [e for i in draw.permutation(len(pairs))[: settings.spun] for e in pairs[i]]


def judged_segments(data: Path) -> list[Judged]:
    """Return the judged segments of MLQE and a part of WMT's."""
    return list(_judged(iter_judged(data, "train")))


def _judged(segments: Iterator[Judged]) -> Iterator[Judged]:
    for place, own in enumerate(segments):
        wanted = own.set == "mlqe" or (own.set != "native" and place % _WMT_ONE_IN == 0)
        if wanted and not is_kept_out(own.block):
            yield own


def marked_texts(settings: ProbeSettings) -> list[LabelledText]:
    """Return some of the texts whose wrong words are known, errors put in or marked by people."""
    units = units_with_errors(settings.data_dir, settings.seed)
    texts = [text for unit in units for text in unit if text.errors is not None]
    draw = np.random.default_rng(settings.seed)
    return [texts[i] for i in draw.permutation(len(texts))[: settings.marked]]


def fit_probes(
    settings: ProbeSettings,
    translated: tuple[Sequence[Example], Floats],
    made: tuple[Sequence[Example], Floats],
    spun: tuple[Sequence[Example], Floats],
    judged: tuple[Sequence[Judged], Floats],
    words: tuple[Floats, Vector],
) -> Probes:
    """Fit all read-outs.

    Args:
        settings: how tightly each is held.
        translated: texts and their pooled states, [texts, 2, layers, width].
        made: made round trips, originals among them, and theirs.
        spun: spun texts and their originals, and theirs.
        judged: segments and theirs.
        words: states of pieces, [pieces, width], and 1 for the wrong ones, [pieces].
    """
    (texts, of_texts), (segments, of_segments) = translated, judged
    width = of_texts.shape[-1]
    labels = np.array([float(example.is_mt) for example in texts])
    # What a text is about shows in the first of the layers most.
    topics = Standard(of_texts[:, 0, 0]).values
    weights = match_topics(topics, texts, TOPIC_REGULARISATION)
    p_mt = logistic(of_texts, labels, settings.p_mt_penalty * len(texts), weights)
    of_words = logistic(of_texts[:, 0, -1], labels, settings.p_mt_penalty * len(texts), weights)
    error = logistic(*words, settings.error_penalty)
    alone = np.array([example.kind in SYSTEMS_AND_NATIVE for example in texts])
    penalty = settings.p_mt_penalty * int(alone.sum())
    against_native = logistic(of_texts[alone], labels[alone], penalty, weights[alone])

    trips = np.array([float(e.kind == "roundtrip") for e in (*texts, *made[0])])
    round_trip = logistic(np.concatenate([of_texts, made[1]]), trips, settings.round_trip_penalty)

    exchanged = np.array([float(e.kind == "spun") for e in spun[0]])
    of_spun = logistic(spun[1], exchanged, settings.round_trip_penalty)

    fluency = fit_fluency(of_segments, segments, settings.fluency_penalty)

    found = (p_mt, against_native, round_trip, of_spun, fluency)
    of_pieces = (of_words, error)
    return Probes(
        layers=settings.layers,
        weights=np.array([w for w, _ in found], np.float32),
        biases=np.array([b for _, b in found], np.float32),
        word_weights=np.array([w for w, _ in of_pieces], np.float32).reshape(-1, width),
        word_biases=np.array([b for _, b in of_pieces], np.float32),
    )


def fit_fluency(states: Floats, segments: Sequence[Judged], penalty: float) -> Fit:
    """Fit a ridge regression on the judgements of segments, for raw states.

    Args:
        states: [segments, ...], read as rows.
        segments: with their judgements.
        penalty: a segment.
    """
    rows = Standard(states)
    share = even_judgements(segments)
    ridge = Ridge(alpha=penalty * len(segments))
    importance = [1.0 if own.set == "mlqe" else _WMT_WEIGHT for own in segments]
    ridge.fit(rows.values, np.log(share / (1 - share)), sample_weight=importance)
    return rows.unfold(ridge.coef_, float(ridge.intercept_))


def logistic(states: Floats, labels: Vector, penalty: float, weights: Vector | None = None) -> Fit:
    """Fit a logistic regression on standardised states; return it for raw ones."""
    rows = Standard(states)
    model = LogisticRegression(C=1 / penalty, max_iter=500)
    model.fit(rows.values, labels, sample_weight=weights)
    return rows.unfold(model.coef_[0], float(model.intercept_[0]))


class Standard:
    """States as rows, each unit of mean 0 and deviation 1 over the texts."""

    def __init__(self, states: Floats) -> None:
        rows = states.reshape(len(states), -1)
        self._mean = rows.mean(0)
        self._scale = rows.std(0)
        self._scale[self._scale < 1e-6] = 1.0
        self.values = (rows - self._mean) / self._scale

    def unfold(self, coefficients: Vector, bias: float) -> Fit:
        """Return weights for raw states, and the bias."""
        weights = coefficients / self._scale
        return weights, bias - float(weights @ self._mean)
