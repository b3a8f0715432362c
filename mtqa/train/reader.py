"""Fit the read-outs of a general language model (:mod:`mtqa.evidence.reader`).

The model stays as it is. Its states of training texts are computed once, in whatever arithmetic
is asked for, and kept in ``work_dir``; the fits on them take minutes. They are those of
:mod:`mtqa.train.probes`, held less tight, for this model has learned nothing of these texts; and
a ranking of a machine's against a person's rendering of one source, for which there is more to
read here than in a small encoder. Texts of the blocks on which the fusion is fitted are left aside.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from mtqa.evidence.reader import (
    READER_NAME,
    READER_TARGETS,
    GeneralModel,
    ReaderProbes,
    readable,
)
from mtqa.lm.metadata import seal_model
from mtqa.network import Floats
from mtqa.train.encoder_data import is_kept_out
from mtqa.train.evidence import match_topics
from mtqa.train.examples import Example, Judged, iter_examples
from mtqa.train.probes import (
    SYSTEMS_AND_NATIVE,
    TOPIC_REGULARISATION,
    Fit,
    Standard,
    fit_fluency,
    judged_segments,
    logistic,
    made_texts,
    spun_texts,
    translated_texts,
)
from mtqa.train.ranking import fit_ranking
from mtqa.train.settings import ReaderSettings

#: Texts of fewer segments than a paragraph, and the sources drawn of each.
_SHORT, _SHORT_SOURCES = (1, 2), 1200


def train_reader(settings: ReaderSettings) -> Path:
    """Read all texts, fit the read-outs and write ``reader.safetensors`` into the model folder.

    Raises:
        ModelError: the general model is missing.
        TrainingError: data are missing.
    """
    from mtqa.lm.hub import load_general_model

    model = load_general_model(settings.reader, settings.threads, settings.bfloat16)
    states = _Kept(model, settings)
    texts = translated_texts(settings, settings.machines) + _short_texts(settings)
    draw = np.random.default_rng(settings.seed)
    judged = judged_segments(settings.data_dir)
    judged = [judged[i] for i in draw.permutation(len(judged))[: settings.judged]]
    made, spun = made_texts(settings), spun_texts(settings)
    probes = fit_reader(
        settings,
        model.signature,
        (texts, states.of("texts", texts)),
        (made, states.of("made", made)),
        (spun, states.of("spun", spun)),
        (judged, states.of("judged", judged)),
    )
    path = settings.model / READER_NAME
    probes.save(path)
    seal_model(settings.model, {})
    return path


def _short_texts(settings: ReaderSettings) -> list[Example]:
    """Return single segments and pairs of them, of people and of two machines a source."""
    draw = np.random.default_rng(settings.seed)
    texts: list[Example] = []
    for n_segments in _SHORT:
        own = [
            e
            for e in iter_examples(settings.data_dir, "train", n_segments)
            if not is_kept_out(e.block)
        ]
        sources = sorted({e.source for e in own})
        chosen = {sources[i] for i in draw.permutation(len(sources))[:_SHORT_SOURCES]}
        machines: dict[str, list[Example]] = defaultdict(list)
        for example in own:
            if example.source in chosen:
                (machines[example.source] if example.is_mt else texts).append(example)
        for group in machines.values():
            texts.extend(group[i] for i in draw.permutation(len(group))[:2])
    return texts


class _Kept:
    """States of texts, computed once and kept on disk in half precision."""

    def __init__(self, model: GeneralModel, settings: ReaderSettings) -> None:
        self._model = model
        self._layers = settings.layers
        self._what = f"{model.signature} {settings.layers} {settings.bfloat16}"
        self._folder = settings.work_dir
        self._folder.mkdir(parents=True, exist_ok=True)

    def of(self, name: str, texts: Sequence[Example | Judged]) -> Floats:
        """Return the states of texts, [texts, 2, layers, width]; read those of a file that fits.

        A file's name holds a digest of the model, the layers and all texts.
        """
        told = "\0".join([self._what, *(own.text for own in texts)])
        digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:12]
        path = self._folder / f"{name}-{digest}.npy"
        if path.is_file():
            return np.asarray(np.load(path), np.float32)
        read = [
            self._model.read(readable(own.text), self._layers).pooled
            for own in track(texts, description=name, console=Console(stderr=True))
        ]
        states = np.array(read, np.float16)
        half_written = path.with_suffix(".part.npy")
        np.save(half_written, states)
        half_written.replace(path)
        return states.astype(np.float32)


def fit_reader(
    settings: ReaderSettings,
    belongs_to: str,
    translated: tuple[Sequence[Example], Floats],
    made: tuple[Sequence[Example], Floats],
    spun: tuple[Sequence[Example], Floats],
    judged: tuple[Sequence[Judged], Floats],
) -> ReaderProbes:
    """Fit all read-outs.

    Args:
        settings: how tightly each is held.
        belongs_to: signature of the model whose states these are.
        translated: texts and their states, [texts, 2, layers, width].
        made: made round trips, originals among them, and theirs.
        spun: spun texts and their originals, and theirs.
        judged: segments and theirs.
    """
    (texts, states), penalties = translated, settings.penalties
    labels = np.array([float(e.is_mt) for e in texts])
    weights = match_topics(Standard(states[:, 0, 0]).values, texts, TOPIC_REGULARISATION)
    alone = np.array([e.kind in SYSTEMS_AND_NATIVE for e in texts])
    trips = np.array([float(e.kind == "roundtrip") for e in (*texts, *made[0])])
    exchanged = np.array([float(e.kind == "spun") for e in spun[0]])
    count = int(alone.sum())
    fits: dict[str, Fit] = {
        "p_mt": logistic(states, labels, penalties["p_mt"] * len(texts), weights),
        "ranking": fit_ranking(states, texts, penalties["ranking"]),
        "against_native": logistic(
            states[alone], labels[alone], penalties["against_native"] * count, weights[alone]
        ),
        "round_trip": logistic(
            np.concatenate([states, made[1]]), trips, penalties["round_trip"] * len(trips)
        ),
        "spun": logistic(spun[1], exchanged, penalties["spun"] * len(exchanged)),
        "fluency": fit_fluency(judged[1], judged[0], settings.fluency_penalty),
    }
    return ReaderProbes(
        belongs_to,
        settings.layers,
        np.array([fits[target][0] for target in READER_TARGETS], np.float32),
        np.array([fits[target][1] for target in READER_TARGETS], np.float32),
    )
